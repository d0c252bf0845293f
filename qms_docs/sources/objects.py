"""Whether what git has stored is what its ids say: everything else that is worked out rests on that."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from qms_docs.model.problem import Damage
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qms_docs.sources.git import Repository

__all__ = ["StoredObjects", "read_objects"]

_SHA1_DIGITS = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredObjects:
    """How many objects were read, and which of them are damaged."""

    number: int
    damaged: tuple[Damage, ...]


def read_objects(repository: Repository, commits: Iterable[str]) -> StoredObjects:
    """Every object that the commits are made of, hashed again.

    Git looks at the hash when objects travel, and not when it reads them on the same disk.
    """
    number = 0
    damaged: list[Damage] = []
    for name, kind, content in repository.stored(commits):
        number += 1
        got = None if content is None else _id(kind, content, len(name))
        if got != name:
            damaged.append(Damage(id=name, got=got))
    return StoredObjects(number=number, damaged=tuple(damaged))


def _id(kind: bytes, content: bytes, digits: int) -> str:
    hashed = hashlib.sha1(usedforsecurity=False) if digits == _SHA1_DIGITS else hashlib.sha256()
    hashed.update(b"%s %d\0" % (kind, len(content)))
    hashed.update(content)
    return hashed.hexdigest()
