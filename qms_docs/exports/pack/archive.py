"""The ZIP file of a pack: the same bytes for the same files, with a sum of each and a seal around all."""

from __future__ import annotations

import hashlib
import stat
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from qms_docs.exports.pack.names import source_name
from qms_docs.exports.pack.verifier import SEAL, SUMS
from qms_docs.failures import CannotCheckError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

__all__ = ["PackArchive"]

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of every file: a ZIP file knows none before."""
_UNIX = 3
_PACKED_ALREADY = (".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".zip", ".docx", ".xlsx", ".bundle")
_PIECE = 1 << 20
_LARGEST = 2_000_000_000
"""Bytes of one file; beyond that a ZIP file needs a form that many programs cannot open."""
_REMEDY = "Attach large files from elsewhere, and keep them out of git."
_DIGITS = 64


class PackArchive:
    """Files are written one after the other, and only their sums are held."""

    def __init__(self, stream: BinaryIO) -> None:
        """Nothing is written yet into the stream, which can be read again."""
        self.sums: dict[str, str] = {}
        """The SHA-256 of each file by its name."""
        self._stream = stream
        self._zip = zipfile.ZipFile(stream, "w", compresslevel=9)

    def __enter__(self) -> Self:
        """The archive itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Where something failed, nothing more is written once the stream is closed."""
        with suppress(OSError, ValueError):
            self._zip.close()

    def add(self, name: str, content: bytes | str) -> str:
        """A file; gives its name."""
        self.add_pieces(name, [content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content])
        return name

    def add_pieces(self, name: str, pieces: Iterable[bytes]) -> None:
        """A file that is not held as a whole."""
        if name in self.sums:
            raise ValueError(name)
        info = zipfile.ZipInfo(name, _EARLIEST)
        info.create_system = _UNIX
        info.external_attr = (stat.S_IFREG | 0o644) << 16
        info.compress_type = zipfile.ZIP_STORED if name.lower().endswith(_PACKED_ALREADY) else zipfile.ZIP_DEFLATED
        digest, size = hashlib.sha256(), 0
        with self._zip.open(info, "w") as file:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                if size > _LARGEST:
                    raise CannotCheckError(f"{name} would be larger than 2 GB in the pack.", _REMEDY)
                file.write(piece)
        self.sums[name] = digest.hexdigest()

    def add_source(self, content: bytes, path: str) -> str:
        """A file under the name of its hash, once; gives that name."""
        name = source_name(hashlib.sha256(content).hexdigest(), path)
        return name if name in self.sums else self.add(name, content)

    def close(self) -> str:
        """The sums and the seal are written; gives the SHA-256 of the whole file."""
        self.add(SUMS, "".join(f"{value}  {name}\n" for name, value in sorted(self.sums.items())))
        self._zip.comment = SEAL + b"0" * _DIGITS
        self._zip.close()
        self._stream.seek(0, 2)
        before = self._stream.tell() - len(SEAL) - _DIGITS
        self._stream.seek(0)
        digest, left = hashlib.sha256(), before
        while left:
            piece = self._stream.read(min(_PIECE, left))
            digest.update(piece)
            left -= len(piece)
        seal = SEAL + digest.hexdigest().encode()
        digest.update(seal)
        self._stream.seek(before)
        self._stream.write(seal)
        return digest.hexdigest()
