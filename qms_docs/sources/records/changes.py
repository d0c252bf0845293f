"""What a change of a record changed: which fields came, went, differ or were amended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.records.history import RecordChange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from qms_docs.keeping.store import Drawer, Store
    from qms_docs.model.records.history import RecordEntry

__all__ = ["RecordChanges"]


class RecordChanges:
    """Forms of records compared, and what was found kept between runs."""

    def __init__(self, read: Callable[[Iterable[str]], Iterator[tuple[str, bytes]]], store: Store) -> None:
        """`read` gives the bytes of files by their object ids."""
        self._read = read
        self._known: Drawer[tuple[str, str], RecordChange] = store.drawer("record-changes")

    def along(self, entries: Sequence[RecordEntry]) -> tuple[RecordChange, ...]:
        """For each entry what differs from the form before it; nothing where one of the two is missing."""
        found: list[RecordChange] = []
        before: RecordEntry | None = None
        contents: dict[str, bytes] = {}
        for each in entries:
            if before is None or before.blob is None or each.blob is None or before.blob == each.blob:
                found.append(RecordChange())
            else:
                found.append(self._between(before, each, contents))
            before = each if each.blob else before
        return tuple(found)

    def _between(self, before: RecordEntry, after: RecordEntry, contents: dict[str, bytes]) -> RecordChange:
        def work_out() -> RecordChange:
            wanted = [blob for blob in (before.blob, after.blob) if blob and blob not in contents]
            contents.update(self._read(wanted))
            return _compared(*((contents[each.blob or ""], _is_page(each)) for each in (before, after)))

        return self._known.find((before.blob or "", after.blob or ""), work_out)


def _is_page(entry: RecordEntry) -> bool:
    return (entry.path or "").lower().endswith(".md")


def _compared(before: tuple[bytes, bool], after: tuple[bytes, bool]) -> RecordChange:
    old, new = _fields(*before), _fields(*after)
    amendments = [each.pop("amendments", None) for each in (old, new)]
    earlier, later = (
        [item for item in each if isinstance(item, dict)] if isinstance(each, list) else [] for each in amendments
    )
    return RecordChange(
        added=tuple(name for name in new if name not in old),
        changed=tuple(name for name in new if name in old and old[name] != new[name]),
        removed=tuple(name for name in old if name not in new),
        amended=tuple(str(each.get("field") or "") for each in later[len(earlier) :]),
        text=_prose(*before) != _prose(*after),
    )


def _fields(content: bytes, page: bool) -> dict[str, object]:  # noqa: FBT001 - a pair that is handed on as it is
    # Most pages are found as an earlier build has drawn them, and need no parser.
    from qms_docs.sources.readable import UnreadableBlockError
    from qms_docs.sources.records.record import fields_of_record
    from qms_docs.sources.yaml_text import YamlFaultError, plain

    try:
        node = fields_of_record(content, page=page)
    except (UnreadableBlockError, UnicodeDecodeError, YamlFaultError):
        return {}
    return {name: plain(value) for name, value in node.items.items()} if node else {}


def _prose(content: bytes, page: bool) -> bytes:  # noqa: FBT001 - as above
    """The text below the fields, the ends of lines apart."""
    if not page:
        return b""
    whole = content.replace(b"\r\n", b"\n")
    return whole.partition(b"\n---")[2].partition(b"\n")[2].strip()
