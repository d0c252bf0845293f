"""The plugin's templates; every value is escaped."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from mkdocs_document_control.stamps import Stamp
from qms_docs.charts.drawing import chart_svg
from qms_docs.views.groups import department_title
from qms_docs.views.words import day_in_words, listed

if TYPE_CHECKING:
    from datetime import date

    from jinja2 import Template

    from qms_docs.charts.drawing import Chart

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
        loader=ChoiceLoader(
            [
                PackageLoader("mkdocs_document_control"),
                # What stands on paper as on the site is written once.
                PrefixLoader({"exports": PackageLoader("qms_docs.exports")}),
            ]
        ),
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
    environment.filters["svg"] = _svg
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


def _svg(chart: Chart) -> Markup:
    return Markup(chart_svg(chart))  # noqa: S704 - every word in it is escaped where it is drawn


def _short(commit: str) -> str:
    return commit.as_form("short") if isinstance(commit, Stamp) else commit[:10]
