"""What happened to each document on the release line, followed by its id (document-control.md 4)."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from dataclasses import field
from functools import lru_cache
from typing import TYPE_CHECKING

from qms_docs.model.document import Author, Entry, LineText, ShownFile, Text
from qms_docs.model.lifecycle import Vanishing
from qms_docs.sources.destinations import local_destination
from qms_docs.sources.tree import ways_to
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from qms_docs.model.document import Document
    from qms_docs.model.policy import Policy
    from qms_docs.sources.approvals import ApprovalHistory
    from qms_docs.sources.log import Commit, FileChange
    from qms_docs.sources.mailmap import Mailmap
    from qms_docs.sources.policies import PolicyHistory
    from qms_docs.sources.readings import Reading
    from qms_docs.sources.texts import Texts
    from qms_docs.sources.tree import Tree

__all__ = ["Accepted", "FilesShown", "History", "Standing", "Traced", "Tracer", "is_page"]

_PAGES = (".md",)


@dataclass(frozen=True, slots=True)
class Accepted:
    """An entry with what it changed and the commits that it brought in."""

    entry: Entry
    changes: Sequence[FileChange]
    brought: Sequence[Commit]


@dataclass(slots=True)
class History:
    """What happened to each id, and how the files stand in the end."""

    events: dict[str, list[LineText | Vanishing]]
    holders: dict[str, set[str]]
    """The paths that stand with each id."""
    tree: Tree
    derived: Mapping[str, Document] = field(default_factory=dict)
    """Documents of which nothing has happened since they were derived, by their id."""
    names: Mapping[str, bytes] = field(default_factory=dict)
    """By the id of such a document what stands for the line from which it was derived, in this run and others."""


def is_page(path: str) -> bool:
    """Whether a path is that of a Markdown page."""
    return path.lower().endswith(_PAGES)


@dataclass(frozen=True, slots=True)
class Standing:
    """A document as it stands while the line is followed."""

    path: str
    blob: str
    reading: Reading
    """What its text says of itself, in the words of the policy by which the line was read last."""
    files: tuple[ShownFile, ...]
    depends_on: frozenset[str]


@dataclass(frozen=True, slots=True)
class Traced:
    """How far the line has been followed: everything that following it on needs."""

    files: Mapping[str, tuple[str, str]]
    """Mode and object id of whatever stands, by its path."""
    events: Mapping[str, tuple[LineText | Vanishing, ...]]
    ids: Mapping[str, str]
    """The ids that stand, by the paths of their pages."""
    standing: Mapping[str, Standing]
    documents: Mapping[str, Document] = field(default_factory=dict)
    """What was derived from these events, as far as it rests on nothing that a later entry could change."""
    approvals: ApprovalHistory | None = None
    """The approvals that came with these entries; None where it is not certain that another run would read the same."""


@dataclass(slots=True)
class Tracer:
    """Follows the line, entry by entry."""

    policies: PolicyHistory
    texts: Texts
    tree: Tree
    mailmap: Mailmap
    events: defaultdict[str, list[LineText | Vanishing]] = field(default_factory=lambda: defaultdict(list))
    holders: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _ids: dict[str, str] = field(default_factory=dict)
    _standing: dict[str, Standing] = field(default_factory=dict)
    _dependents: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _policy: Policy | None = None

    def go_on_from(self, traced: Traced, policy: Policy) -> None:
        """The line has been followed already up to an entry whose texts that policy reads."""
        self.tree.set(traced.files)
        self.events.update((name, list(events)) for name, events in traced.events.items())
        self._ids.update(traced.ids)
        for path, name in traced.ids.items():
            self.holders[name].add(path)
        for name, standing in traced.standing.items():
            self._remember(name, standing)
        self.texts.remember({each.blob: each.reading for each in traced.standing.values()}, policy.vocabulary)
        self._policy = policy

    def traced(self) -> Traced:
        """How far it has come."""
        events = {name: tuple(events) for name, events in self.events.items()}
        return Traced(self.tree.standing_everywhere(), events, dict(self._ids), dict(self._standing))

    def history(self) -> History:
        """What has happened so far."""
        holders = {name: set(paths) for name, paths in self.holders.items() if paths}
        return History(dict(self.events), holders, self.tree)

    def accept(self, accepted: Accepted) -> None:
        """The events of one entry are added."""
        self.tree.apply(accepted.changes)
        policy = self.policies.reads(accepted.entry.number)
        pages = {change.path for change in accepted.changes if is_page(change.path)}
        if self._policy is None or (policy is not self._policy and policy.reading != self._policy.reading):
            pages |= set(self.tree.below(policy.documents, ".md")) | set(self._ids)
        self._policy = policy
        concerned = set(self._renamed(pages, policy))
        for change in accepted.changes:
            concerned |= self._dependents.get(change.path, set())
        writers = _Writers(self.texts, policy, self.mailmap, accepted)
        for document in sorted(concerned):
            self._update(document, policy, accepted.entry, writers)

    def _renamed(self, pages: Iterable[str], policy: Policy) -> Iterator[str]:
        """The ids that these pages had or have now."""
        for path in pages:
            blob = self.tree.blob(path) if policy.holds(path) else None
            header = self.texts.reading(blob, policy.vocabulary).header if blob else None
            before = self._ids.pop(path, None)
            if before is not None:
                self.holders[before].discard(path)
                yield before
            if header is not None:
                self._ids[path] = header.id
                self.holders[header.id].add(path)
                yield header.id

    def _update(self, document: str, policy: Policy, entry: Entry, writers: _Writers) -> None:
        before = self._standing.get(document)
        paths = self.holders[document]
        if not paths:
            if before is not None:
                self._forget(document)
                self.events[document].append(Vanishing(entry=entry))
            return
        # Where two files claim one id, the document stays where it was; DC102 names both.
        path = before.path if before and before.path in paths else min(paths)
        blob = self.tree.blob(path)
        assert blob is not None  # noqa: S101 - only regular files have an id
        reading = self.texts.reading(blob, policy.vocabulary)
        header = reading.header
        assert header is not None  # noqa: S101 - the id came from it
        files, depends_on = FilesShown(self.texts, self.tree, policy).of(path, blob)
        now = Standing(path, blob, reading, files, depends_on)
        self._remember(document, now)
        # A policy that reads the same bytes otherwise makes another text of them.
        if (
            before
            and (before.path, before.blob, before.files) == (path, blob, files)
            and before.reading.header == header
        ):
            return
        text = Text(blob=blob, sha256=self.texts.sha256(blob), files=files)
        authors, written_at = writers.of(document, depends_on), writers.written_at(text)
        self.events[document].append(
            LineText(entry=entry, path=path, header=header, text=text, authors=authors, written_at=written_at)
        )

    def _remember(self, document: str, now: Standing) -> None:
        self._forget(document)
        self._standing[document] = now
        for path in now.depends_on:
            self._dependents[path].add(document)

    def _forget(self, document: str) -> None:
        if before := self._standing.pop(document, None):
            for path in before.depends_on:
                self._dependents[path].discard(document)


@dataclass(frozen=True, slots=True)
class FilesShown:
    """Finds the files that texts show among those that stand."""

    texts: Texts
    tree: Tree
    policy: Policy

    def of(self, path: str, blob: str) -> tuple[tuple[ShownFile, ...], frozenset[str]]:
        """The files that a text shows, and every path whose change could change that."""
        candidates = self.texts.candidates(blob)
        depends_on: set[str] = set()
        if candidates is not None and not self.tree.may_have_links:
            # Most texts name nothing but pages, and the next text of a document names what the one before it did.
            led_to = _all_led_to(posixpath.dirname(path), candidates)
            paths = tuple(each for each in led_to if self.policy.holds(each))
            if not any(map(self.tree.blob, paths)):
                return (), ways_to(paths)
        elif candidates is not None:
            found = [self._file(path, name, depends_on) for name in candidates]
            if not any(found):
                return (), frozenset(depends_on)
            depends_on = set()
        shown = [self._file(path, name, depends_on) for name in self.texts.file_names(blob)]
        return tuple(each for each in shown if each), frozenset(depends_on)

    def _file(self, page: str, name: str, depends_on: set[str]) -> ShownFile | None:
        path = _led_to(posixpath.dirname(page), name)
        if path is None or not self.policy.holds(path):
            return None
        found = self.tree.find(path)
        depends_on |= found.depends_on
        if found.path is None or found.blob is None or is_page(found.path):
            return None
        return ShownFile(name=name, path=found.path, blob=found.blob, sha256=self.texts.sha256_of_file(found.blob))


@lru_cache(20_000)
def _all_led_to(folder: str, names: frozenset[str]) -> tuple[str, ...]:
    """The paths that the destinations in a text of that folder mean, pages and other repositories apart."""
    return tuple(path for name in names if (path := _led_to(folder, name)) is not None)


@lru_cache(20_000)
def _led_to(folder: str, name: str) -> str | None:
    """The path that a destination in a text of that folder means; None for a page, and outside of the repository."""
    destination = local_destination(name)
    if destination is None:
        return None
    path = posixpath.normpath(posixpath.join(folder, destination))
    return None if path.startswith("../") or is_page(path) else path


@dataclass(frozen=True, kw_only=True, slots=True)
class _Written:
    """What a commit itself wrote."""

    files: frozenset[str]
    """Paths that are no pages."""
    pages: frozenset[str | None]
    """Object ids of pages; None for one that is gone."""
    documents: frozenset[str]
    """The ids that its pages had or have."""


@dataclass(slots=True)
class _Writers:
    """Who wrote what and when among the commits that an entry brought in."""

    texts: Texts
    policy: Policy
    mailmap: Mailmap
    accepted: Accepted
    _first_written: dict[str | None, datetime] | None = None
    _written_by: dict[str, _Written] = field(default_factory=dict)

    def of(self, document: str, paths: frozenset[str]) -> tuple[Author, ...]:
        """The authors of the commits that touched a document, or a path that decides what it shows, by their first."""
        brought = self.accepted.brought
        if len(brought) == 1 and not self.accepted.entry.proposed:
            return self.mailmap.authors(brought)
        touching = [commit for commit in brought if self._touches(commit, document, paths)]
        return self.mailmap.authors(touching if touching or self.accepted.entry.proposed else brought[-1:])

    def written_at(self, text: Text) -> datetime | None:
        """The author date from which on the text stood in a commit with every file that it shows.

        What came about in the entry itself, as in a merge of two sides, is as old as that; what is not committed has
        no age.
        """
        brought = self.accepted.brought
        if len(brought) == 1 and self.accepted.entry.commit is not None:
            return brought[0].authored_at
        fresh = {change.new_blob for change in self.accepted.changes}
        pieces = [blob for blob in (text.blob, *(shown.blob for shown in text.files)) if blob in fresh]
        written = self._written()
        if any(blob not in written for blob in pieces):
            return brought[-1].authored_at if self.accepted.entry.commit is not None else None
        # Where the text only lost a file or its place, the entry wrote none of its pieces.
        days = [written[blob] for blob in pieces]
        return max(days) if days else min((each.authored_at for each in brought), default=None)

    def _written(self) -> dict[str | None, datetime]:
        """The earliest author date by object id of what the commits wrote."""
        if self._first_written is None:
            self._first_written = {}
            for commit in self.accepted.brought:
                for change in commit.own:
                    earlier = self._first_written.get(change.new_blob, commit.authored_at)
                    self._first_written[change.new_blob] = min(earlier, commit.authored_at)
        return self._first_written

    def _touches(self, commit: Commit, document: str, paths: frozenset[str]) -> bool:
        written = self._written_by.get(commit.id)
        if written is None:
            written = self._written_by[commit.id] = self._written_in(commit)
        if not written.files.isdisjoint(paths):
            return True
        return document in written.documents and not self._only_moved(commit, document, written.pages)

    def _written_in(self, commit: Commit) -> _Written:
        own = commit.own
        pages = [change for change in own if is_page(change.path)]
        return _Written(
            files=frozenset(change.path for change in own if not is_page(change.path)),
            pages=frozenset(each.new_blob for each in pages),
            documents=frozenset(
                name for each in pages for blob in (each.old_blob, each.new_blob) if (name := self._id(blob))
            ),
        )

    def _only_moved(self, commit: Commit, document: str, written: frozenset[str | None]) -> bool:
        """Whether a merge left the document with the bytes that a parent had, if at another path."""
        if len(commit.parents) <= 1:
            return False
        before = (each.old_blob for parent in commit.parents for each in commit.changes.get(parent, ()))
        return any(blob in written and self._id(blob) == document for blob in before if blob)

    def _id(self, blob: str | None) -> str | None:
        header = self.texts.reading(blob, self.policy.vocabulary).header if blob else None
        return header.id if header else None
