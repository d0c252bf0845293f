"""What the search has learnt of pages, in the order in which MkDocs draws them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.plugins import BasePlugin
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

__all__ = ["SearchEntries"]

_SEARCH = "material/search"


@dataclass(slots=True)
class SearchEntries:
    """The entries of Material's search plugin; nothing where there is no search."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    plugin: BasePlugin[Any] | None = None
    _known: int = 0

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

    def add(self, entries: Collection[dict[str, Any]]) -> None:
        """What was learnt elsewhere of a page comes after what was known when this was asked last."""
        self.entries[self._known : self._known] = entries
        self._known += len(entries)
