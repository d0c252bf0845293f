#!/usr/bin/env python3
"""Verifies an audit pack: the ZIP file, or the folder into which it was unpacked.

    python3 verify.py               the folder in which this file lies
    python3 verify.py PACK.zip      a pack, or a folder

It needs Python 3.9 or later and nothing else, without a network. For the signatures of approvals it also needs the
program ssh-keygen (OpenSSH 8.2 or later). Where the program git is there, it also holds the texts against the history
in the pack. It changes nothing, and what git unpacks for it is gone at the end.

Exit status: 0 everything in the pack belongs together, 1 something does not hold, 2 wrong use, 3 not wholly verified.
"""

# This file is a part of the program qms-docs, which verifies with it, and goes along in every pack, where it has to run
# alone: with the standard library, and nothing that came after Python 3.9.

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import stat
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib
from abc import ABC, abstractmethod
from contextlib import closing
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["CAVEAT", "SEAL", "SUMS", "NotVerifiedError", "Outcome", "Problem", "looks_like_pack", "verify"]

SUMS, MANIFEST, CONTENTS = "SHA256SUMS", "manifest.json", "contents.json"
_FIRST = "verify.py"
"""The first file of every pack."""
SEAL = b"qms-pack 1 sha256:"
"""What the comment of the ZIP file begins with; the SHA-256 of every byte before the comment follows."""
_SEALED = len(SEAL) + 64
_NAMESPACE = "qms-approval"
_DAMAGED, _REWRITTEN, _SIGNATURE = "PACK", "DC501", "DC208"
"""Damage of the pack itself, a revision that is not the one that was issued, a signature that does not hold."""
CAVEAT = (
    "Anybody can make files and sums anew, also for a single number: compare the SHA-256 of the ZIP, or the commit, "
    "with what the organization says."
)
_CHANGED, _MISSING, _UNREAD = "It was changed.", "It is missing.", "It cannot be read: it is damaged."
_TOLD = (_CHANGED, _MISSING, _UNREAD)
_OTHER_TEXT = "The text of {} is not the one that was issued."
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_HALF = re.compile("[\ud800-\udfff]")
"""Halves of characters, which JSON can spell and no file can hold."""
_STRAY = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))
"""What file managers leave in folders that somebody looked into."""
_LARGEST_LIST = 200_000_000
"""Bytes of a list that is read as a whole."""
_MOST_TIMES = 200
"""A ZIP that unpacks to more times its size is a trap; pages of text become twenty times smaller at most."""
_ROOM = 10_000_000
_LONGEST_SIGNATURE = 65_536
"""Bytes of a signature, and characters of a key."""
_LEAST_RSA = 2_048
_KEY_PARTS = 2
"""Kind and key; a comment is left out."""
_HEAD = 3
"""What git says before the bytes of an object: its id, its kind and its size."""
_PIECE = 1 << 20
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError),
    *(struct.error, OverflowError, KeyError, IndexError),
)
"""What the standard library raises for archives that somebody damaged."""


class NotVerifiedError(Exception):
    """Nothing can be said; the message is a sentence."""


class Problem(NamedTuple):
    """Something that does not hold."""

    code: str
    what: str
    path: str
    expected: str | None = None
    got: str | None = None


class Outcome:
    """What was verified, what does not hold, and what could not be verified here."""

    def __init__(self) -> None:
        """Nothing is verified yet."""
        self.problems: list[Problem] = []
        self.checked = {"files": 0, "texts": 0, "approvals": 0, "signatures": 0}
        self.unverified: list[str] = []
        self.about = ""

    def found(self, what: str, path: str, expected: str | None = None, got: str | None = None) -> None:
        """A problem of the pack."""
        self.problems.append(Problem(_DAMAGED, what, path, expected, got))

    def rewritten(self, what: str, path: str, expected: str | None = None, got: str | None = None) -> None:
        """A revision that is another than was issued: more than that its file was changed, which is not said again."""
        told = [each for each in self.problems if each.path == path and each.what in _TOLD]
        self.problems = [each for each in self.problems if each not in told]
        got = next((each.got for each in told if each.got), got)
        self.problems.append(Problem(_REWRITTEN, what, path, expected, got))


