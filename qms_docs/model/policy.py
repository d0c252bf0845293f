"""The organization's policy of document control, as `qms.yml` states it."""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from qms_docs.model.header import ChangeClass
from qms_docs.model.numbering import Scheme
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from qms_docs.model.days import Period
    from qms_docs.model.header import Header

__all__ = ["Audience", "DocumentType", "Evidence", "Policy", "Requirement", "RetentionRule", "Site", "Vocabulary"]

OWNER = "owner"
"""The word that stands for the document's own owner role in a list of approvals."""


class Evidence(Enum):
    """How far an approval can be verified."""

    DECLARED = "declared"
    """A file says so."""
    ATTESTED = "attested"
    """The review on a forge says so, for a commit whose text has the digest."""
    SIGNED = "signed"
    """A valid signature by a key that the person held at that time."""


class Audience(Enum):
    """Who can open the published site."""

    INTERNAL = "internal"
    """The people of the organization."""
    PUBLIC = "public"
    """Anybody."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Requirement:
    """One approval that a revision needs: by somebody who holds the role."""

    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentType:
    """A type of controlled document and what the organization asks of it."""

    id: str
    title: str
    pattern: str | None = None
    """Regular expression for the whole id."""
    sections: tuple[str, ...] = ()
    approvals: tuple[Requirement, ...] = ()
    unclear: bool = False
    """Whether what decides about approvals cannot be read, so that nothing of the type can take effect."""
    evidence: Evidence = Evidence.DECLARED
    independent: bool = True
    editorial: tuple[Requirement, ...] | None = None
    """Approvals that are enough for an editorial change; None where they are those of any change."""
    retrain: tuple[ChangeClass, ...] = ()
    review: Period | None = None
    delay: Period | None = None
    """Time between the approval and the effective day; None where the approval takes effect at once."""
    request_required: bool = False
    acknowledge: Period | None = None

    def requirements(self, header: Header) -> tuple[Requirement, ...]:
        """The approvals that a text with this header needs, `owner` replaced by the owner role, each role once."""
        change = header.change
        needed = self.approvals
        if change and change.kind is ChangeClass.EDITORIAL and self.editorial is not None:
            needed = self.editorial
        roles = (header.owner if each.role == OWNER else each.role for each in needed)
        return tuple(Requirement(role=role) for role in dict.fromkeys(role or OWNER for role in roles))


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """Who reads the published site and how old it may grow."""

    audience: Audience = Audience.INTERNAL
    stale_after: Period | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RetentionRule:
    """How long records of a type are kept and what happens then."""

    keep: Period
    since: str
    then: str
    basis: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Vocabulary:
    """How the organization's own names of fields and values translate into those of the contract."""

    fields: Mapping[str, str] = field(default_factory=dict)
    """Contract name to foreign name."""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Contract name to foreign value to contract value."""
    ignored: frozenset[str] = frozenset()

    def foreign(self, name: str, value: str) -> str:
        """The organization's own word for a value of the contract; the value itself where it has none."""
        return next((word for word, meant in self.values.get(name, {}).items() if meant == value), value)


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """What the organization asks of its documents; the defaults are those of a repository without `qms.yml`."""

    stated: bool = False
    """Whether a `qms.yml` states the policy; otherwise it is the policy of defaults."""
    organization: str = "This organization"
    standards: tuple[str, ...] = ()
    release_branch: str | None = None
    control_from: date | None = None
    documents: tuple[str, ...] = ("procedures",)
    records: str = "records"
    types: Mapping[str, DocumentType] = field(default_factory=dict)
    scheme: Scheme = Scheme.INTEGER
    audit_cycle: Period | None = None
    site: Site = field(default_factory=Site)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    retention: Mapping[str, RetentionRule] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    """Line in `qms.yml` of each field, as `types.procedure.approvals.0.role`."""

    def type_of(self, header: Header) -> DocumentType | None:
        """The document's type; without a stated policy every type exists and needs nothing."""
        if header.type is None:
            return None
        if not self.stated:
            return DocumentType(id=header.type, title=header.type)
        return self.types.get(header.type)

    def holds(self, path: str) -> bool:
        """Whether the path lies below one of the folders of documents and is no record."""
        if path.startswith(f"{self.records}/"):
            return False
        return "." in self.documents or path.startswith(_beginnings(self.documents))

    @property
    def reading(self) -> tuple[object, ...]:
        """The part of the policy that decides how files are read."""
        words = self.vocabulary
        values = tuple((name, tuple(sorted(mapped.items()))) for name, mapped in sorted(words.values.items()))
        return self.documents, tuple(sorted(words.fields.items())), values, words.ignored


@lru_cache(100)
def _beginnings(folders: tuple[str, ...]) -> tuple[str, ...]:
    """How the paths below these folders begin; asked for each path of each entry of the line."""
    return tuple(f"{folder}/" for folder in folders)
