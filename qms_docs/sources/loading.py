"""The manual on a day, from a repository: the one function by which everything else gets at it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from qms_docs.failures import CannotCheckError
from qms_docs.keeping.store import Store
from qms_docs.model.document import Document, Entry, Text
from qms_docs.model.finding import Fault, FaultKind
from qms_docs.model.lifecycle import derive_document
from qms_docs.model.manual import Manual
from qms_docs.model.organization import ORGANIZATION_FILES, Organization
from qms_docs.model.policy import Policy
from qms_docs.sources.approval_source import ApprovalSource
from qms_docs.sources.drawing_files import undrawn_files
from qms_docs.sources.examination import Examinations
from qms_docs.sources.git import Repository, open_repository
from qms_docs.sources.history import Accepted, History, is_page
from qms_docs.sources.kept_readings import KeptReadings
from qms_docs.sources.line import Position, ReleaseLine, arranged, find_position, past_position, read_line
from qms_docs.sources.log import FileChange, parse_differences, parse_log
from qms_docs.sources.mailmap import read_mailmap
from qms_docs.sources.policies import PolicyHistory, read_policies
from qms_docs.sources.readings import POLICY, OrganizationFiles, PolicyReading
from qms_docs.sources.records.judged import NO_RECORDS, LineOfRecords
from qms_docs.sources.site_settings import SITE_CONFIGURATION, SiteSettings, read_site_settings, site_settings_faults
from qms_docs.sources.standards import load_library
from qms_docs.sources.standing import (
    PageSource,
    Standing,
    last_reviews,
    read_standing,
    record_paths,
    unseen_pages,
)
from qms_docs.sources.texts import Texts
from qms_docs.sources.traces import Traces
from qms_docs.sources.tree import Tree
from qms_docs.sources.witness import Signatures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from qms_docs.model.lifecycle import ApprovalsOf, Judge
    from qms_docs.model.manifest import KeptManifest
    from qms_docs.model.outline import UndrawnFigure
    from qms_docs.model.permission import NextEntry
    from qms_docs.model.records.history import RecordChange, RecordEntry
    from qms_docs.model.text_parts import TextParts
    from qms_docs.sources.organizations import OrganizationHistory

__all__ = ["ManualSource", "open_manual"]

_FEWEST = 60
"""Texts from which on another process is worth its beginning."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of a manual."""

    day: date
    proposed: bool
    """Whether the work tree is included as the next entry."""
    judged: bool
    merged: bool = False
    """Whether the proposed entry is taken for accepted."""