def looks_like_pack(path: str) -> bool:
    """Whether somebody who names this means a pack: a folder, or a file that begins or ends as a ZIP file does."""
    if os.path.isdir(path):
        return True
    if not os.path.isfile(path):
        return False
    with open(path, "rb") as stream:
        start = stream.read(4)
        stream.seek(max(0, os.path.getsize(path) - _SEALED - 22))
        end = stream.read()
    return start == b"PK\x03\x04" or b"PK\x05\x06" in end or SEAL in end or path.lower().endswith(".zip")


def verify(path: str, signed: Callable[[bytes, bytes, str], bool]) -> Outcome:
    """The outcome for a pack; `signed` says whether an armored signature of a message was made by a key.

    Raises NotVerifiedError where the path leads to no pack, or to nothing that can be read.
    """
    outcome = Outcome()
    try:
        files: _Files = _Folder(path, outcome) if os.path.isdir(path) else _Zip(path, outcome)
    except OSError as error:
        raise NotVerifiedError(f"{path} cannot be read: {error.strerror}.") from error
    with closing(files):
        if not files.ours and not {SUMS, MANIFEST, CONTENTS, _FIRST} & set(files.names):
            raise NotVerifiedError(f"{path} is no audit pack: it has neither {SUMS} nor {MANIFEST}.")
        sums = _verified_sums(files, outcome)
        if sums:
            _Contents(files, sums, outcome, signed).verify()
    return outcome


