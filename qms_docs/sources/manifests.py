"""Manifests that were kept, and the signatures beside them; nothing in them is trusted."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, NoReturn

from pydantic import ValidationError

from qms_docs.failures import CannotCheckError
from qms_docs.model.candidate import SignedBy
from qms_docs.model.manifest import KeptManifest, Manifest, PublishedRevision
from qms_docs.signing.ssh import InvalidSignatureError, verify

if TYPE_CHECKING:
    from pathlib import Path

    from qms_docs.sources.schemas.manifest import ManifestShape

__all__ = ["NAMESPACE", "SIGNATURE_ENDING", "read_manifest", "read_signature"]

NAMESPACE = "qms-manifest"
"""The purpose for which manifests are signed; a signature of an approval is none of a manifest."""

SIGNATURE_ENDING = ".sig"
"""What follows the name of a file in that of its signature, as `ssh-keygen -Y sign` writes it."""

_LARGEST = 40_000_000
"""Bytes. A manual of 5,000 documents with 20 revisions each takes less."""
_LARGEST_SIGNATURE = 100_000
_ZIP = b"PK\x03\x04"
_LONGEST_QUOTE = 60
_MOST_DIGITS = 18
_REMEDY = "Give a manifest.json as a build wrote it."


def read_manifest(path: Path, name: str) -> KeptManifest:
    """The manifest in a file that the user calls by this name.

    Raises CannotCheckError for a file that cannot be read or is no manifest.
    """
    content = _bytes(path, name, _LARGEST)
    shape = _shape(_json(content, name), name)
    seen: set[tuple[str, str]] = set()
    for each in shape.documents:
        if (each.id, each.revision) in seen:
            raise _no_manifest(name, f"it names revision {each.revision} of {each.id} twice")
        seen.add((each.id, each.revision))
    return KeptManifest(name=name, content=content, manifest=_manifest(shape))


def read_signature(path: Path, kept: KeptManifest) -> SignedBy | None:
    """By which key the manifest in this file is signed; None where no signature lies beside it.

    Raises CannotCheckError where there is one that cannot be read.
    """
    beside = path.with_name(path.name + SIGNATURE_ENDING)
    if not os.path.lexists(beside):  # unlike Path.exists it has an answer for every name
        return None
    if beside.is_fifo():  # it would be waited for without end
        raise CannotCheckError(f"{kept.name}{SIGNATURE_ENDING} cannot be read: it is no file.", "Take it away.")
    armored = _bytes(beside, kept.name + SIGNATURE_ENDING, _LARGEST_SIGNATURE).decode("ascii", "replace")
    try:
        key = verify(armored, kept.content, NAMESPACE)
    except InvalidSignatureError as error:
        return SignedBy(reason=error.reason)
    return SignedBy(key=key.line, fingerprint=key.fingerprint)


def _bytes(path: Path, name: str, largest: int) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(largest + 1)
    except OSError as error:
        raise CannotCheckError(f"{name} cannot be read: {error.strerror}.", "Name a file that can be read.") from error
    if len(content) > largest:
        raise CannotCheckError(f"{name} is larger than {largest // 1000:,} kB.", _REMEDY)
    return content


def _json(content: bytes, name: str) -> object:
    if content.startswith(_ZIP):
        raise CannotCheckError(f"{name} is a ZIP file and no manifest.", "Give the manifest.json that lies in it.")
    try:
        return json.loads(content.decode("utf-8"), object_pairs_hook=_fields, parse_int=_number, parse_constant=_none)
    except json.JSONDecodeError as error:
        raise _no_manifest(name, f"it is no JSON (line {error.lineno}: {error.msg})") from error
    except UnicodeDecodeError as error:
        raise _no_manifest(name, "it is not UTF-8") from error
    except RecursionError as error:
        raise _no_manifest(name, "its values are nested too deeply") from error
    except ValueError as error:
        raise _no_manifest(name, str(error)) from error


def _fields(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields: dict[str, object] = {}
    for name, value in pairs:
        if name in fields:
            raise ValueError(f"it has the name {_quoted(name)} twice in one place")
        fields[name] = value
    return fields


def _number(digits: str) -> int:
    """No number has a meaning here; one of many digits takes long to read."""
    if len(digits) > _MOST_DIGITS:
        raise ValueError(f"it has a number of more than {_MOST_DIGITS} digits")
    return int(digits)


def _none(name: str) -> NoReturn:
    raise ValueError(f"it has the value {name}, which JSON does not know")


def _shape(data: object, name: str) -> ManifestShape:
    from qms_docs.sources.schemas.manifest import ManifestShape

    try:
        return ManifestShape.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in first["loc"]).lstrip(".")
        raise _no_manifest(name, _fault(place, first["type"], first["msg"], first["input"])) from error


def _fault(place: str, kind: str, message: str, value: object) -> str:
    if not place:
        return "it is not a group of fields"
    if kind == "missing":
        return f"{place} is missing"
    expected = message if kind == "form" else "something else"
    return f"{place}: got {_quoted(value)}, expected {expected}"


def _quoted(value: object) -> str:
    text = ascii(value)
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}..."


def _no_manifest(name: str, reason: str) -> CannotCheckError:
    return CannotCheckError(f"{name} is no manifest of a publication: {reason}.", _REMEDY)


def _manifest(shape: ManifestShape) -> Manifest:
    return Manifest(
        commit=shape.commit,
        as_of=shape.as_of,
        builder=shape.builder,
        previous=shape.previous,
        revisions=tuple(
            PublishedRevision(
                document=each.id,
                number=each.revision,
                digest=each.digest,
                commit=each.commit,
                effective_on=each.effective_on,
            )
            for each in shape.documents
        ),
        files=shape.files,
    )