@dataclass(slots=True)
class ManualSource:
    """A repository whose history has been read once, ready to give the manual of any day."""

    repository: Repository
    position: Position
    today: date
    _line: ReleaseLine
    _proposal: Accepted | None
    _policies: PolicyHistory
    _with_proposal: PolicyHistory
    _texts: Texts
    _traces: Traces
    store: Store
    """What is kept between runs."""
    dirty: bool
    """Whether the work tree differs from the release line."""
    uncommitted: bool
    """Whether the work tree differs from the commit that is checked out (settled.md 24)."""
    _approvals: ApprovalSource
    _past: bool = False
    """Whether it is a state of the past, which nobody can mend any more."""
    _known: dict[_Asked, Manual] = field(default_factory=dict)
    _ahead: dict[str, bytes] = field(default_factory=dict)

    @property
    def site_settings(self) -> SiteSettings:
        """How the site reads texts, as the work tree says."""
        return read_site_settings(_site_configuration(self.repository.root))

    @property
    def on_release_line(self) -> bool:
        """Whether what is checked out is the end of the release line itself, and no branch or older entry."""
        return self.position.at_end

    def branch_shown(self, *, preview: bool) -> str | None:
        """The branch whose files a site shows, by the name that the forge has for it.

        A preview shows what is checked out: None where that is no branch, or one that origin does not have.
        """
        own = self.repository.branch()
        if not preview or self.on_release_line:
            return self.position.branch or own
        return own if own and self.repository.reference(f"refs/remotes/origin/{own}") else None

    def manual(
        self, as_of: date | None = None, *, preview: bool = False, judged: bool = False, merged: bool = False
    ) -> Manual:
        """The manual on a day (today unless given).

        With `preview` it includes the work tree as the next entry, except on a day in the past, and knows what would
        become of each document; with `judged` it holds what the rules need besides: faults, outlines, marks of pages.
        `merged` takes the proposal for accepted. Raises CannotCheckError for a policy that cannot be read.
        """
        day = as_of or self.today
        proposed = preview and day >= self.today and self._proposal is not None
        known = self._once(_Asked(day, proposed, judged, merged and proposed))
        if proposed and not merged:
            accepted = self._once(_Asked(day, proposed, judged, merged=True))
            known = replace(known, if_merged={each.id: each for each in accepted.documents})
        return replace(known, preview=preview)

    def standing_at(self, commits: Sequence[str]) -> ManualSource:
        """The source with a commit of the past checked out, and nothing changed: the latest of these on the line.

        Where none of them is an entry of the line it is the first. Everything that was read is shared. A policy that
        could not be read then is replaced by the last readable before it.
        """
        places = {each.entry.commit: each.entry.number for each in self._line.entries}
        commit = max(commits, key=lambda each: places.get(each, -1))
        position = past_position(self.repository, self._line, self.position, commit)
        line = arranged(self._line.commits, position)
        changes = _proposed_changes(self.repository, position, Policy(), uncommitted=False)
        state = _State(self.repository, position, self.today, line, changes)
        return replace(_source_of(state, self._traces, self._texts, self._approvals, self.store), _past=True)

    def frozen_at(self, commit: str, day: date) -> ManualSource:
        """The source as everybody has it for whom that commit is the last of a day that is over.

        What came later has no part in it: neither the clock, nor the work tree, nor later entries.
        """
        past = self.standing_at([commit])
        return replace(past, today=day + timedelta(days=1), dirty=False, uncommitted=False, _known={})

    def organizations(self) -> OrganizationHistory:
        """Who was who along the release line."""
        line = [Accepted(each.entry, each.changes, each.brought) for each in self._line.entries]
        return self._approvals.organizations(line, self._policies)

    def says_restricted(self, commit: str) -> bool:
        """Whether a text or record that the history of a commit holds, of whatever day and branch, is restricted."""
        from qms_docs.sources.bundle import says_restricted

        policies = list({id(each): each for each in self._policies.after}.values())
        folders = {f"{folder}/" for each in policies for folder in (*each.documents, each.records) if folder != "."}
        below = tuple(folders) if not any("." in each.documents for each in policies) else ("",)
        commits = parse_log(self.repository.log([commit]))
        written = (change for each in commits for changes in each.changes.values() for change in changes)
        blobs = dict.fromkeys(each.new_blob for each in written if each.new_blob and each.path.startswith(below))
        return says_restricted((content for _, content in self.repository.read(blobs) if content), policies)

    def _once(self, asked: _Asked) -> Manual:
        if asked not in self._known:
            self._known[asked] = self._manual(asked)
        return self._known[asked]

    def _manual(self, asked: _Asked) -> Manual:
        day = asked.day
        entries = [Accepted(each.entry, each.changes, each.brought) for each in self._line.entries]
        known = [each for each in entries if each.entry.day <= day]
        proposal = self._proposal if asked.proposed else None
        if proposal and asked.merged:
            proposal = replace(proposal, entry=replace(proposal.entry, assumed=True))
        line = [*known, proposal] if proposal else known
        policies = self._with_proposal if proposal else self._policies
        policy = self._current_policy(line, past=self._past or day < self.today)
        return self._assembled(asked, line, policies, policy)

    def next_entry(self, *, preview: bool = True) -> NextEntry:
        """What an approval would be judged by that came onto the release line today.

        With `preview` it comes together with what the branch or the work tree proposes.
        """
        line = [Accepted(each.entry, each.changes, each.brought) for each in self._line.entries]
        proposal = self._proposal if preview else None
        entry = replace(proposal.entry if proposal else _proposed_entry(self._line, self.today), assumed=True)
        policies = self._with_proposal if proposal else self._policies
        return self._approvals.next_entry([*line, proposal] if proposal else line, policies, entry)

    def text_at(self, commit: str, path: str) -> Text | None:
        """The text at a path in any commit, with the files that it shows there; None where there is none."""
        return self._approvals.text_at(commit, path, self._with_proposal.after[-1])

    def refuse_behind(self, kept: KeptManifest) -> None:
        """Raises CannotCheckError where a manifest is of a later entry of the release branch than what is checked out.

        Nothing was rewritten then, but what came since would seem to be missing.
        """
        commit, branch = kept.manifest.commit, self.position.branch
        if commit is None or branch is None or any(each.entry.commit == commit for each in self._line.entries):
            return
        for start in ("refs/heads/", "refs/remotes/origin/"):
            tip = self.repository.reference(start + branch)
            if tip and self.repository.resolve(commit) and self._is_before(commit, tip):
                raise CannotCheckError(
                    f"{kept.name} was made at a later entry of the release branch `{branch}` than what is checked out.",
                    f"Bring it up to date with `git switch {branch}` and `git pull`, then run this again.",
                )

    def _is_before(self, commit: str, tip: str) -> bool:
        """Whether both the end of the line and the commit are followed by that tip."""
        return all(self.repository.is_first_parent_ancestor(each, tip) for each in (self.position.tip, commit))

    def organization_after(self, commit: str | None) -> Organization:
        """Who was who once an entry was accepted; for a commit that is not on the line, who is who today."""
        from qms_docs.sources.organization import read_people

        number = next((each.entry.number for each in self._line.entries if each.entry.commit == commit), None)
        if number is None:
            return self.manual().organization
        records = self._policies.reads(number).records
        organization, _ = read_people(self.repository.read_one(f"{commit}:{records}/organization.yml"), records)
        return organization or Organization()

    def read(self, blob: str) -> bytes:
        """The bytes of a text or file by its object id."""
        content = self._ahead.pop(blob, None)
        return content if content is not None else self.repository.read_one(blob) or b""

    def read_ahead(self, blobs: Iterable[str]) -> None:
        """Texts that will be asked for are read in one go; each is held until then."""
        self._ahead |= {blob: content for blob, content in self.repository.read(blobs) if content is not None}

    def record_changes(self, entries: Sequence[RecordEntry]) -> tuple[RecordChange, ...]:
        """For each entry that changed a record what differs from the form before it."""
        from qms_docs.sources.records.changes import RecordChanges

        return RecordChanges(self.repository.read, self.store).along(entries)

    def excess(self, text: str) -> str | None:
        """What a text has more of than can be drawn in good time; None for every usual one."""
        from qms_docs.sources.excess import excess

        return excess(text)

    def close(self) -> None:
        """The processes of the repository end, and what was learnt is kept."""
        self.repository.close()
        self.store.save()

    def parts(self, blob: str) -> TextParts:
        """The front matter and the text of a document by its object id."""
        from qms_docs.sources.text_parts import text_parts

        return text_parts(self.read(blob))

    def _current_policy(self, line: Sequence[Accepted], *, past: bool) -> tuple[Policy, tuple[Fault, ...]]:
        policies = read_policies(
            [each.changes for each in line], _policy_reader(self.repository, KeptReadings(self.store))
        )
        if past and policies.latest.policy is None:
            return policies.after[-1], ()
        return policies.latest.required(), policies.latest.faults

    def _assembled(
        self,
        asked: _Asked,
        line: Sequence[Accepted],
        policies: PolicyHistory,
        current: tuple[Policy, tuple[Fault, ...]],
    ) -> Manual:
        (policy, policy_faults), day = current, asked.day
        tree = self._tree(line)
        examinations = Examinations(self._settings(tree), self.store.drawer("examinations"))
        tables = self.store.drawer("tables")
        pages = PageSource(tree, self._texts, policy, examinations, self.repository.read, tables)
        approvals, approvals_of = self._approvals.along(line, policies)
        # Another process looks at the texts as they stand while this one follows the history.
        with closing(examinations.begin(unseen_pages(pages) if asked.judged else {}, fewest=_FEWEST)):
            history = self._traces.along(line, policies, self._mailmap(), self.repository.read_one)
            judge = policies.judge([each.entry for each in line])
            documents = self._documents(history, judge, policy, day, approvals_of)
            standing = Standing((), (), {}, (), {})
            undrawn: dict[str, UndrawnFigure] = {}
            if asked.judged:
                standing = read_standing(pages, documents, day)
                undrawn = undrawn_files(documents, self.repository.read_one, self.store.drawer("drawings"))
        organization, organization_faults = KeptReadings(self.store).organization(
            self._organization_files(tree, policy)
        )
        faults: list[Fault] = []
        kept = self._records(line, policies, tree).judged(approvals, standing.outlines) if asked.judged else NO_RECORDS
        if asked.judged:
            organization = replace(organization, gone=_gone(line, policies, tree, policy), former=kept.former)
            faults += [*policy_faults, *organization_faults, *standing.faults, *approvals.faults]
            faults += [] if policy.stated or day < self.today else [_no_policy()]
            faults += kept.faults
            faults += site_settings_faults(self._content(tree, SITE_CONFIGURATION))
        accepted = [each.entry for each in line if each.entry.commit is not None]
        return Manual(
            as_of=day,
            commit=accepted[-1].commit if accepted else None,
            dirty=self.dirty and day >= self.today,
            preview=asked.proposed,
            entries=tuple(accepted),
            policy=policy,
            organization=organization,
            library=load_library(),
            documents=documents,
            pages=standing.pages,
            unmarked=standing.unmarked,
            claims=standing.claims,
            paths=tree.paths(),
            blobs=tree.regular(),
            faults=tuple(faults),
            record_files=len(record_paths(tree, policy)),
            record_book=kept.records,
            mentions=kept.mentions,
            approvals=approvals.records,
            outlines=standing.outlines,
            undrawn_files=undrawn,
        )

    def _records(self, line: Sequence[Accepted], policies: PolicyHistory, tree: Tree) -> LineOfRecords:
        return LineOfRecords(
            repository=self.repository,
            store=self.store,
            sha256=self._texts.sha256_of_file,
            line=line,
            policies=policies,
            tree=tree,
            mailmap=read_mailmap(self._mailmap()),
        )

    def _tree(self, line: Sequence[Accepted]) -> Tree:
        """The files as they stand in the end."""
        tree = Tree(self.repository.read_one)
        for each in line:
            tree.apply(each.changes)
        return tree

    def _documents(
        self, history: History, judge: Judge, policy: Policy, day: date, approvals_of: ApprovalsOf
    ) -> tuple[Document, ...]:
        reviews = last_reviews(self.repository, history.tree, policy, day)
        derived = (
            derive_document(name, events, judge, approvals_of, reviews.get(name))
            for name, events in sorted(history.events.items())
        )
        return tuple(document for document in derived if document is not None)

    def _mailmap(self) -> bytes | None:
        return self.repository.read_one(f"{self.position.tip}:.mailmap")

    def _organization_files(self, tree: Tree, policy: Policy) -> OrganizationFiles:
        return OrganizationFiles(
            policy.records,
            *(self._content(tree, f"{policy.records}/{name}") for name in ORGANIZATION_FILES),
        )

    def _settings(self, tree: Tree) -> SiteSettings:
        return read_site_settings(self._content(tree, SITE_CONFIGURATION))

    def _content(self, tree: Tree, path: str) -> bytes | None:
        blob = tree.blob(path)
        return None if blob is None else self.repository.read_one(blob)


