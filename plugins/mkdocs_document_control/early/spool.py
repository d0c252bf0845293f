"""What one process leaves to another that ends it at any moment: a file without a name, which ends with both."""

from __future__ import annotations

import struct
import tempfile
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Place", "Spool"]

_LENGTHS = struct.Struct("<QQ")


class Place(NamedTuple):
    """Where something lies in the file."""

    start: int
    length: int


class Spool:
    """Pieces one behind the other, each with a few words about it; the last one may have been cut off."""

    def __init__(self) -> None:
        """Nothing lies there.

        Raises OSError where the system has no room for files that nobody keeps.
        """
        # Both processes know it by its number; each piece is written at once, and nothing waits in memory.
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - it is open as long as this is

    def add(self, about: bytes, content: bytes) -> None:
        """One more piece."""
        whole = memoryview(b"".join((_LENGTHS.pack(len(about), len(content)), about, content)))
        while whole:
            whole = whole[self._file.write(whole) :]

    def pieces(self) -> Iterator[tuple[bytes, Place]]:
        """What is said about each piece that is there as a whole, and where it lies."""
        here, end = 0, self._file.seek(0, 2)
        while here + _LENGTHS.size <= end:
            of_words, of_content = _LENGTHS.unpack(self.at(Place(here, _LENGTHS.size)))
            words, content = Place(here + _LENGTHS.size, of_words), Place(here + _LENGTHS.size + of_words, of_content)
            here = content.start + content.length
            if here <= end:
                yield self.at(words), content

    def at(self, place: Place) -> bytes:
        """What lies there."""
        self._file.seek(place.start)
        found = bytearray()
        while len(found) < place.length and (more := self._file.read(place.length - len(found))):
            found += more
        return bytes(found)

    def close(self) -> None:
        """Nothing of it is left."""
        self._file.close()
