"""Who approves a revision in the demo, and the files that say so, each really signed."""

from __future__ import annotations

import hashlib
from functools import cache
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from qms_docs.signing.statement import NAMESPACE, Statement
from qms_docs.sources.destinations import candidate_destinations, local_destination
from qms_docs.sources.outlines import outline_of
from qms_docs.sources.pages import split_page
from qms_docs.sources.policy import read_policy
from qms_docs.starting.demo.manuscripts import StoryError
from qms_docs.starting.first_issue import value_of
from qms_docs.values import dataclass
from qms_docs.writing.record_text import record_text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date, datetime

    from qms_docs.model.policy import Policy
    from qms_docs.starting.demo.manuscripts import Issue
    from qms_docs.starting.demo.people import Colleague, People

__all__ = ["Approver", "approval_file", "approvers_of", "digest_of", "policy_of", "shown_files"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Approver:
    """Somebody who approves in a role."""

    person: Colleague
    role: str


def approvers_of(issue: Issue, policy: bytes, people: People, authors: Collection[str], day: date) -> list[Approver]:
    """Who approves by the policy of the day: of several who hold a role, one who is no author."""
    kind = policy_of(policy).types.get(value_of(issue.text, "type") or "")
    if kind is None:
        raise StoryError(f"{issue.document}: the policy of {day} has no type {value_of(issue.text, 'type')}.")
    editorial = kind.editorial if issue.revised.kind == "editorial" else None
    wanted = [each.role for each in (kind.approvals if editorial is None else editorial)]
    owner = value_of(issue.text, "owner") or ""
    found = []
    for role in dict.fromkeys(owner if each == "owner" else each for each in wanted):
        able = [each for each in people.holding(role, day) if each.key(day)]
        others = [each for each in able if each.id not in authors]
        if not able:
            raise StoryError(f"Nobody can approve {issue.document} as {role} on {day}.")
        found.append(Approver(person=(others or able)[0], role=role))
    return found


def digest_of(document: str, path: str, text: bytes, files: Mapping[str, bytes]) -> str:
    """The digest of a document and the files that it shows (document-control.md 5)."""
    listing = [f"{hashlib.sha256(text).hexdigest()}  {document}\n"]
    for name, target in shown_files(path, text):
        if target in files:
            listing.append(f"{hashlib.sha256(files[target]).hexdigest()}  {name}\n")
    return "qms1:" + hashlib.sha256("".join(listing).encode()).hexdigest()


@cache
def shown_files(path: str, text: bytes) -> tuple[tuple[str, str], ...]:
    """The local files that a text names, as it names them and where they stand; other documents are none."""
    body = split_page(text)[0]
    # Most texts show nothing, which a quick look tells.
    possible = candidate_destinations(body)
    if possible is not None and not any(map(_is_file, possible)):
        return ()
    names = {each.destination for each in outline_of(body).links if not each.by_id}
    return tuple(
        (name, normpath(join(dirname(path), local_destination(name) or "")))
        for name in sorted(names, key=str.encode)
        if _is_file(name)
    )


def _is_file(destination: str) -> bool:
    local = local_destination(destination)
    return local is not None and not local.endswith(".md")


@cache
def policy_of(content: bytes) -> Policy:
    """The policy that a `qms.yml` states."""
    return read_policy(content).required()


def approval_file(issue: Issue, digest: str, approver: Approver, at: datetime, people: People) -> tuple[str, bytes]:
    """The path of an approval and what stands in it."""
    stated = {
        "document": issue.document,
        "revision": str(issue.number),
        "digest": digest,
        "person": approver.person.id,
        "role": approver.role,
        "meaning": "approved",
        "at": at.replace(microsecond=0).isoformat(),
    }
    statement = Statement(name=approver.person.name, **stated)
    signature = people.secret(approver.person, at.date()).sign(statement.bytes, NAMESPACE)
    path = f"records/approvals/{issue.document}/{issue.number}/{approver.person.id}.yml"
    return path, record_text({**stated, "signature": signature}).encode()
