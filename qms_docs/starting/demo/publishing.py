"""How the changes of the story come onto the release line: merged, squashed or rebased, with their approvals."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from qms_docs.starting.demo.approvals import approval_file, approvers_of, digest_of, shown_files
from qms_docs.starting.demo.growing import Growing, linked
from qms_docs.starting.demo.line import Accepted, Line
from qms_docs.starting.demo.sweeps import flat_path
from qms_docs.starting.demo.wanted import InForce, Published, Wanted, approving, by_approver, in_force
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from qms_docs.starting.demo.clock import Clock
    from qms_docs.starting.demo.manuscripts import Issue
    from qms_docs.starting.demo.people import People
    from qms_docs.starting.demo.story import Change

__all__ = ["Publisher"]

_POLICY = "qms.yml"
_READING = timedelta(minutes=25)
"""How long an approver looks at one text."""
_SIGNED = timedelta(minutes=3)
"""How soon an approval is committed once it is signed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Publisher:
    """Puts changes onto the line."""

    line: Line
    clock: Clock
    people: People
    attachments: Mapping[str, bytes]
    """Files that documents show, at the paths that they have in the end."""
    growing: Growing

    def publish(self, change: Change, issues: Sequence[Issue], number: int) -> Published:
        """The change stands on the line, with those of its approvals that come with it.

        `number` is that of its pull request.
        """
        known = self.growing.known | {each.document for each in issues if each.number}
        issues = [self._as_linked(each, known, issues) for each in issues]
        files = self._files(issues)
        if change.people:
            files["records/organization.yml"] = self.people.file(change.day).encode()
        wanted = self._wanted(change, issues, files)
        put = {"merge": self._merge, "squash": self._squash, "rebase": self._rebase}[change.form]
        if change.later is not None:
            put(change, files, [], number)
            return Published(in_force=(), waiting=tuple(wanted))
        moment = put(change, files, wanted, number)
        return Published(in_force=() if change.missing else in_force(wanted, moment.date()), waiting=())

    def approve(self, change: Change, waiting: Sequence[Wanted]) -> tuple[InForce, ...]:
        """The approvals that come when the change stands on the line already."""
        moment = self.clock.at(change.day + timedelta(days=change.later or 0), f"approve {change.title}")
        moment = self._approved(waiting, moment, on_forge=False)
        return in_force(waiting, moment.date())

    def _merge(self, change: Change, files: Mapping[str, bytes | None], wanted: list[Wanted], number: int) -> datetime:
        start = self.clock.at(change.day - timedelta(days=change.days), change.title, 4)
        branch = self.line.branch(start, files)
        author = self.people[change.by]
        for helper in change.helpers:
            begun = {path: _unworded(content) for path, content in files.items() if content and path.endswith(".md")}
            start = self.line.commit_beside(
                branch, f"Begin: {change.title}", self.people[helper], start, begun or files
            )
            start += timedelta(hours=2)
        written = self.line.commit_beside(branch, change.title, author, start, files)
        moment = max(written, self.clock.at(change.day, f"approve {change.title}", 3))
        for approver, given in by_approver(wanted):
            moment += _READING
            given_now = dict(self._approval(each, moment) for each in given)
            self.line.commit_beside(branch, approving(given), approver, moment + _SIGNED, given_now)
        title = f"Merge pull request #{number} from fjordlys/{_branch_name(change.title)}\n\n{change.title}"
        return self.line.merge(branch, title, author, max(moment + _READING, self.clock.at(change.day, "merge")))

    def _squash(self, change: Change, files: Mapping[str, bytes | None], wanted: list[Wanted], number: int) -> datetime:
        moment = self.line.after(self.clock.at(change.day, change.title))
        approvals = dict(
            self._approval(each, moment - _READING + place % 5 * _SIGNED) for place, each in enumerate(wanted)
        )
        return self._accepted(change, f"{change.title} (#{number})", moment, {**files, **approvals})

    def _rebase(self, change: Change, files: Mapping[str, bytes | None], wanted: list[Wanted], _: int) -> datetime:
        moment = self._accepted(change, change.title, self.clock.at(change.day, change.title), files)
        return self._approved(wanted, moment, on_forge=True)

    def _accepted(self, change: Change, title: str, moment: datetime, files: Mapping[str, bytes | None]) -> datetime:
        """The change as one entry, which its author wrote some days before."""
        accepted = Accepted(
            title=title,
            author=self.people[change.by],
            moment=moment,
            files=files,
            written=self.clock.at(change.day - timedelta(days=change.days), change.title, 4),
            helpers=[self.people[each] for each in change.helpers],
            on_forge=True,
        )
        return self.line.accept(accepted)

    def _approved(self, wanted: Sequence[Wanted], moment: datetime, *, on_forge: bool) -> datetime:
        """The approvals as entries of their own, one for each approver."""
        for approver, given in by_approver(wanted):
            moment = self.line.after(moment)
            files = dict(self._approval(each, moment) for each in given)
            accepted = Accepted(
                title=approving(given), author=approver, moment=moment + _SIGNED, files=files, on_forge=on_forge
            )
            moment = self.line.accept(accepted)
        return moment

    def _approval(self, wanted: Wanted, at: datetime) -> tuple[str, bytes]:
        return approval_file(wanted.issue, wanted.digest, wanted.approver, at, self.people)

    def _files(self, issues: Sequence[Issue]) -> dict[str, bytes | None]:
        """What the change writes: texts, what they show for the first time, and places that are left."""
        files: dict[str, bytes | None] = {}
        for issue in issues:
            if issue.vacated:
                files[issue.vacated] = None
        for issue in issues:
            text = self._text(issue)
            files[issue.path] = text
            for _, target in shown_files(issue.path, text) if issue.number else ():
                files |= self._attachment(target)
        revised = [each for each in issues if each.number]
        ids = [name for each in revised for name in (each.document, f"{each.document}@{each.number}")]
        return files | self.growing.registered(ids, self.line.files | {path: files[path] or b"" for path in files})

    def _as_linked(self, issue: Issue, known: Collection[str], issues: Sequence[Issue]) -> Issue:
        """The text with links to what is there, this change included."""
        if not issue.number:
            return issue
        files = {*self.line.files, *(each.path for each in issues)}
        return replace(issue, base=linked(issue.base, issue.path, known, files))

    def _text(self, issue: Issue) -> bytes:
        """What is written; a text that only moves is the one that stands there already."""
        if issue.number and issue.same_text and issue.vacated:
            return self.line.files[issue.vacated]
        if issue.number or not issue.path.startswith("records/"):
            return issue.text.encode()
        self.growing.registers[issue.path] = issue.text
        return self.growing.text(issue.text).encode()

    def _attachment(self, path: str) -> dict[str, bytes | None]:
        """A file beside a document; it comes and moves with it."""
        for final, content in self.attachments.items():
            flat = flat_path(final)
            if path not in {final, flat}:
                continue
            files: dict[str, bytes | None] = {} if self.line.files.get(path) == content else {path: content}
            if path == final != flat and flat in self.line.files:
                files[flat] = None
            return files
        return {}

    def _wanted(self, change: Change, issues: Sequence[Issue], files: Mapping[str, bytes | None]) -> list[Wanted]:
        standing = self.line.files | {path: content for path, content in files.items() if content is not None}
        authors = {change.by, *change.helpers}
        day = change.day + timedelta(days=change.later or 0)
        found: list[Wanted] = []
        for issue in _revisions(issues):
            digest = digest_of(issue.document, issue.path, issue.text.encode(), standing)
            approvers = approvers_of(issue, self.line.files[_POLICY], self.people, authors, day)
            found.extend(Wanted(issue=issue, digest=digest, approver=each) for each in approvers)
        return [each for each in found if each.approver.role not in change.missing]


def _revisions(issues: Iterable[Issue]) -> list[Issue]:
    return [each for each in issues if each.number and not each.same_text]


def _branch_name(title: str) -> str:
    words = "".join(each if each.isalnum() else " " for each in title.lower()).split()
    return "-".join(words[:4])


def _unworded(content: bytes) -> bytes:
    """A text whose author has not yet said what changes."""
    return b"\n".join(
        b"  summary: To be worded." if line.startswith(b"  summary: ") else line for line in content.split(b"\n")
    )
