"""What whole texts hold: headings, references, and what makes them unreadable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from qms_docs.meanwhile import NotDoneError
from qms_docs.model.finding import Fault, FaultKind
from qms_docs.model.outline import Outline
from qms_docs.sources.excess import excess
from qms_docs.sources.front_matter import decode, split_page, text_faults
from qms_docs.sources.markdown_text import outline_of

if TYPE_CHECKING:
    from qms_docs.meanwhile import Meanwhile
    from qms_docs.sources.markdown_text import Slugs

__all__ = ["Examination", "Examinations", "examined"]


@dataclass(frozen=True, slots=True)
class Examination:
    """What a text holds, and what makes it unreadable as a whole; its faults do not know their path yet."""

    outline: Outline
    faults: tuple[Fault, ...] = ()


class Examinations:
    """What texts hold, by their object id."""

    def __init__(self, slugs: Slugs, ahead: Meanwhile) -> None:
        """`ahead` may know what texts hold before they are asked for."""
        self._slugs = slugs
        self._ahead = ahead
        self._found: dict[str, Examination] = {}

    def of(self, blob: str, content: bytes) -> Examination:
        """What the text holds."""
        if blob not in self._found:
            try:
                self._found[blob] = cast("Examination", self._ahead.take(blob))
            except NotDoneError:
                self._found[blob] = examined(content, self._slugs)
        return self._found[blob]


def examined(content: bytes, slugs: Slugs) -> Examination:
    """What a text holds."""
    faults = _excess_faults(content) or text_faults(content)
    if faults:
        return Examination(Outline(), faults)
    body, first_line = split_page(content)
    return Examination(outline_of(body, first_line, slugs))


def _excess_faults(content: bytes) -> tuple[Fault, ...]:
    more_than = excess(decode(content))
    if more_than is None:
        return ()
    fact = f"The text has more than {more_than}, and is not read."
    remedy = "Divide it, or attach large data as a file."
    return (Fault(kind=FaultKind.UNREADABLE, path="", line=1, fact=fact, remedy=remedy),)