def open_manual(
    folder: Path,
    today: date,
    earlier: ManualSource | None = None,
    *,
    keep: Callable[[Path, Path], Store] = lambda *_: Store(),
) -> ManualSource:
    """The repository around a folder with its history, read in one go.

    From an `earlier` source of the same repository what has not changed since is taken over, and that one is closed.
    `keep` gives the store for what is worked out of the repository with that git directory and that work tree.
    Raises CannotCheckError where the repository, its history or its policy cannot be read.
    """
    repository = open_repository(folder)
    same_store = earlier is not None and earlier.repository.git_dir == repository.git_dir
    store = earlier.store if earlier and same_store else keep(repository.git_dir, repository.root)
    readings = KeptReadings(store)
    policy = readings.policy(_policy_of_work_tree(repository.root)).required()
    position = find_position(repository, policy.release_branch)
    same = earlier is not None and (earlier.position, earlier.repository.root) == (position, repository.root)
    line = earlier._line if earlier and same else read_line(repository, position, store.drawer("commits"))  # noqa: SLF001 - of its own class
    uncommitted = _is_uncommitted(repository, policy)
    changes = _proposed_changes(repository, position, policy, uncommitted=uncommitted)
    texts = earlier._texts.moved_to(repository) if earlier and same else Texts(repository, store)  # noqa: SLF001 - as above
    traces = earlier._traces if earlier and same else Traces(texts, store)  # noqa: SLF001 - as above
    signatures = earlier._approvals.signatures if earlier else Signatures(store.drawer("signatures"))  # noqa: SLF001 - as above
    if earlier is not None:
        earlier.repository.close()
    state = _State(repository, position, today, line, changes)
    source = _source_of(state, traces, texts, ApprovalSource(repository, texts, signatures, store), store)
    return replace(source, dirty=bool(changes) or uncommitted, uncommitted=uncommitted)


