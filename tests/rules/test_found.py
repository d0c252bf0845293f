"""What the rules found before is found again word for word, and judged anew where what they read has changed."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import qms_docs.check
from qms_docs.check import RULES, Found, check
from qms_docs.failures import CannotCheckError
from qms_docs.keeping.store import Store
from qms_docs.model.manual import Manual
from qms_docs.rules.facts import Fact, Facts, UnstatedFactError
from qms_docs.rules.registry import OfDocuments, OfFacts
from qms_docs.sources.loading import open_manual
from support import Story, document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qms_docs.model.document import Document
    from qms_docs.rules.registry import Departure, Judgement
    from qms_docs.sources.loading import ManualSource
    from support import Build, Clone

TODAY = date(2026, 11, 27)
SECRET = b"s" * 32
SAMPLE = Path(__file__).parents[2]
READ = ("procedures", "records", "qms.yml", "mkdocs.yml")
DESTINATIONS = ("SOP-001", "SOP-002@1", "SOP-099", "POL-001#purpose", "purchasing.md#nowhere", "NC-2026-001", "x.png")
FEW = 3
"""By how many rules a document is judged that only names another one which has changed."""
EXTENSIONS = ("[toc]", "[{toc: {slugify: !!python/name:pymdownx.slugs.uslugify}}]", "[pymdownx.arithmatex]")


@pytest.fixture
def clone(build: Build) -> Clone:
    """The sample manual with its records, all in one entry, and a later revision of some documents."""
    paths = [path for each in READ for path in sorted((SAMPLE / each).rglob("*")) or [SAMPLE / each] if path.is_file()]
    files = {path.relative_to(SAMPLE).as_posix(): path.read_bytes() for path in paths}
    story = Story()
    story.entry("2026-01-05", files)
    for path in sorted(each for each in files if each.startswith("procedures/") and each.endswith(".md"))[::7]:
        story.entry("2026-02-02", {path: re.sub(rb"revision: \d+", b"revision: 3", files[path])})
    return build(story)


class Editor:
    """Somebody who changes anything by chance, also into what nobody can read."""

    def __init__(self, clone: Clone, seed: int) -> None:
        """The same seed gives the same edits."""
        self.clone = clone
        self.chance = random.Random(seed)  # noqa: S311 - no secret

    def edit(self) -> None:
        """One thing is otherwise."""
        edits = (self.link, self.line, self.field, self.move, self.page, self.file, self.site, self.commit, self.undo)
        self.chance.choices(edits, (4, 5, 6, 3, 2, 2, 1, 3, 2))[0]()

    def _some(self, pattern: str = "*") -> Path:
        names = ("*.md", "*.yml", "*.csv") if pattern == "*" else (pattern,)
        below = ("procedures", "records")
        found = [each for top in below for name in names for each in (self.clone.path / top).rglob(name)]
        return self.chance.choice(sorted({*found, self.clone.path / "qms.yml"} if pattern == "*" else found))

    def link(self) -> None:
        """A text links to something, be it there or not."""
        path = self._some("*.md")
        to = self.chance.choice(DESTINATIONS)
        path.write_text(f"{path.read_text(encoding='utf-8')}\nSee [it]({to}) and ![]({to}).\n", encoding="utf-8")

    def line(self) -> None:
        """A line is gone, or stands twice."""
        path = self._some()
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True) or ["\n"]
        place = self.chance.randrange(len(lines))
        lines[place : place + 1] = self.chance.choice([[], [lines[place]] * 2])
        path.write_text("".join(lines), encoding="utf-8")

    def field(self) -> None:
        """A word of a field, a day or a number is another one."""
        path = self._some()
        text = path.read_text(encoding="utf-8")
        found = list(re.finditer(r"(?<=[:\s])(?:[a-z]+-[a-z]+|\d{4}-\d\d-\d\d|[A-Z]{2,3}-[\d-]+|\d+)\b", text[:3000]))
        if found:
            one = self.chance.choice(found)
            other = self.chance.choice(["quality-manager", "2026-03-01", "2030-01-01", "SOP-003", "2", "NC-2026-002"])
            path.write_text(text[: one.start()] + other + text[one.end() :], encoding="utf-8")

    def move(self) -> None:
        """A file has another name, or is gone."""
        path = self._some()
        if path.name != "qms.yml" and self.chance.random() < 0.5:
            path.rename(path.with_stem(f"{path.stem}-moved"))
        elif path.name != "qms.yml":
            path.unlink()

    def page(self) -> None:
        """A page is not controlled, and links to something."""
        marked = self.chance.choice(["---\ncontrolled: false\n---\n", ""])
        text = f"{marked}# Page\n\nSee [it]({self.chance.choice(DESTINATIONS)}).\n"
        self.clone.write(f"procedures/page{self.chance.randrange(3)}.md", text)

    def file(self) -> None:
        """A file comes that a text may show, or another document."""
        self.clone.write("procedures/x.png", b"one" if self.chance.random() < 0.5 else b"two")
        self.clone.write(
            f"procedures/{self.chance.randrange(3)}.md", document(f"SOP-{self.chance.randrange(98, 101):03}")
        )

    def site(self) -> None:
        """The site makes anchors otherwise, or knows formulas."""
        extensions = self.chance.choice(EXTENSIONS)
        self.clone.write("mkdocs.yml", f"site_name: Example\nmarkdown_extensions: {extensions}\n")

    def commit(self) -> None:
        """What was done is accepted, or stands on a branch; then somebody may go to the other one."""
        git = self.clone.git
        git("add", "--all")
        git("commit", "-q", "--allow-empty", "-m", "A change", day="2026-06-01")
        if self.chance.random() < 0.5:
            other = "main" if git("branch", "--show-current") == "proposal" else "proposal"
            git("switch", "-q", *(() if git("branch", "--list", other) else ("-c",)), other)

    def undo(self) -> None:
        """Everything is as it was committed."""
        self.clone.git("reset", "-q", "--hard")
        self.clone.git("clean", "-fdq")


def judged(source: ManualSource, *, merged: bool = True) -> Manual:
    """The manual as it is checked."""
    return source.manual(preview=True, judged=True, merged=merged)


def told(manual: Manual, found: Found | None = None) -> list[str]:
    """Every finding with all that it says."""
    return list(map(repr, check(manual, found).findings))


@pytest.mark.parametrize("seed", range(4))
def test_edits_by_chance(clone: Clone, tmp_path: Path, seed: int) -> None:
    """After each of many edits the same is found again as where nothing was found before, in one run and in many."""
    editor = Editor(clone, seed)
    here, earlier = Found(), None
    for _ in range(14):
        for _ in range(editor.chance.randrange(1, 4)):
            editor.edit()
        today = TODAY + timedelta(days=editor.chance.choice([0, 0, 0, 400]))
        store = Store(tmp_path / "kept", SECRET)
        try:
            run = open_manual(clone.path, today, keep=lambda *_, store=store: store)
        except CannotCheckError:
            editor.undo()
            continue
        manual, shown = judged(run), judged(run, merged=False)
        assert told(manual, Found(store)) == told(manual)
        assert told(shown, Found(store)) == told(shown)
        run.close()
        source = open_manual(clone.path, today, earlier)
        manual = judged(source)
        assert told(manual, here) == told(manual)
        earlier = source
    if earlier:
        earlier.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which documents are judged by how many rules, and `-` for each other judgement that is made anew."""
    subjects: list[str] = []

    def noted(known: Judgement) -> Judgement:
        if isinstance(known, OfDocuments):

            def of_document(one: Document, manual: Manual) -> Iterable[Departure]:
                subjects.append(one.id)
                return known.departures(one, manual)

            return replace(known, departures=of_document)

        def of_whole(manual: Manual) -> Iterable[Departure]:
            subjects.append("-")
            return known.departures(manual)

        return replace(known, departures=of_whole) if isinstance(known, OfFacts) else known

    watched = tuple(replace(each, judgements=tuple(map(noted, each.judgements))) for each in RULES)
    monkeypatch.setattr(qms_docs.check, "RULES", watched)
    return subjects


