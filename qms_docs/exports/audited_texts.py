"""What auditors look for in texts; what renders these is loaded with the first text that no run has read before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.views.paper_documents import AuditedText, audited_text, is_looked_for

if TYPE_CHECKING:
    from qms_docs.keeping.store import Drawer
    from qms_docs.rendering.text import Texts
    from qms_docs.sources.manual_source import ManualSource

__all__ = ["AuditedTexts"]


class AuditedTexts:
    """Reads the texts of a repository, each once and for all runs."""

    def __init__(self, source: ManualSource) -> None:
        """Nothing is read yet."""
        self._source = source
        self._kept: Drawer[str, AuditedText] = source.store.drawer("audited")
        self._texts: Texts | None = None

    def read(self, blob: str) -> AuditedText:
        """What there is in a text, which is given by the object id of its bytes."""
        return self._kept.find(blob, lambda: self._read(blob))

    def _read(self, blob: str) -> AuditedText:
        if self._texts is None:
            from qms_docs.rendering.text import Texts  # noqa: PLC0415 - as this module says

            self._texts = Texts()
        from qms_docs.sources.pages import split_page  # noqa: PLC0415 - as above

        body = split_page(self._source.read(blob))[0]
        return audited_text(self._texts.blocks_below(body, is_looked_for))
