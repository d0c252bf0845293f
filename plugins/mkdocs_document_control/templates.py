"""The plugin's templates; every value is escaped."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from mkdocs_document_control.stamps import Stamp
from qms_docs.views.groups import department_title
from qms_docs.views.words import day_in_words, listed

if TYPE_CHECKING:
    from datetime import date

    from jinja2 import Template

__all__ = ["fragment", "own_templates", "template"]


def fragment(name: str, /, **values: object) -> str:
    """A piece of HTML."""
    return template(name).render(**values)


def template(name: str) -> Template:
    """The template of that name."""
    return own_templates().get_template(name)


@cache
def own_templates() -> Environment:
    """The surroundings of the plugin's templates."""
    environment = Environment(
        loader=PackageLoader("mkdocs_document_control"),
        autoescape=True,
        # Whoever changes one of these begins anew.
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.filters["day"] = _in_words
    environment.filters["iso"] = _iso
    environment.filters["listed"] = listed
    environment.filters["department"] = department_title
    environment.filters["short"] = _short
    environment.filters["dashed"] = lambda text: str(text).replace(" ", "-")
    return environment


def _in_words(day: date | Stamp | None) -> str:
    return day.as_form("words") if isinstance(day, Stamp) else day_in_words(day)


def _iso(day: date | Stamp | None) -> str:
    if isinstance(day, Stamp):
        return day.as_form("iso")
    return day.isoformat() if day else ""


def _short(commit: str) -> str:
    return commit.as_form("short") if isinstance(commit, Stamp) else commit[:10]