@dataclass(frozen=True, slots=True)
class _State:
    """What is checked out of a repository."""

    repository: Repository
    position: Position
    today: date
    line: ReleaseLine
    changes: Sequence[FileChange]
    """In which it differs from the end of the line."""


def _source_of(state: _State, traces: Traces, texts: Texts, approvals: ApprovalSource, store: Store) -> ManualSource:
    line, read = state.line, _policy_reader(state.repository, KeptReadings(store))
    proposed = state.changes or line.proposed
    proposal = Accepted(_proposed_entry(line, state.today), state.changes, line.proposed) if proposed else None
    accepted = [each.changes for each in line.entries]
    policies = read_policies(accepted, read)
    return ManualSource(
        repository=state.repository,
        position=state.position,
        today=state.today,
        _line=line,
        _proposal=proposal,
        _policies=policies,
        _with_proposal=read_policies([*accepted, state.changes], read) if proposal else policies,
        _texts=texts,
        _traces=traces,
        store=store,
        _approvals=approvals,
        dirty=False,
        uncommitted=False,
    )


def _policy_reader(repository: Repository, readings: KeptReadings) -> Callable[[str], PolicyReading]:
    return lambda blob: readings.policy(repository.read_one(blob) or b"")


def _policy_of_work_tree(root: Path) -> bytes | None:
    path = root / POLICY
    if path.is_symlink():
        raise CannotCheckError(f"{POLICY}:1: IN101 The policy is a symbolic link.", "Put the file itself in its place.")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CannotCheckError(
            f"{POLICY}:1: IN101 The policy cannot be opened: {error.strerror}.", "Correct this."
        ) from error


