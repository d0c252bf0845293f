"""A repository whose history has been read: what gives the manual of any day."""

from __future__ import annotations

from dataclasses import field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from qms_docs.model.document import Entry, Text
from qms_docs.model.organization import Organization
from qms_docs.model.policy import Policy
from qms_docs.sources.assembly import Asked, Assembly, ToldLine
from qms_docs.sources.behind import refuse_behind
from qms_docs.sources.checked_out import proposed_changes, site_settings
from qms_docs.sources.history import Accepted
from qms_docs.sources.kept_readings import KeptReadings
from qms_docs.sources.line import Position, ReleaseLine, past_position
from qms_docs.sources.log import FileChange, parse_log
from qms_docs.sources.policies import PolicyHistory, read_policies
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from qms_docs.keeping.store import Store
    from qms_docs.model.finding import Fault
    from qms_docs.model.manifest import KeptManifest
    from qms_docs.model.manual import Manual
    from qms_docs.model.permission import NextEntry
    from qms_docs.model.records.history import RecordChange, RecordEntry
    from qms_docs.model.text_parts import TextParts
    from qms_docs.sources.approval_source import ApprovalSource
    from qms_docs.sources.git import Repository
    from qms_docs.sources.organizations import OrganizationHistory
    from qms_docs.sources.readings import PolicyReading
    from qms_docs.sources.site_settings import SiteSettings
    from qms_docs.sources.texts import Texts
    from qms_docs.sources.traces import Traces

__all__ = ["CheckedOut", "ManualSource", "source_of"]


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
    _known: dict[Asked, Manual] = field(default_factory=dict)
    _ahead: dict[str, bytes] = field(default_factory=dict)

    @property
    def site_settings(self) -> SiteSettings:
        """How the site reads texts, as the work tree says."""
        return site_settings(self.repository)

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
        known = self._once(Asked(day, proposed, judged, merged and proposed))
        if proposed and not merged:
            accepted = self._once(Asked(day, proposed, judged, merged=True))
            known = replace(known, if_merged={each.id: each for each in accepted.documents})
        return replace(known, preview=preview)

    def position_at(self, commits: Sequence[str]) -> Position:
        """Where the line would end with a commit of the past checked out: the latest of these on the line.

        Where none of them is an entry of the line it is the first.
        """
        places = {each.entry.commit: each.entry.number for each in self._line.entries}
        commit = max(commits, key=lambda each: places.get(each, -1))
        return past_position(self.repository, self._line, self.position, commit)

    def standing_at(self, commits: Sequence[str]) -> ManualSource:
        """The source with that commit checked out, and nothing changed.

        Everything that was read is shared, and what it says follows from its position and the day. A policy that could
        not be read then is replaced by the last readable before it.
        """
        position = self.position_at(commits)
        line = self._line.ending_at(position, self.position)
        changes = proposed_changes(self.repository, position, Policy())
        state = CheckedOut(self.repository, position, self.today, line, changes)
        return replace(source_of(state, self._traces, self._texts, self._approvals, self.store), _past=True)

    def frozen_at(self, commit: str, day: date) -> ManualSource:
        """The source as everybody has it for whom that commit is the last of a day that is over.

        What came later has no part in it: neither the clock, nor the work tree, nor later entries.
        """
        past = self.standing_at([commit])
        return replace(past, today=day + timedelta(days=1), dirty=False, uncommitted=False, _known={})

    def organizations(self) -> OrganizationHistory:
        """Who was who along the release line."""
        return self._approvals.organizations(self._line.entries, self._policies)

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

    def _once(self, asked: Asked) -> Manual:
        if asked not in self._known:
            self._known[asked] = self._manual(asked)
        return self._known[asked]

    def _manual(self, asked: Asked) -> Manual:
        day = asked.day
        whole = self._line
        if whole.followed and day < whole.followed.entries[-1].entry.day:
            whole = whole.whole(self.position)
        known = [each for each in whole.entries if each.entry.day <= day]
        proposal = self._proposal if asked.proposed else None
        if proposal and asked.merged:
            proposal = replace(proposal, entry=replace(proposal.entry, assumed=True))
        line = [*known, proposal] if proposal else known
        policies = self._with_proposal if proposal else self._policies
        policy, faults = self._current_policy(line, past=self._past or day < self.today)
        assembly = Assembly(
            repository=self.repository,
            store=self.store,
            texts=self._texts,
            traces=self._traces,
            approvals=self._approvals,
            mailmap=self.repository.read_one(f"{self.position.tip}:.mailmap"),
        )
        told = ToldLine(entries=line, policies=policies, policy=policy, policy_faults=faults, followed=whole.followed)
        return assembly.manual(asked, told, today=self.today, dirty=self.dirty)

    def next_entry(self, *, preview: bool = True) -> NextEntry:
        """What an approval would be judged by that came onto the release line today.

        With `preview` it comes together with what the branch or the work tree proposes.
        """
        line = self._line.entries
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
        refuse_behind(kept, self.repository, self.position, self._line)

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

        return RecordChanges(self.repository.read_files, self.store).along(entries)

    def excess(self, text: str) -> str | None:
        """What a text has more of than can be drawn in good time; None for every usual one."""
        from qms_docs.sources.excess import excess

        return excess(text)

    def let_go(self) -> None:
        """What was learnt is kept, and neither this process nor git holds it in memory until it is asked for again."""
        self.repository.let_go()
        self.store.let_go()

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


@dataclass(frozen=True, slots=True)
class CheckedOut:
    """What is checked out of a repository."""

    repository: Repository
    position: Position
    today: date
    line: ReleaseLine
    changes: Sequence[FileChange]
    """In which it differs from the end of the line."""


def source_of(state: CheckedOut, traces: Traces, texts: Texts, approvals: ApprovalSource, store: Store) -> ManualSource:
    """The source of what is checked out; whether anything is uncommitted is not looked at."""
    line, read = state.line, _policy_reader(state.repository, KeptReadings(store))
    if line.followed and line.followed.reads_otherwise(state.changes):
        line = line.whole(state.position)
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


def _proposed_entry(line: ReleaseLine, today: date) -> Entry:
    last = line.entries[-1].entry
    return Entry(number=last.number + 1, commit=None, day=max(last.day, today), merge=True)
