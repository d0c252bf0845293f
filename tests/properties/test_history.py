"""The history that is derived from a repository is the one that was told, whatever the story."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from support import Branch, Story, document
from support.manuals import opened

if TYPE_CHECKING:
    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual
    from support.trees import Files

PEOPLE = ["Ann Berg", "Cid Dahl", "Liv Strand"]
START = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class State:
    """A document as it stands somewhere."""

    path: str
    number: int
    words: str
    draft: bool = False
    effective: date | None = None

    def text(self, id_: str) -> str:
        """The file that says so."""
        status = "draft" if self.draft else None
        return document(id_, self.number, body=f"{self.words}\n", effective=self.effective, status=status)


Standing = dict[str, State]
Changed = dict[str, State | None]


@dataclass(frozen=True, slots=True)
class Written:
    """A commit of a branch: who wrote it, and how it left what it touched."""

    who: str
    changed: Changed


@dataclass(slots=True)
class Told:
    """What happened to one id on the line: when, by whom, and how it stood then."""

    day: date
    authors: list[str]
    state: State | None


@dataclass(slots=True)
class Teller:
    """Tells a story at random, and keeps its own books of what each entry did."""

    draw: st.DrawFn
    story: Story = field(default_factory=Story)
    day: date = START
    line: Standing = field(default_factory=dict)
    gone: dict[str, State] = field(default_factory=dict)
    books: dict[str, list[Told]] = field(default_factory=dict)
    entries: int = 1
    _count: int = 0

    def pick(self, choices: list[str]) -> str:
        """One of the choices, by chance."""
        return self.draw(st.sampled_from(choices))

    def fresh(self) -> int:
        """A number that was never used."""
        self._count += 1
        return self._count

    def tell(self) -> None:
        """A policy, and then some changes, each accepted in one of the ways in which people do it."""
        self.story.policy(START.isoformat())
        for _ in range(self.draw(st.integers(2, 7))):
            self.day += timedelta(days=self.draw(st.integers(0, 20)))
            {"entry": self.entry, "branch": self.branch}[self.pick(["entry", "branch"])]()

    def entry(self) -> None:
        """One commit directly on the line."""
        who = self.pick(PEOPLE)
        changed = self.change(self.line, sorted(self.line), sorted(self.gone))
        self.story.entry(self.day, files(self.line, changed), by=who)
        self.accept([who], changed)

    def branch(self) -> None:
        """A branch with some commits, beside which the line goes on, accepted as merge, squash or rebase."""
        branch = self.story.branch(f"branch-{self.fresh()}")
        theirs = sorted(self.line)[::2]
        lost = sorted(self.gone)
        standing, written = dict(self.line), list[Written]()
        for _ in range(self.draw(st.integers(1, 3))):
            who = self.pick(PEOPLE)
            changed = self.change(standing, [id_ for id_ in theirs if id_ in standing], lost)
            branch.entry(self.day, files(standing, changed), by=who)
            written.append(Written(who, changed))
            apply(standing, changed)
            theirs = sorted({*theirs, *changed})
            lost = [id_ for id_ in lost if id_ not in changed]
        if self.draw(st.booleans()):
            ours = [id_ for id_ in sorted(self.line) if id_ not in theirs]
            who = self.pick(PEOPLE)
            changed = self.change(self.line, ours, [])
            self.story.entry(self.day, files(self.line, changed), by=who)
            self.accept([who], changed)
        self.day += timedelta(days=self.draw(st.integers(0, 20)))
        {"merge": self.merge, "squash": self.squash, "rebase": self.rebase}[self.pick(["merge", "squash", "rebase"])](
            branch, written
        )

    def merge(self, branch: Branch, written: list[Written]) -> None:
        """All of a branch is accepted, and its authors are those who wrote on each document."""
        self.story.merge(self.day, branch, by="Eva Holm")
        everything: Changed = {}
        for each in written:
            everything |= each.changed
        self.accept(None, everything, written)

    def squash(self, branch: Branch, written: list[Written]) -> None:
        """All of a branch is accepted as one commit of everybody."""
        who, *others = dict.fromkeys(each.who for each in written)
        self.story.squash(self.day, branch, by=who, co_authors=others)
        everything: Changed = {}
        for each in written:
            everything |= each.changed
        self.accept([who, *others], everything)

    def rebase(self, branch: Branch, written: list[Written]) -> None:
        """Every commit of a branch is an entry."""
        self.story.rebase(self.day, branch, by="Eva Holm")
        for each in written:
            self.accept([each.who], each.changed)

    def accept(self, authors: list[str] | None, changed: Changed, written: list[Written] | None = None) -> None:
        """The entry is put on the books of every document that stands otherwise after it."""
        self.entries += 1
        for id_, state in changed.items():
            before = self.line.get(id_)
            if state == before:
                continue
            touched = authors or list(dict.fromkeys(each.who for each in written or () if id_ in each.changed))
            self.books.setdefault(id_, []).append(Told(self.day, touched, state))
            if before is not None and state is None:
                self.gone[id_] = before
            self.gone = {name: lost for name, lost in self.gone.items() if name != id_ or state is None}
        apply(self.line, changed)

    def change(self, standing: Standing, ids: list[str], lost: list[str]) -> Changed:
        """What a person changes of some of these documents."""
        done = self.doing(standing, ids, lost)
        return {id_: state for id_, state in done.items() if state != standing.get(id_)}

    def doing(self, standing: Standing, ids: list[str], lost: list[str]) -> Changed:
        """Something that a person does to some of these documents, which may leave them as they are."""
        kinds = ["write", *(["edit", "edit", "edit", "delete"] if ids else []), *(["restore"] if lost else [])]
        kind = self.pick([*kinds, *(["swap"] if len(ids) > 1 else []), "nothing"])
        number = self.fresh()
        if kind == "write":
            return {f"SOP-{number:03}": State(f"procedures/{number}.md", 1, f"{number}", self.draft(), self.later())}
        if kind == "nothing":
            return {}
        if kind == "restore":
            id_ = self.pick(lost)
            state = self.gone[id_]
            return {id_: replace(self.edited(state, number), path=f"procedures/again/{number}.md")}
        if kind == "swap":
            one, other = ids[:2]
            paths = standing[one].path, standing[other].path
            return {
                one: replace(self.edited(standing[one], number), path=paths[1]),
                other: replace(standing[other], path=paths[0]),
            }
        id_ = self.pick(ids)
        return {id_: None if kind == "delete" else self.edited(standing[id_], number)}

    def edited(self, state: State, number: int) -> State:
        """The document after somebody worked on it."""
        kind = self.pick(["revise", "revise", "move", "both", "draft", "issue", "quiet", "same"])
        moved = replace(state, path=f"procedures/{number % 3}/{number}.md") if kind in ("move", "both") else state
        if kind in ("revise", "both"):
            higher = state.number if state.draft else state.number + 1
            return replace(moved, number=higher, words=f"{number}", draft=False, effective=self.later())
        if kind == "draft":
            return replace(moved, number=state.number + (not state.draft), words=f"{number}", draft=True)
        if kind == "issue":
            return replace(moved, draft=False)
        return replace(moved, words=f"{number}") if kind == "quiet" else moved

    def draft(self) -> bool:
        """Whether a text is a draft: not often."""
        return self.draw(st.integers(0, 4)) == 4

    def later(self) -> date | None:
        """An effective date: mostly none, else somewhere around the days of the story."""
        days = self.draw(st.none() | st.none() | st.integers(-20, 60))
        return None if days is None else self.day + timedelta(days=days)


def apply(standing: Standing, changed: Changed) -> None:
    """What stands is as the change leaves it."""
    for id_, state in changed.items():
        if state is None:
            standing.pop(id_, None)
        else:
            standing[id_] = state


def files(standing: Standing, changed: Changed) -> Files:
    """The files that make the change."""
    left = {standing[id_].path: None for id_ in changed if id_ in standing}
    return left | {state.path: state.text(id_) for id_, state in changed.items() if state is not None}


def expected(books: list[Told]) -> dict[str, tuple[date, list[str], State]]:
    """For each number the day, the authors and the text of the first entry in which it stood and was no draft."""
    issued: dict[str, tuple[date, list[str], State]] = {}
    for told in books:
        if told.state is not None and not told.state.draft:
            issued.setdefault(str(told.state.number), (told.day, told.authors, told.state))
    return issued


def derived(revision: Revision) -> tuple[date, list[str]]:
    """The day and the authors that were worked out."""
    return revision.issued_on, [each.name for each in revision.text.authors]


def in_force(books: list[Told], day: date) -> str | None:
    """The number that the books say is in force on a day."""
    issued = expected([told for told in books if told.day <= day]).items()
    numbers = [int(number) for number, (on, _, state) in issued if max(on, state.effective or on) <= day]
    return str(max(numbers)) if numbers else None


def assert_as_told(found: Document, books: list[Told]) -> None:
    """A document is in every respect as its books say."""
    told = expected(books)
    assert {each.number: derived(each) for each in found.revisions} == {
        number: (day, authors) for number, (day, authors, _) in told.items()
    }
    assert list(found.issue_order) == list(told)
    last = books[-1].state
    assert (found.vanished_by is None) is (last is not None)
    texts = [each.state for each in books if each.state is not None]
    assert (found.path, found.latest.header.draft) == (texts[-1].path, texts[-1].draft)
    assert (found.draft is not None) is (last is not None and last.draft)
    for revision in found.revisions:
        _, _, first = told[revision.number]
        under = [each for each in texts if str(each.number) == revision.number and not each.draft]
        assert revision.altered is ((under[-1].words, under[-1].effective) != (first.words, first.effective))
        assert revision.header.effective == first.effective


def assert_one_at_most(manual: Manual, day: date) -> None:
    """On a day at most one revision of a document is in force, and it is the highest of those that are or were."""
    for found in manual.documents:
        statuses = [found.status(each, day).value for each in found.revisions]
        assert statuses.count("effective") <= 1
        if "effective" in statuses:
            place = statuses.index("effective")
            assert set(statuses[:place]) <= {"superseded"}
            assert set(statuses[place + 1 :]) <= {"approved", "in review"}
        else:
            assert "superseded" not in statuses


@st.composite
def tellers(draw: st.DrawFn) -> Teller:
    """Somebody who has told a story."""
    teller = Teller(draw)
    teller.tell()
    return teller


@given(tellers(), st.lists(st.integers(-5, 200), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_derived_history_is_the_story(teller: Teller, days: list[int]) -> None:
    """Derived history equals what was written, and on any day the revision in force is the one that was told."""
    with tempfile.TemporaryDirectory() as folder, opened(teller.story.build(Path(folder))) as source:
        manual = source.manual()
        assert len(manual.entries) == teller.entries
        ids = {id_ for id_, books in teller.books.items() if any(each.state for each in books)}
        assert {each.id for each in manual.documents} == ids
        for found in manual.documents:
            assert_as_told(found, teller.books[found.id])
        for number in days:
            day = START + timedelta(days=number)
            past = source.manual(day)
            assert_one_at_most(past, day)
            told = {id_: in_force(books, day) for id_, books in teller.books.items()}
            worked_out = {each.id: each.in_force(day) for each in past.documents}
            assert {id_: each.number for id_, each in worked_out.items() if each} == {
                id_: number for id_, number in told.items() if number
            }


@given(tellers(), st.lists(st.integers(0, 12), min_size=1, max_size=3))
@settings(max_examples=25, deadline=None)
def test_kept_or_not(teller: Teller, steps: list[int]) -> None:
    """What is kept from readings of earlier states, in whatever order, changes nothing of what is read."""
    with tempfile.TemporaryDirectory() as folder:
        clone = teller.story.build(Path(folder) / "manual")
        with opened(clone) as source:
            expected = source.manual(judged=True)
        for back in [*steps, 0]:
            earlier = clone.git("rev-list", "main").split()
            clone.git("checkout", "-q", "--detach", earlier[min(back, len(earlier) - 1)])
            with opened(clone, kept=Path(folder) / "kept") as source:
                source.manual(judged=True)
                source.store.save()
            clone.git("checkout", "-q", "main")
        with opened(clone, kept=Path(folder) / "kept") as source:
            assert source.manual(judged=True) == expected