def test_after_an_edit_its_document_is_judged(clone: Clone, tmp_path: Path, asked: list[str]) -> None:
    """Another run judges nothing where nothing has changed, and after an edit that document and those that name it."""
    path = clone.path / "procedures/purchasing/supplier-evaluation-sheet.md"
    for sentence, expected in (("", None), ("", []), ("\nMore.\n", ["FRM-002"]), ("\nAnd more.\n", ["FRM-002"])):
        path.write_text(path.read_text(encoding="utf-8") + sentence, encoding="utf-8")
        store = Store(tmp_path / "kept", SECRET)
        source = open_manual(clone.path, TODAY, keep=lambda *_, store=store: store)
        asked.clear()
        check(judged(source), Found(store))
        source.close()
        if expected is not None:
            counted = Counter(asked)
            assert [name for name, times in counted.items() if times > FEW] == expected
            assert counted["-"] == 0


def test_what_is_kept_of_findings_is_damaged(clone: Clone, tmp_path: Path) -> None:
    """Where what was found cannot be read as it was written, everything is judged anew."""
    for _ in range(2):
        store = Store(tmp_path / "kept", SECRET)
        source = open_manual(clone.path, TODAY, keep=lambda *_, store=store: store)
        assert told(judged(source), Found(store)) == told(judged(source))
        source.close()
        (file,) = (tmp_path / "kept").glob("found*")
        file.write_bytes(file.read_bytes()[:-1])


def test_a_rule_that_reads_more_than_it_states(clone: Clone) -> None:
    """It is stopped at once, whatever it reads."""
    source = open_manual(clone.path, TODAY)
    manual = judged(source)
    source.close()
    for each in fields(Manual):
        if each.name != "library":
            with pytest.raises(UnstatedFactError, match=f"`{each.name}`"):
                getattr(Facts(manual).part(()), each.name)
    part = Facts(manual).part((Fact.DAY, Fact.RECORDS), for_documents=True)
    for name in ("lacks", "standing", "served", "numbers", "folders"):
        with pytest.raises(UnstatedFactError):
            getattr(part, name)
    with pytest.raises(UnstatedFactError):
        part.document("SOP-001")
    for fact in Fact:
        assert Facts(manual).digest((fact,)) is not None
        assert set(vars(Facts(manual).part((fact,)))) > {"library", "asked"}
