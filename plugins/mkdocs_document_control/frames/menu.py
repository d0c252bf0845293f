"""The part of a menu that two pages of one folder see differently: which of them is the one that is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError
from mkdocs.structure.pages import Page

from mkdocs_document_control.frames.answers import standpoint
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Environment, Template
    from mkdocs.utils.templates import TemplateContext

__all__ = ["Entries", "Menu", "cut_out", "siblings", "stands_in_menu"]

_CUT = "\ue006"
_ENTRIES = f"""\
{{% import "partials/language.html" as lang with context %}}\
{{% set features = config.theme.features or [] %}}\
{{% import "partials/nav-item.html" as item with context %}}\
{{% for entry in entries %}}{{{{ item.render(entry, "", level, parent) }}}}{_CUT}{{% endfor %}}"""
"""Entries of the menu, each as Material itself renders it."""


class Entries:
    """Renders entries of the menu by themselves."""

    def __init__(self, environment: Environment) -> None:
        """What Material brings for it is looked for when entries are asked for."""
        self._template: Template = environment.from_string(_ENTRIES)

    def seen(self, entries: Sequence[Page], context: TemplateContext, page: Page) -> dict[int, str]:
        """How a page shows entries that stand beside it, by the identities of their pages.

        Nothing where the theme has no entries of the kind that is known here.
        """
        level = len(list(page.ancestors)) + 1
        values: dict[str, Any] = {"page": page, "entries": entries, "level": level, "parent": page.parent}
        try:
            shown = self._template.render({**context, **values})
        except (TemplateError, TypeError):
            return {}
        return dict(zip(map(id, entries), shown.split(_CUT), strict=False))

    def closed(self, page: Page, beside: Sequence[Page], context: TemplateContext) -> dict[int, str]:
        """How another page beside a page that is being drawn shows its entry."""
        other = next((each for each in beside if each is not page), None)
        if other is None:
            return {}
        # Whatever is active makes what it lies in active too.
        page.active, other.active = False, True
        try:
            return self.seen([page], context, other)
        finally:
            other.active, page.active = False, True


def stands_in_menu(page: Page, context: TemplateContext) -> bool:
    """Whether a page has an entry in the menu."""
    return page.parent is not None or any(each is page for each in context["nav"].items)


def siblings(page: Page, context: TemplateContext) -> list[Page]:
    """The pages that stand beside a page in the menu and lie in the same folder, itself among them, if it does."""
    if not stands_in_menu(page, context):
        return []
    here = standpoint(page.url)
    beside = page.parent.children if page.parent else context["nav"].items
    return [each for each in beside if isinstance(each, Page) and standpoint(each.url) == here]


@dataclass(frozen=True, slots=True)
class Menu:
    """Entries that stand one below the other, with what stands between them, as pages of others show them."""

    text: str
    places: dict[int, tuple[int, int]]
    """Where each entry begins and ends, by the identity of its page."""

    def around(self, page: Page, entry: str) -> str:
        """The same with one entry as its own page shows it."""
        start, end = self.places[id(page)]
        return f"{self.text[:start]}{entry}{self.text[end:]}"


def cut_out(html: str, shown: Mapping[int, str], closed: Mapping[int, str]) -> tuple[str, Menu, str]:
    """What stands in the HTML of a page before the entries of a menu, the entries, and what stands behind them.

    `shown` are the entries as they are looked for there, `closed` as pages show them that are none of them. One that is
    not there as it is looked for, or twice, is no entry.
    """
    found = sorted((html.index(entry), name) for name, entry in shown.items() if html.count(entry) == 1)
    text, places = "", dict[int, tuple[int, int]]()
    last = first = found[0][0] if found else 0
    for start, name in found:
        text += html[last:start]
        places[name] = len(text), len(text) + len(closed[name])
        text += closed[name]
        last = start + len(shown[name])
    return html[:first], Menu(text, places), html[last:]
