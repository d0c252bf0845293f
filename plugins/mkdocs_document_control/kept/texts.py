"""Drawn texts, found again by their Markdown, their place, the settings, and where their links lead."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from mkdocs_document_control.kept.settings import known, settings_of_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.pages import Page

    from mkdocs_document_control.attachments import Attached
    from mkdocs_document_control.document_links import CurrentPage
    from mkdocs_document_control.page import PlannedPage
    from mkdocs_document_control.plan import SitePlan
    from qms_docs.keeping.store import Drawer, Store

__all__ = ["KeptTexts", "drawn_from"]


class KeptTexts:
    """What earlier builds have made of texts.

    A text is kept with the questions that its links asked about the manual. It is used again where every answer is
    still the same.
    """

    def __init__(self, store: Store, plan: SitePlan, config: MkDocsConfig, files: Files, current: CurrentPage) -> None:
        """Where the settings cannot be compared between builds, nothing is kept."""
        self._plan = plan
        self._current = current
        self._drawer: Drawer[bytes, tuple[tuple[Any, ...], bytes]] = store.drawer("drawn")
        settings = known(settings_of_texts, config)
        self.settings = settings and repr((settings, current.forge, sorted(_further(files, plan)))).encode()

    def key(self, page: Page, planned: PlannedPage, markdown: str) -> bytes | None:
        """What stands for everything else that the text is drawn from; None where nothing is kept."""
        if self.settings is None:
            return None
        return drawn_from(self.settings, page.file, planned, markdown, title=page.title)

    def find(self, key: bytes | None, planned: PlannedPage) -> bytes | None:
        """The drawn text, where its links still lead where they led."""
        found = self._drawer.get(key) if key else None
        if found is None:
            return None
        asked, drawn = found
        return drawn if all(self._current.ask(planned, *question) == answer for question, answer in asked) else None

    def keep(self, key: bytes | None, asked: tuple[Any, ...], drawn: Callable[[], bytes]) -> None:
        """The drawn text is kept for the next build."""
        if key is not None:
            self._drawer.put(key, (asked, drawn()))

    def let_go(self) -> None:
        """All texts were asked for."""
        self._drawer.let_go()


def drawn_from(settings: bytes, file: File, planned: PlannedPage, markdown: str, title: str | None = None) -> bytes:
    """What stands for a text and its place, apart from what its links are answered."""
    origin = planned.origin
    attached = _told(origin.by_name) if origin else {}
    beside = _told(origin.by_path) if origin else {}
    # By these two a text is cleaned.
    cleaning = planned.untrusted, planned.is_controlled
    facts = (file.src_uri, file.url, title, origin and origin.path, attached, beside, cleaning)
    said = repr(facts).encode("utf-8", "backslashreplace")
    return _hash(b"\0".join((settings, said, markdown.encode("utf-8", "surrogatepass"))))


def _further(files: Files, plan: SitePlan) -> Iterable[str]:
    """The files to which a link could lead that is nothing of the manual's."""
    # Where a link to a page leads that is one of very many is asked anyway.
    texts = {page.src_uri for page in plan.pages.values() if page.origin or not page.listed}
    return (file.src_uri for file in files if file.src_uri not in texts and file.src_uri not in plan.files)


def _told(files: Mapping[str, Attached]) -> dict[str, tuple[str | None, str, bytes]]:
    return {name: (each.uri, each.path, _hash(each.content)) for name, each in sorted(files.items())}


def _hash(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=20).digest()