def _is_uncommitted(repository: Repository, policy: Policy) -> bool:
    """Whether the work tree is dirty: a tracked file changed, or a new one where documents, records or policy are."""
    site = read_site_settings(_site_configuration(repository.root)).site_folder
    watched = (*(f"{folder}/" for folder in policy.documents if folder != "."), f"{policy.records}/")
    for state, path in repository.changed_files():
        if path.startswith(f"{site}/"):
            continue
        everywhere = "." in policy.documents and is_page(path)
        if state != "??" or everywhere or path.startswith(watched) or path in (POLICY, SITE_CONFIGURATION):
            return True
    return False


def _site_configuration(root: Path) -> bytes | None:
    try:
        return (root / SITE_CONFIGURATION).read_bytes()
    except OSError:
        return None


def _proposed_changes(
    repository: Repository, position: Position, policy: Policy, *, uncommitted: bool
) -> list[FileChange]:
    if not uncommitted and position.head == position.tip:
        return []
    folders = (*policy.documents, policy.records, POLICY, SITE_CONFIGURATION, ".mailmap")
    tree = repository.tree_of_work(folders) if uncommitted else position.head
    return parse_differences(repository.changes_between(position.tip, tree))


def _proposed_entry(line: ReleaseLine, today: date) -> Entry:
    last = line.entries[-1].entry
    return Entry(number=last.number + 1, commit=None, day=max(last.day, today), merge=True)


def _gone(line: Sequence[Accepted], policies: PolicyHistory, tree: Tree, policy: Policy) -> frozenset[str]:
    """The names of the files of the organization that stood once, in whatever folder of records, and stand no more."""
    missing = [name for name in ORGANIZATION_FILES if tree.blob(f"{policy.records}/{name}") is None]
    places = {f"{folder}/{name}": name for folder in {each.records for each in policies.after} for name in missing}
    changed = (change.path for each in line for change in each.changes) if places else ()
    return frozenset(places[path] for path in changed if path in places)


def _no_policy() -> Fault:
    return Fault(
        kind=FaultKind.NO_POLICY,
        path=POLICY,
        line=1,
        fact="There is no qms.yml, so that nothing says which types of documents there are and who approves them.",
        remedy="Write a qms.yml; until then every type is accepted and nothing needs approval.",
    )
