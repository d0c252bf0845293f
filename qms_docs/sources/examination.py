"""What whole texts hold: headings, references, and what makes them unreadable."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from qms_docs.meanwhile import NOTHING, NotDoneError, meanwhile
from qms_docs.model.finding import Fault, FaultKind
from qms_docs.model.outline import Heading, Link, Outline
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from qms_docs.keeping.store import Drawer
    from qms_docs.meanwhile import Meanwhile
    from qms_docs.sources.site_settings import SiteSettings

__all__ = ["OF_TEXTS", "Examination", "Examinations", "examined"]


@dataclass(frozen=True, slots=True)
class Examination:
    """What a text holds, and what makes it unreadable as a whole; its faults do not know their path yet."""

    outline: Outline
    faults: tuple[Fault, ...] = ()


OF_TEXTS = (Examination, Outline, Heading, Link)
"""What very many texts hold very many of."""


class Examinations:
    """What texts hold, by their object id and the way in which the site makes anchors."""

    def __init__(self, settings: SiteSettings, kept: Drawer[tuple[str, str, bool, bool], Examination]) -> None:
        """What is kept is not looked at again."""
        self._settings = settings
        self._kept = kept
        self._ahead = NOTHING
        self._contents: dict[str, bytes] = {}

    @property
    def known_by(self) -> bytes:
        """What stands for the way in which texts are read; with it all that a text holds follows from its bytes."""
        return repr(self._key("")).encode()

    def unknown(self, blobs: Iterable[str]) -> list[str]:
        """The texts that have to be looked at."""
        return [blob for blob in dict.fromkeys(blobs) if self._kept.get(self._key(blob)) is None]

    def begin(self, contents: Mapping[str, bytes], *, fewest: int) -> Meanwhile:
        """Another process begins to look at the texts, if they are not too few; whoever began it ends it."""
        looks: dict[Hashable, Callable[[], object]] = {
            blob: partial(examined, content, self._settings) for blob, content in contents.items()
        }
        self._contents = dict(contents)
        self._ahead = meanwhile(looks, fewest=fewest)
        return self._ahead

    def of(self, blob: str, read: Callable[[], bytes]) -> Examination:
        """What the text holds; its bytes are read where nobody has looked at them yet."""
        return self._kept.find(self._key(blob), lambda: self._looked_at(blob, read))

    def _looked_at(self, blob: str, read: Callable[[], bytes]) -> Examination:
        content = self._contents.pop(blob, None)
        try:
            return cast("Examination", self._ahead.take(blob))
        except NotDoneError:
            return examined(read() if content is None else content, self._settings)

    def _key(self, blob: str) -> tuple[str, str, bool, bool]:
        return blob, self._settings.slugs_named, self._settings.formulas, self._settings.footnotes


def examined(content: bytes, settings: SiteSettings) -> Examination:
    """What a text holds."""
    # What was looked at before needs no parser.
    from qms_docs.sources.outlines import outline_of
    from qms_docs.sources.pages import split_page
    from qms_docs.sources.readable import text_faults

    faults = _excess_faults(content) or text_faults(content)
    if faults:
        return Examination(Outline(), faults)
    body, first_line = split_page(content)
    outline = outline_of(
        body, first_line, settings.slugs, formulas=settings.formulas, footnotes=settings.footnotes, figures=True
    )
    return Examination(outline)


def _excess_faults(content: bytes) -> tuple[Fault, ...]:
    from qms_docs.sources.excess import excess
    from qms_docs.sources.pages import decode

    more_than = excess(decode(content))
    if more_than is None:
        return ()
    fact = f"The text has more than {more_than}, and is not read."
    remedy = "Divide it, or attach large data as a file."
    return (Fault(kind=FaultKind.UNREADABLE, path="", line=1, fact=fact, remedy=remedy),)
