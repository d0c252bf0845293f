"""What the search has learnt of pages, in the order in which MkDocs draws them."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.plugins import BasePlugin
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

__all__ = ["SearchEntries", "needs_mkdocs"]

_SEARCH = "material/search"
_OF_MKDOCS = "mkdocs.contrib.search"
"""The module of MkDocs' own search."""


@dataclass(slots=True)
class SearchEntries:
    """The entries of Material's search plugin; nothing where there is no search."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    plugin: BasePlugin[Any] | None = None
    _known: int = 0
    _of: dict[str, tuple[dict[str, Any], ...]] = field(default_factory=dict)
    """By page, as a path in MkDocs' terms."""

    @classmethod
    def of(cls, config: MkDocsConfig) -> SearchEntries:
        """The list to which the plugin adds what it reads of each page."""
        plugin = config.plugins.get(_SEARCH)
        return cls() if plugin is None else cls(plugin.search_index.entries, plugin)

    def read(self, context: TemplateContext, page: Page) -> tuple[dict[str, Any], ...]:
        """What the plugin reads of a page, as if MkDocs had come to it."""
        if self.plugin is not None:
            self.plugin.on_page_context(context, page=page, config=context["config"], nav=context["nav"])
        return self.latest()

    def latest(self) -> tuple[dict[str, Any], ...]:
        """What was learnt since this was asked last."""
        fresh = tuple(self.entries[self._known :])
        self._known = len(self.entries)
        return fresh

    def note(self, src_uri: str, entries: tuple[dict[str, Any], ...]) -> None:
        """What was learnt of a page, here or elsewhere."""
        self._of[src_uri] = entries

    def noted(self, src_uri: str) -> tuple[dict[str, Any], ...]:
        """What was learnt of a page."""
        return self._of.get(src_uri, ())

    def put_in_order(self, pages: Iterable[str]) -> None:
        """The plugin knows what was learnt of all pages, in their order; what is of none of them comes last."""
        told = [entry for each in dict.fromkeys((*pages, *self._of)) for entry in self._of.get(each, ())]
        known = set(map(id, told))
        self.entries[:] = told + [entry for entry in self.entries if id(entry) not in known]
        self._known = len(self.entries)


def needs_mkdocs(config: MkDocsConfig) -> bool:
    """Whether the search is one that learns only of pages that MkDocs makes, and reads each as MkDocs comes to it."""
    return config.plugins.get(_SEARCH) is None and any(
        type(each).__module__ == _OF_MKDOCS for each in config.plugins.values()
    )
