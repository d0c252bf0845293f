"""What is wrong with the tables of pages as they stand: in their blocks, and in their data files."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from qms_docs.model.finding import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from qms_docs.keeping.store import Drawer
    from qms_docs.model.outline import Outline
    from qms_docs.model.table import TableBlock, TableFault
    from qms_docs.sources.history import FilesShown

__all__ = ["KeptFaults", "TableFaults"]

KeptFaults: TypeAlias = "Drawer[tuple[TableBlock, str], tuple[TableFault, ...]]"
"""The faults of a table by its block and the object id of its data file."""


class TableFaults:
    """Looks at the tables of one page after the other; what is wrong in a file that two of them show is said once."""

    def __init__(
        self,
        files: FilesShown,
        read: Callable[[Iterable[str]], Iterator[tuple[str, bytes | None]]],
        kept: KeptFaults,
    ) -> None:
        """`read` gives the bytes of files by their object ids; what is `kept` is not looked at again."""
        self._files = files
        self._read = read
        self._kept = kept
        self._said: set[tuple[str, int, str]] = set()

    def of(self, path: str, blob: str, outline: Outline, document: str | None) -> Iterator[Fault]:
        """The faults of a page; a file that is missing is left to the rule about links."""
        if not outline.tables:
            return
        shown = {each.name: each for each in self._files.of(path, blob)[0]}
        for block in outline.tables:
            data = shown.get(block.file)
            for fault in self._faults(block, data.blob if data else None):
                place = data.path if data and fault.in_data else path
                if (place, fault.line, fault.fact) not in self._said:
                    self._said.add((place, fault.line, fault.fact))
                    yield _at(fault, place, document)

    def _faults(self, block: TableBlock, blob: str | None) -> tuple[TableFault, ...]:
        if block.faults or blob is None:
            return block.faults
        return self._kept.find((block, blob), lambda: self._looked_at(block, blob))

    def _looked_at(self, block: TableBlock, blob: str) -> tuple[TableFault, ...]:
        # What was read before needs no parser.
        from qms_docs.sources.tables import read_table

        content = dict(self._read([blob]))[blob]
        return read_table(block, content or b"").faults


def _at(fault: TableFault, path: str, document: str | None) -> Fault:
    return Fault(kind=fault.kind, path=path, line=fault.line, document=document, fact=fault.fact, remedy=fault.remedy)