class _Files(ABC):
    """The files of a pack, by their names with slashes."""

    names: list[str]
    ours = False
    """Whether it begins or ends as a pack does, however much of it is left."""

    def close(self) -> None:  # noqa: B027 - a folder has nothing to close
        """What is open is closed."""

    @abstractmethod
    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a file; raises one of `_UNREADABLE`."""

    def read(self, name: str) -> bytes:
        """The whole of a file that is not large; raises one of `_UNREADABLE`."""
        content = b""
        for piece in self.pieces(name):
            content += piece
            if len(content) > _LARGEST_LIST:
                raise ValueError(name)
        return content


class _Folder(_Files):
    """A pack that was unpacked."""

    def __init__(self, path: str, outcome: Outcome) -> None:
        self._root = path
        self.names = []
        waiting = [""]
        while waiting:
            folder = waiting.pop()
            for entry in sorted(os.scandir(os.path.join(path, folder)), key=lambda each: each.name):
                name = f"{folder}/{entry.name}" if folder else entry.name
                mode = entry.stat(follow_symlinks=False).st_mode
                if stat.S_ISDIR(mode):
                    waiting.append(name)
                elif not stat.S_ISREG(mode):
                    outcome.found("It is a link or something else than a file.", name)
                elif entry.name not in _STRAY:
                    self.names.append(name)
        self.names.sort()

    def pieces(self, name: str) -> Iterator[bytes]:
        with open(os.path.join(self._root, *name.split("/")), "rb") as stream:
            yield from iter(lambda: stream.read(_PIECE), b"")


class _Zip(_Files):
    """A pack as it was written."""

    def __init__(self, path: str, outcome: Outcome) -> None:
        self._stream = open(path, "rb")  # noqa: SIM115 - closed by `close`
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._archive: zipfile.ZipFile | None = None
        self.names = []
        name, size = os.path.basename(path), os.path.getsize(path)
        start = self._stream.read(30 + len(_FIRST))
        self._stream.seek(max(0, size - _SEALED - len(SEAL)))
        self.ours = start[30:] == _FIRST.encode() or SEAL in self._stream.read()
        self._verify_seal(name, size, outcome)
        try:
            self._archive = zipfile.ZipFile(self._stream)
            infos = self._archive.infolist()
            self._verify_structure(infos, self._archive.start_dir, name, outcome)
        except _UNREADABLE:
            outcome.found("It cannot be opened as a ZIP file: it is damaged, or a part is missing.", name)
            return
        if sum(each.file_size for each in infos) > _MOST_TIMES * size + _ROOM:
            outcome.found(f"It would unpack to more than {_MOST_TIMES} times its size, and is not read.", name)
            return
        for each in infos:
            if each.filename in self._entries:
                outcome.found("A file of this name is in the ZIP more than once.", each.filename)
            elif _is_plain(each):
                self._entries[each.filename] = each
            else:
                outcome.found(
                    "It is no plain file: a folder, a link, encrypted or packed in another way.", each.filename
                )
        self.names = sorted(self._entries)

    def close(self) -> None:
        """The file is closed."""
        if self._archive is not None:
            self._archive.close()
        self._stream.close()

    def pieces(self, name: str) -> Iterator[bytes]:
        if self._archive is None:
            raise KeyError(name)
        with self._archive.open(self._entries[name]) as stream:
            yield from iter(lambda: stream.read(_PIECE), b"")

    def _verify_seal(self, name: str, size: int, outcome: Outcome) -> None:
        """Each byte of the file is in the seal: also those that no file of the pack is made of."""
        self._stream.seek(max(0, size - _SEALED))
        seal = self._stream.read()
        if not re.fullmatch(re.escape(SEAL) + b"[0-9a-f]{64}", seal):
            outcome.found("It does not end as a pack does: bytes were added or cut off, or it was packed anew.", name)
            return
        digest, left = hashlib.sha256(), size - _SEALED
        self._stream.seek(0)
        while left and (piece := self._stream.read(min(_PIECE, left))):
            digest.update(piece)
            left -= len(piece)
        expected = seal[len(SEAL) :].decode()
        if digest.hexdigest() != expected:
            outcome.found("Its bytes are not those that were written.", name, expected, digest.hexdigest())

    def _verify_structure(self, infos: list[zipfile.ZipInfo], end: int, name: str, outcome: Outcome) -> None:
        """The files lie one behind the other from the first byte on, each under the name that the list has for it."""
        place = 0
        for each in sorted(infos, key=lambda info: info.header_offset):
            self._stream.seek(each.header_offset)
            head = self._stream.read(30)
            names, extra = struct.unpack("<26x2H", head)
            written = self._stream.read(names)
            if each.header_offset != place or extra or written != each.orig_filename.encode():
                outcome.found("Something lies before or between its files, or a file has two names.", name)
                return
            place += len(head) + names + each.compress_size
        if place != end:
            outcome.found("Something lies between its files and the list of them.", name)


def _is_plain(info: zipfile.ZipInfo) -> bool:
    mode = info.external_attr >> 16
    packed = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) and not info.flag_bits & ~0x800
    return packed and not info.is_dir() and (mode == 0 or stat.S_ISREG(mode))


def _verified_sums(files: _Files, outcome: Outcome) -> dict[str, str]:
    """The SHA-256 of each file that is as the list says; empty where the list cannot be used."""
    if not files.names:
        return {}
    expected = _listed_sums(files, outcome)
    if expected is None:
        return {}
    _verify_names(files.names, outcome)
    sums: dict[str, str] = {}
    for name in files.names:
        if name == SUMS:
            continue
        outcome.checked["files"] += 1
        got = _sum(files, name)
        if got is None:
            outcome.found(_UNREAD, name, expected.get(name))
        elif name not in expected:
            outcome.found(f"It was added: {SUMS} does not name it.", name)
        elif got != expected[name]:
            outcome.found(_CHANGED, name, expected[name], got)
        else:
            sums[name] = got
    for name in sorted(set(expected) - set(files.names)):
        outcome.found(_MISSING, name, expected[name])
    return sums


def _verify_names(names: list[str], outcome: Outcome) -> None:
    """Names that lead elsewhere, or that some systems take for one."""
    folded: dict[str, str] = {}
    for name in names:
        if not _NAME.fullmatch(name):
            outcome.found("It has a name that no file of a pack has.", name)
        elif folded.setdefault(name.lower(), name) != name:
            outcome.found("Another file has the same name in other letters.", name)


def _sum(files: _Files, name: str) -> str | None:
    """The SHA-256 of a file; None where it cannot be read."""
    digest = hashlib.sha256()
    try:
        for piece in files.pieces(name):
            digest.update(piece)
    except _UNREADABLE:
        return None
    return digest.hexdigest()


def _listed_sums(files: _Files, outcome: Outcome) -> dict[str, str] | None:
    """The sums by the names of files; None where there is no list."""
    listed: dict[str, str] = {}
    try:
        if SUMS not in files.names:
            outcome.found("It is missing: without the sums no file of the pack can be verified.", SUMS)
            return None
        lines = files.read(SUMS).decode().split("\n")
    except _UNREADABLE:
        outcome.found("It cannot be read, and without the sums no file of the pack can be verified.", SUMS)
        return None
    if lines.pop():
        outcome.found("Its last line is not complete.", SUMS)
    for number, line in enumerate(lines, start=1):
        match = _LINE.fullmatch(line)
        if match is None or match[2] in listed:
            outcome.found(f"Line {number} is not one that a pack has.", SUMS)
        else:
            listed[match[2]] = match[1]
    return listed


class _ShapeError(Exception):
    """A list of the pack is not made as it should be."""


class _Contents:
    """What the files say of each other: beyond their sums, which anybody can make anew."""

    def __init__(
        self, files: _Files, sums: dict[str, str], outcome: Outcome, signed: Callable[[bytes, bytes, str], bool]
    ) -> None:
        self._files = files
        self._sums = sums
        self._held = set(sums.values())
        self._outcome = outcome
        self._signed = signed

    def verify(self) -> None:
        """The lists, texts, approvals and the history are held against each other."""
        place = MANIFEST
        try:
            manifest = self._json(MANIFEST)
            self._verify_manifest(manifest)
            place = CONTENTS
            contents = self._json(CONTENTS)
            revisions = self._verify_revisions(manifest, contents)
            approvals = self._verify_approvals(contents)
            histories = [(place, self._json(place)) for place in _texts(contents, "histories")]
            for place, history in histories:
                self._verify_history(history, place, revisions, approvals)
            place = _text(contents, "master_list")
            self._verify_master_list(self._json(place), place, revisions)
            self._verify_bundle(manifest, contents)
            self._outcome.about = f"Commit {_text(manifest, 'commit')}, state of {_text(manifest, 'as_of')}."
            if contents.get("bundle") is not None and not self._outcome.problems:
                self._outcome.about += self._verify_blobs(contents, [each for _, each in histories])
        except _ShapeError as error:
            # A file that is missing or changed is told already.
            if str(error) or not self._outcome.problems:
                self._outcome.found(f"It is not made as that of a pack: {str(error) or 'it cannot be read'}.", place)

    def _json(self, name: str) -> dict[str, Any]:
        """A list; raises _ShapeError, without words where the file itself is at fault."""
        try:
            value = json.loads(self._bytes(name), object_pairs_hook=_once)
        except (ValueError, RecursionError) as error:
            raise _ShapeError("it cannot be read as JSON") from error
        if isinstance(value, list):
            return {"rows": value}
        if not isinstance(value, dict):
            raise _ShapeError("it is no group of fields")
        return value

    def _bytes(self, name: str) -> bytes:
        if name not in self._sums:
            raise _ShapeError("" if self._outcome.problems else f"{name} is missing")
        try:
            return self._files.read(name)
        except _UNREADABLE as error:
            raise _ShapeError(f"{name} cannot be read") from error

    def _verify_manifest(self, manifest: dict[str, Any]) -> None:
        files = manifest.get("files")
        if not isinstance(files, dict):
            raise _ShapeError("it names no files")
        told = {each.path for each in self._outcome.problems}
        own = {name: value for name, value in self._sums.items() if name != MANIFEST}
        for name in sorted(set(files) ^ set(own)):
            if name not in told:
                self._outcome.found(f"{MANIFEST} and {SUMS} do not name the same files.", name)
        for name in sorted(set(files) & set(own)):
            if files[name] != own[name]:
                self._outcome.found(f"{MANIFEST} and {SUMS} name it with two sums.", name, str(files[name]), own[name])

    def _verify_revisions(self, manifest: dict[str, Any], contents: dict[str, Any]) -> dict[tuple[str, str], Any]:
        """The revisions by document and number; each text is held against its digest."""
        for field in ("commit", "as_of"):
            if manifest.get(field) != contents.get(field):
                self._outcome.found(f"{MANIFEST} names another {field}.", CONTENTS)
        issued = {(_text(each, "id"), _text(each, "revision")): each for each in _rows(manifest, "documents")}
        named = {}
        for each in _rows(contents, "revisions"):
            key = _text(each, "document"), _text(each, "revision")
            if key in named:
                raise _ShapeError(f"revision {key[1]} of {key[0]} stands twice")
            named[key] = each
            row = issued.get(key)
            if row is None or row.get("digest") != each.get("digest"):
                self._outcome.rewritten(
                    f"{MANIFEST} does not name revision {key[1]} of {key[0]} with this digest.", CONTENTS
                )
            if each.get("withheld") is not True:
                self._verify_text(key, each)
        for document, number in sorted(set(issued) - set(named)):
            self._outcome.rewritten(f"Revision {number} of {document} is missing.", CONTENTS)
        return issued

    def _verify_text(self, key: tuple[str, str], row: dict[str, Any]) -> None:
        """The digest is the SHA-256 of the listing, and the listing names files that are in the pack."""
        self._outcome.checked["texts"] += 1
        name = f"{key[0]} revision {key[1]}"
        digest, listing, source = (_text(row, field) for field in ("digest", "listing", "source"))
        self._verify_bytes(name, row)
        if f"qms1:{self._sums.get(listing)}" != digest:
            what = f"The listing of {name} does not have the digest of its text."
            self._outcome.rewritten(what, listing, digest, self._sums.get(listing))
            return
        lines = self._bytes(listing).decode("utf-8", "replace").split("\n")[:-1]
        told = {each.path for each in self._outcome.problems}
        for number, line in enumerate(lines):
            match = _LINE.fullmatch(line)
            if match is None or (number == 0 and match[2] != key[0]):
                self._outcome.rewritten(f"Line {number + 1} of the listing of {name} is not one of its text.", listing)
            elif number == 0 and self._sums.get(source) not in (None, match[1]):
                self._outcome.rewritten(_OTHER_TEXT.format(name), source, match[1], self._sums[source])
            elif match[1] not in self._held and not any(match[1] in path for path in told):
                self._outcome.rewritten(f"What line {number + 1} of it names is not in the pack: {name}.", listing)

    def _verify_bytes(self, name: str, row: dict[str, Any]) -> None:
        """The files of a text lie under their sums; one that was changed or is missing is told with its revision."""
        places = [(_OTHER_TEXT.format(name), _text(row, "source"))]
        for each in _rows(row, "files"):
            what = f"The file {_text(each, 'name')} of {name} is not the one that was issued."
            places.append((what, _text(each, "file")))
        for what, path in places:
            if path not in self._sums:
                self._outcome.rewritten(what, path, os.path.splitext(os.path.basename(path))[0])

    def _verify_approvals(self, contents: dict[str, Any]) -> set[tuple[str, ...]]:
        """Those that the pack holds; each signature is held against the key of the person at that time."""
        found: set[tuple[str, ...]] = set()
        seen: set[tuple[object, ...]] = set()
        for each in _rows(contents, "approvals"):
            names = ("document", "revision", "digest", "meaning", "person", "name", "role", "at")
            values = tuple(_text(each, name) for name in names)
            # Two files may say the same; one row twice would only have its signature verified again and again.
            row = (values, *(str(each.get(name)) for name in ("evidence", "counts", "record", "signature")))
            if row in seen:
                raise _ShapeError(f"an approval of revision {values[1]} of {values[0]} stands twice")
            seen.add(row)
            found.add(values)
            self._outcome.checked["approvals"] += 1
            if each.get("evidence") == "signed" and each.get("counts") is True:
                self._verify_signature(
                    each, "qms-approval 1\n" + "".join(f"{n}: {v}\n" for n, v in _paired(names, values))
                )
        return found

    def _verify_signature(self, approval: dict[str, Any], statement: str) -> None:
        path, key = _text(approval, "signature"), _text(approval, "key")
        if self._bytes(_text(approval, "statement")) != statement.encode():
            self._outcome.found("The statement is not the one that the list names.", _text(approval, "statement"))
            return
        if not self._held_key(approval, key):
            what = f"The key of {_text(approval, 'person')} does not stand in the organization of that time."
            self._outcome.problems.append(Problem(_SIGNATURE, what, path))
            return
        self._outcome.checked["signatures"] += 1
        try:
            valid = _is_strict(self._bytes(path), key) and self._signed(self._bytes(path), statement.encode(), key)
        except NotVerifiedError as error:
            self._outcome.checked["signatures"] -= 1
            if str(error) not in self._outcome.unverified:
                self._outcome.unverified.append(str(error))
            return
        if not valid:
            what = "The signature does not hold: another text, another key, or it is damaged."
            self._outcome.problems.append(Problem(_SIGNATURE, what, path))

    def _held_key(self, approval: dict[str, Any], key: str) -> bool:
        """Whether the person's key stands in the file, and its days hold the day of the approval."""
        parts = key.split(" ")
        text = self._bytes(_text(approval, "organization"))
        try:
            day = datetime.fromisoformat(_text(approval, "at").replace("Z", "+00:00")).astimezone(timezone.utc).date()
        except (ValueError, OverflowError) as error:
            raise _ShapeError("a time cannot be read") from error
        since, until = _text(approval, "key_from"), approval.get("key_until") or "9999-12-31"
        return len(parts) == _KEY_PARTS and parts[1].encode() in text and since <= day.isoformat() <= str(until)

    def _verify_history(
        self,
        history: dict[str, Any],
        place: str,
        issued: dict[tuple[str, str], Any],
        approvals: set[tuple[str, ...]],
    ) -> None:
        document = _text(history, "id")
        numbers = set()
        for each in _rows(history, "revisions"):
            number = _text(each, "revision")
            numbers.add(number)
            row = issued.get((document, number), {})
            for field in ("digest", "commit", "effective_on"):
                if row.get(field) != each.get(field):
                    self._outcome.rewritten(f"Revision {number} has another {field} in {MANIFEST}.", place)
            for approval in _rows(each, "approvals"):
                fields = [_text(approval, name) for name in ("meaning", "person", "name", "role", "at")]
                if (
                    approval.get("counts") is True
                    and (document, number, _text(each, "digest"), *fields) not in approvals
                ):
                    self._outcome.found(f"The approval of revision {number} by {fields[2]} is missing.", place)
        for number in sorted(key[1] for key in issued if key[0] == document and key[1] not in numbers):
            self._outcome.rewritten(f"Revision {number} is missing.", place)

    def _verify_master_list(self, listing: dict[str, Any], place: str, issued: dict[tuple[str, str], Any]) -> None:
        listed = set()
        for each in _rows(listing, "rows"):
            document, number = _text(each, "id"), _text(each, "revision")
            listed.add(document)
            if issued.get((document, number), {}).get("digest") != each.get("digest"):
                self._outcome.rewritten(
                    f"{MANIFEST} does not name revision {number} of {document} with this digest.", place
                )
        for document in sorted({key[0] for key in issued} - listed):
            self._outcome.rewritten(f"{document} is missing.", place)

    def _verify_bundle(self, manifest: dict[str, Any], contents: dict[str, Any]) -> None:
        """The history in git ends with the commit that the manifest names."""
        if contents.get("bundle") is None:
            return
        name = _text(contents, "bundle")
        head = next(self._files.pieces(name), b"") if name in self._sums else b""
        lines = head.partition(b"\n\n")[0].decode("utf-8", "replace").split("\n")
        refs = [line.split(" ")[0] for line in lines[1:] if not line.startswith("@")]
        if not lines[0].endswith(" git bundle") or not refs or set(refs) != {_text(manifest, "commit")}:
            self._outcome.found("It does not end with the commit that the pack names.", name, manifest["commit"])

    def _verify_blobs(self, contents: dict[str, Any], histories: list[dict[str, Any]]) -> str:
        """Each text is the one that the history has at its entry; gives what is to be said of that."""
        program = shutil.which("git")
        if program is None:
            return " The texts were not held against the history in git, because git is not installed."
        sums = {(row["document"], row["revision"]): row.get("source") for row in _rows(contents, "revisions")}
        wanted = []
        for history in histories:
            for row in _rows(history, "revisions"):
                key = _text(history, "id"), _text(row, "revision")
                place = f"{_text(row, 'commit')}:{_text(row, 'path')}"
                if sums.get(key) and "\n" not in place:
                    wanted.append((key, place, str(sums[key])))
        name = _text(contents, "bundle")
        with tempfile.TemporaryDirectory(prefix="qms-verify-") as folder:
            bundle = os.path.join(folder, "history.bundle")
            with open(bundle, "wb") as stream:
                stream.writelines(self._files.pieces(name))
            found = _sums_in_git(program, folder, bundle, [place for _, place, _ in wanted])
        if found is None or (found and not any(found)):
            self._outcome.found("It does not hold the history of the commit that the pack names.", name)
            return ""
        for (key, _, source), got in zip(wanted, found):
            if got != self._sums[source]:
                what = f"The history in git has another text for {key[0]} revision {key[1]}."
                self._outcome.rewritten(what, source, got, self._sums[source])
        return f" {len(wanted)} texts are those of the history in git." if not self._outcome.problems else ""


