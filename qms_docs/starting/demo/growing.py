"""Texts as they could be written on their day: what they name and is not there yet is left out."""

from __future__ import annotations

import re
from dataclasses import field
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

__all__ = ["Growing", "linked"]

_DOCUMENT = r"(?:POL|MAN|SOP|WI|FRM)-\d{3}"
_NAMED = rf"(?:[A-Z]{{2,4}}-\d{{4}}-\d{{3}}|{_DOCUMENT})(?:@\d+)?"
_ITEM = re.compile(rf"(?P<lead>\[|, )(?P<item>(?:\{{\w+: )?(?P<id>{_NAMED})\}}?)(?=\]|, )")
_FIELD = re.compile(rf"(?P<before>^ +basis: |\{{audit: )(?P<id>{_NAMED})(?:, |\n)", re.MULTILINE)
_GONE = "\0"
_LINK = re.compile(
    rf"\[\[(?P<id>{_DOCUMENT})\]\]|\[(?P<words>[^\[\]]+)\]\((?P<target>{_DOCUMENT}|[\w./-]+\.md)(?:#[\w-]*)?\)"
)


def linked(text: str, path: str, known: Collection[str], files: Collection[str]) -> str:
    """A document whose links lead to what is there; of others only the words stand."""

    def kept(found: re.Match[str]) -> str:
        target = found["id"] or found["target"]
        there = target in known or (target.endswith(".md") and normpath(join(dirname(path), target)) in files)
        return found[0] if there else found["id"] or found["words"]

    return _LINK.sub(kept, text)


@dataclass(slots=True)
class Growing:
    """What is there so far, and the registers that name more and more of it."""

    known: set[str] = field(default_factory=set)
    """Ids of documents and records, and documents with their revisions."""
    registers: dict[str, str] = field(default_factory=dict)
    """The last form of each register, by its path."""

    def text(self, last: str) -> str:
        """A register or record without what it names and is not there yet."""

        def item(found: re.Match[str]) -> str:
            return found[0] if found["id"] in self.known else f"{found['lead']}{_GONE}"

        def stated(found: re.Match[str]) -> str:
            return found[0] if found["id"] in self.known else found["before"].removesuffix("audit: ").strip(" bais:")

        grown = _FIELD.sub(stated, _ITEM.sub(item, last))
        return grown.replace(f", {_GONE}", "").replace(f"[{_GONE}, ", "[").replace(_GONE, "")

    def registered(self, ids: Iterable[str], files: Mapping[str, bytes]) -> dict[str, bytes]:
        """The registers that have to be written anew, now that these are there."""
        self.known.update(ids)
        grown = {path: self.text(last).encode() for path, last in self.registers.items()}
        return {path: content for path, content in grown.items() if files.get(path) != content}
