"""Texts of the files around the documents, from templates in plain text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from qms_docs.starting.names import in_markdown
from qms_docs.writing.record_text import scalar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

__all__ = ["filled_in"]


def filled_in(template: str, values: Mapping[str, object]) -> bytes:
    """A template with these values; every one that it names has to be there."""
    return _environment().get_template(f"{template}.txt").render(values).encode("utf-8")


@cache
def _environment() -> Environment:
    """Marks that neither Markdown nor YAML nor the expressions of workflows use."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - only who begins a manual waits

    environment = Environment(  # noqa: S701 - YAML and Markdown, whose marks the filters below meet
        loader=PackageLoader("qms_docs.starting", "templates"),
        undefined=StrictUndefined,
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(scalar=scalar, braced=lambda value: scalar(value, braces=True), markdown=in_markdown)
    return environment