def _sums_in_git(program: str, folder: str, bundle: str, places: list[str]) -> list[str | None] | None:
    """The SHA-256 of what lies at each place, such as `COMMIT:PATH`; None where the bundle cannot be read."""
    history, asked = os.path.join(folder, "history"), os.path.join(folder, "asked")
    _write(asked, "".join(f"{each}\n" for each in places).encode("utf-8", "surrogateescape"))
    alone = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    alone |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C"}
    clone = [program, "clone", "--quiet", "--bare", "--template=", bundle, history]
    if subprocess.run(clone, env=alone, cwd=folder, capture_output=True, check=False).returncode:
        return None
    found: list[str | None] = []
    read = [program, f"--git-dir={history}", "cat-file", "--batch"]
    with open(asked, "rb") as lines, subprocess.Popen(read, env=alone, stdin=lines, stdout=subprocess.PIPE) as running:
        for _ in places:
            head = running.stdout.readline().split() if running.stdout else []
            if head[-1:] == [b"missing"] or len(head) != _HEAD or running.stdout is None:
                found.append(None)
                continue
            digest, left = hashlib.sha256(), int(head[-1])
            while left and (piece := running.stdout.read(min(_PIECE, left))):
                digest.update(piece)
                left -= len(piece)
            running.stdout.read(1)
            found.append(digest.hexdigest())
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a name stands twice")
    return fields


