"""The line is followed once: what came of it is kept, and followed on from there.

What has happened up to an entry is a function of its commit, which stands for all that came before it, and of the
`.mailmap` that says who is who. So it holds in every history that has the commit on its line, and in no other.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.keeping.packing import packed, unpacked
from qms_docs.model.approval import Approval, ApprovalRecord
from qms_docs.model.candidate import Candidate
from qms_docs.model.document import Author, Document, Entry, LineText, Revision, ShownFile, Text
from qms_docs.model.header import Header
from qms_docs.model.policy import Policy, Requirement
from qms_docs.progress import counted
from qms_docs.sources.followed import Followed, in_few_words
from qms_docs.sources.history import Accepted, Standing, Traced, Tracer, is_page
from qms_docs.sources.mailmap import read_mailmap
from qms_docs.sources.readings import POLICY, Reading
from qms_docs.sources.tree import Tree
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from qms_docs.keeping.store import Drawer, Store
    from qms_docs.sources.approvals import ApprovalHistory
    from qms_docs.sources.history import History
    from qms_docs.sources.log import FileChange
    from qms_docs.sources.policies import PolicyHistory
    from qms_docs.sources.texts import Texts

__all__ = ["Traces"]

_SHARE = 20
"""The part of a line by which it has to be longer than what is kept before that is written anew."""
_ENTRIES = b" entries"
_DOCUMENTS = b" documents"
_APPROVALS = "/approvals/"
_MANY = (
    Revision,
    Candidate,
    Standing,
    Reading,
    LineText,
    Text,
    ShownFile,
    Header,
    Approval,
    ApprovalRecord,
    Author,
    Requirement,
)
_MOST_AT_HAND = 4
"""Of how many entries what has happened up to them is held in memory."""


@dataclass(frozen=True, slots=True)
class _Fresh:
    """A line that was followed further than ever."""

    people: bytes
    accepted: Sequence[Accepted]
    policies: PolicyHistory
    proposed: Sequence[Accepted]


class Traces:
    """What has happened up to entries of the line."""

    def __init__(self, texts: Texts, store: Store) -> None:
        """Nothing is read before a line is followed."""
        self._texts = texts
        self._shelf = store.shelf("traces")
        self._last: Drawer[bytes, str] = store.drawer("traced")
        """By the `.mailmap` the commit up to which is kept what has happened."""
        self._at_hand: dict[tuple[bytes, str], Traced] = {}
        self._names: dict[tuple[bytes, str], Mapping[str, bytes]] = {}
        """What stands for their documents, where it is not the commit for all of them."""
        self._fresh: _Fresh | None = None

    def followed(self, mailmap: bytes | None) -> Followed | None:
        """What is known of the line that was followed last with that `.mailmap`, wherever it led."""
        people = _people(mailmap)
        commit = self._last.get(people)
        entries = self._entries(people, commit) if commit else None
        if commit is None or entries is None:
            return None
        traced = self._at_hand.get((people, commit)) or self._kept(people, commit, entries)
        if traced is None:
            return None
        self._hold(people, commit, traced)
        return Followed(commit, entries, traced)

    def along(
        self,
        line: Sequence[Accepted],
        policies: PolicyHistory,
        mailmap: bytes | None,
        read_link: Callable[[str], bytes | None],
        followed: Followed | None = None,
    ) -> History:
        """The events of every document along a line, of which the first entries may have been `followed`."""
        tracer = Tracer(policies, self._texts, Tree(read_link), read_mailmap(mailmap))
        people, accepted = _people(mailmap), _accepted(line)
        begun = self._go_on(tracer, accepted, people, followed)
        commit = accepted[begun - 1].entry.commit or "" if begun else ""
        before = self._at_hand.get((people, commit)) if begun else None
        self._texts.learn(_pages(line[begun:], policies), _names(tracer.tree, line[begun:]))
        for each in counted(accepted[begun:], "Following the history", len(accepted) - begun):
            tracer.accept(each)
        self._fresh = None
        if begun < len(accepted) and _reads_alone(policies, len(accepted)):
            self._hold(people, accepted[-1].entry.commit or "", tracer.traced(), {})
            self._fresh = _Fresh(people, accepted, policies, line[len(accepted) :])
        for each in line[len(accepted) :]:
            tracer.accept(each)
        history = tracer.history()
        if before is None:
            return history
        derived = _untouched(before, before.documents, history, line[begun:])
        names = self._names.get((people, commit), dict.fromkeys(derived, _name(people, commit, _DOCUMENTS)))
        return replace(history, derived=derived, names={each: names[each] for each in derived if each in names})

    def keep(self, history: History, documents: Iterable[Document], approvals: ApprovalHistory) -> Mapping[str, bytes]:
        """What came of the line that was followed last is kept, with its approvals and the documents that it made.

        Given back is what stands for these documents from now on.
        """
        fresh, self._fresh = self._fresh, None
        if fresh is None:
            return {}
        commit = fresh.accepted[-1].entry.commit or ""
        traced = self._at_hand[fresh.people, commit]
        derived = {each.id: each for each in documents if not _rests_on_reviews(each)}
        lasting = approvals.certain and not any(_concerns_approvals(each) for each in fresh.proposed)
        traced = replace(
            traced,
            documents=_untouched(traced, derived, history, fresh.proposed),
            approvals=approvals if lasting else None,
        )
        names: Mapping[str, bytes] = {
            name: history.names[name]
            for name, each in traced.documents.items()
            if name in history.names and history.derived.get(name) is each
        }
        if self._keep(traced, fresh):
            # Another run finds all of them there.
            names = dict.fromkeys(traced.documents, _name(fresh.people, commit, _DOCUMENTS))
        self._hold(fresh.people, commit, traced, names)
        return names

    def _go_on(self, tracer: Tracer, accepted: Sequence[Accepted], people: bytes, followed: Followed | None) -> int:
        """How many entries need not be followed, because what came of them is known."""
        least = followed.number if followed else 0
        places = {each.entry.commit: place for place, each in enumerate(accepted[least:], least)}
        last = self._last.get(people)
        known = {commit for by, commit in self._at_hand if by == people} | ({last} if last else set())
        for commit in sorted(known & places.keys(), key=lambda each: places[each], reverse=True):
            if not _reads_alone(tracer.policies, places[commit] + 1):
                break
            traced = self._at_hand.get((people, commit)) or self._kept(people, commit, self._entries(people, commit))
            if traced is not None:
                self._hold(people, commit, traced)
                tracer.go_on_from(traced, tracer.policies.reads(places[commit]))
                return places[commit] + 1
        if followed is not None:
            tracer.go_on_from(followed.traced, tracer.policies.reads(least - 1))
        return least

    def _entries(self, people: bytes, commit: str) -> list[Accepted] | None:
        """The entries of a line up to one that was followed, in few words."""
        content = self._shelf.get(_name(people, commit, _ENTRIES))
        kept = None if content is None else unpacked(content)
        return kept if isinstance(kept, list) else None

    def _kept(self, people: bytes, commit: str, entries: Sequence[Accepted] | None) -> Traced | None:
        content = self._shelf.get(_name(people, commit))
        if content is None or entries is None:
            return None
        # The shelf gives back what this user's own runs have sealed, and nothing else.
        found = unpacked(content, [each.entry for each in entries].__getitem__)
        return found if isinstance(found, Traced) else None

    def _keep(self, traced: Traced, fresh: _Fresh) -> bool:
        """Whether it is longer than what is kept, so that it is written anew."""
        people, accepted = fresh.people, fresh.accepted
        commit = accepted[-1].entry.commit or ""
        last = self._last.get(people)
        place = next((n for n in range(len(accepted), 0, -1) if accepted[n - 1].entry.commit == last), 0) if last else 0
        anew = self._shelf.lasts and len(accepted) - place > len(accepted) // _SHARE
        if anew:
            policies = {id(each): each for each in fresh.policies.after}.values()
            entries = in_few_words(accepted, tuple(sorted({f"{policy.records}/" for policy in policies})))
            self._shelf.put(_name(people, commit, _ENTRIES), packed(entries, many=(Accepted, Entry)))
            self._shelf.put(_name(people, commit), packed(traced, {Entry: _number}, _MANY))
            self._last.put(people, commit)
        return anew

    def _hold(self, people: bytes, commit: str, traced: Traced, names: Mapping[str, bytes] | None = None) -> None:
        self._at_hand.pop((people, commit), None)
        self._at_hand[people, commit] = traced
        if names is not None:
            self._names[people, commit] = names
        if len(self._at_hand) > _MOST_AT_HAND:
            first = next(iter(self._at_hand))
            del self._at_hand[first]
            self._names.pop(first, None)


def _number(entry: Entry) -> int:
    return entry.number


def _accepted(line: Sequence[Accepted]) -> Sequence[Accepted]:
    """The entries before those that are proposed."""
    end = next((place for place, each in enumerate(line) if each.entry.commit is None), len(line))
    return line[:end]


def _reads_alone(policies: PolicyHistory, entries: int) -> bool:
    """Whether no policy that comes after that many entries reads the texts of the first ones."""
    first = policies.first_stated
    return first is None or any(each is first for each in policies.after[:entries])


def _pages(line: Sequence[Accepted], policies: PolicyHistory) -> Iterable[str]:
    """Every page that came along a line below a folder of documents of whatever policy."""
    folders = {folder for policy in {id(each): each for each in policies.after}.values() for folder in policy.documents}
    wide = Policy(documents=tuple(folders), records="\0")
    changes: list[FileChange] = []
    for each in line:
        changes += (change for commit in each.brought for change in commit.accepted)
        changes += each.changes if each.entry.commit is None else ()
    return [each.new_blob for each in changes if each.new_blob and is_page(each.path) and wide.holds(each.path)]


def _names(tree: Tree, line: Sequence[Accepted]) -> frozenset[str]:
    """The names of all files that stand or come along a line, wherever."""
    paths = tree.paths().union(change.path for each in line for change in each.changes)
    return frozenset(path.rpartition("/")[2] for path in paths)


def _untouched(
    traced: Traced, documents: Mapping[str, Document], history: History, rest: Sequence[Accepted]
) -> dict[str, Document]:
    """The documents for which the rest of a line changes nothing: neither their texts nor an approval of theirs.

    With another policy, that rest may be judged otherwise from its beginning on.
    """
    paths = [change.path for each in rest for change in each.changes]
    if POLICY in paths:
        return {}
    # The file of an approval stands in a folder that is called as its document.
    approved = {name for path in paths if _APPROVALS in path for name in path.split("/")}
    return {
        name: document
        for name, document in documents.items()
        if name not in approved and len(history.events[name]) == len(traced.events.get(name, ()))
    }


def _concerns_approvals(accepted: Accepted) -> bool:
    """Whether an entry brings files that may be approvals, or a policy, which may name another folder of records."""
    return any(change.path == POLICY or _APPROVALS in change.path for change in accepted.changes)


def _rests_on_reviews(document: Document) -> bool:
    """Whether approvals name commits that somebody reviewed; the repository may have these one day and not the next."""
    revisions = (*document.revisions, *((document.draft,) if document.draft else ()))
    return any(each.record.source and each.record.source.commit for one in revisions for each in one.approvals)


def _people(mailmap: bytes | None) -> bytes:
    return hashlib.sha256(mailmap or b"").digest()


def _name(people: bytes, commit: str, what: bytes = b"") -> bytes:
    return hashlib.blake2b(people + commit.encode() + what, digest_size=20).digest()
