"""Drawings that documents show, and those among them that cannot be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.outline import UndrawnFigure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qms_docs.keeping.store import Drawer
    from qms_docs.model.document import Document

__all__ = ["undrawn_files"]


def undrawn_files(
    documents: Iterable[Document],
    read: Callable[[str], bytes | None],
    kept: Drawer[str, UndrawnFigure | bool],
) -> dict[str, UndrawnFigure]:
    """Why a drawing of a text that stands cannot be shown, by the object id of its file."""
    standing = (document.latest.text.files for document in documents if document.vanished_by is None)
    blobs = {shown.blob for files in standing for shown in files if shown.path.lower().endswith(".svg")}
    looked_at = ((blob, kept.find(blob, lambda blob=blob: _fault(read(blob) or b""))) for blob in sorted(blobs))  # type: ignore[misc]
    return {blob: fault for blob, fault in looked_at if isinstance(fault, UndrawnFigure)}


def _fault(content: bytes) -> UndrawnFigure | bool:
    """Why it is not shown; False where it is."""
    from qms_docs.figures.drawing_file import still_drawing
    from qms_docs.figures.undrawn import UndrawnError

    try:
        still_drawing(content)
    except UndrawnError as error:
        return UndrawnFigure(line=error.line, fact=error.fact, remedy=error.remedy)
    return False