def _paired(names: tuple[str, ...], values: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    return ((name, values[number]) for number, name in enumerate(names))


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str):
        raise _ShapeError(f"`{name}` is missing or no text")
    if _HALF.search(value):
        raise _ShapeError(f"`{name}` cannot be written as UTF-8")
    return value


def _rows(row: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = row.get(name)
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise _ShapeError(f"`{name}` is no list of groups")
    return value


def _texts(row: dict[str, Any], name: str) -> list[str]:
    value = row.get(name)
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _ShapeError(f"`{name}` is no list of names")
    if len(set(value)) != len(value):
        raise _ShapeError(f"a name of `{name}` stands twice")
    return value


def _is_strict(armored: bytes, key: str) -> bool:
    """Whether it is one signature of this key for approvals in its one spelling (PROTOCOL.sshsig of OpenSSH)."""
    lines = armored.decode("ascii", "replace").split("\n")
    frame = ["-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----", ""]
    if max(len(armored), len(key)) > _LONGEST_SIGNATURE or [lines[0], *lines[-2:]] != frame:
        return False
    try:
        payload = base64.b64decode("".join(lines[1:-2]), validate=True)
        public = base64.b64decode(key.split(" ")[1], validate=True)
        if base64.b64encode(payload).decode() != "".join(lines[1:-2]) or payload[:10] != b"SSHSIG\x00\x00\x00\x01":
            return False
        used, namespace, reserved, digest, signature = _strings(payload[10:], 5)
        kind = _strings(public, None)[0].decode("ascii")
        if kind == "ssh-rsa" and int.from_bytes(_strings(public, 3)[2], "big").bit_length() < _LEAST_RSA:
            return False
        touched = not kind.startswith("sk-") or signature[-5] & 1
    except (ValueError, IndexError, struct.error):
        return False
    return (
        bool(touched)
        and (used, namespace, reserved) == (public, _NAMESPACE.encode(), b"")
        and digest in (b"sha256", b"sha512")
    )


def _strings(data: bytes, number: int | None) -> list[bytes]:
    """Strings of the wire format, one behind the other; raises ValueError where they are not exactly so many."""
    found = []
    while data:
        (size,) = struct.unpack(">I", data[:4])
        if len(data) < 4 + size:
            raise ValueError(size)
        found.append(data[4 : 4 + size])
        data = data[4 + size :]
    if number is not None and len(found) != number:
        raise ValueError(number)
    return found


def signed_by_ssh_keygen(armored: bytes, message: bytes, key: str) -> bool:
    """Whether ssh-keygen takes the signature for one of the message by the key.

    Raises NotVerifiedError where there is no program ssh-keygen that could say so.
    """
    program = shutil.which("ssh-keygen")
    if program is None:
        raise NotVerifiedError("The signatures were not verified: the program ssh-keygen (OpenSSH) is not installed.")
    with tempfile.TemporaryDirectory(prefix="qms-verify-") as folder:
        allowed, signature = os.path.join(folder, "allowed_signers"), os.path.join(folder, "signature")
        _write(allowed, f'signer namespaces="{_NAMESPACE}" {key}\n'.encode())
        _write(signature, armored)
        command = [program, "-Y", "verify", "-f", allowed, "-I", "signer", "-n", _NAMESPACE, "-s", signature]
        answer = subprocess.run(command, input=message, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if b"option" in answer.stderr and b"-- Y" in answer.stderr:
        raise NotVerifiedError(
            "The signatures were not verified: ssh-keygen is too old, OpenSSH 8.2 or later is needed."
        )
    return answer.returncode == 0


def _write(path: str, content: bytes) -> None:
    with open(path, "wb") as stream:
        stream.write(content)


def _printable(text: str) -> str:
    return "".join(each if each.isprintable() else f"\\x{ord(each):02x}" for each in text)


def _told(outcome: Outcome, out: BinaryIO) -> int:
    """The outcome in lines; gives the exit status."""
    lines = []
    for each in outcome.problems:
        values = f" Expected {each.expected}, got {each.got or 'nothing'}." if each.expected else ""
        lines.append(f"{each.path}: {each.code} {each.what}{values}")
    lines += outcome.unverified
    counted = ", ".join(f"{number} {what}" for what, number in outcome.checked.items())
    verdict = f"{'Not wholly verified' if outcome.unverified else 'In order'}: {counted} verified."
    if outcome.problems:
        number, files = len(outcome.problems), outcome.checked["files"]
        verdict = f"NOT in order, {number} problem{'s' if number > 1 else ''}: {files} files looked at."
    lines.append(f"{verdict} {outcome.about}".rstrip())
    if not outcome.problems:
        lines.append(CAVEAT)
    out.write("".join(f"{_printable(line)}\n" for line in lines).encode("utf-8", "backslashreplace"))
    return 1 if outcome.problems else 3 if outcome.unverified else 0


def main(arguments: list[str]) -> int:
    """Verifies what is named, or the folder in which this file lies."""
    if len(arguments) > 1 or any(each.startswith("-") for each in arguments):
        sys.stderr.write(__doc__ or "")
        return 0 if arguments in (["-h"], ["--help"]) else 2
    path = arguments[0] if arguments else os.path.dirname(os.path.abspath(__file__))
    if not os.path.exists(path):
        sys.stderr.write(f"There is nothing at {path}.\n")
        return 2
    try:
        outcome = verify(path, signed_by_ssh_keygen)
    except NotVerifiedError as error:
        sys.stderr.write(f"{error}\n")
        return 3
    return _told(outcome, sys.stdout.buffer)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
