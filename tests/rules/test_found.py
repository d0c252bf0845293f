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
from qms_docs.rules.facts import _STANDS_FOR, Fact, Facts, UnstatedFactError
from qms_docs.rules.registry import OfDocuments, OfFacts
from qms_docs.sources.loading import open_manual
from support import Story, document, organization_file, policy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
EXTENSIONS = (
    "  - toc\n",
    "  - toc:\n      slugify: !!python/name:markdown.extensions.toc.slugify_unicode\n",
    "  - pymdownx.arithmatex\n",
    "  - footnotes\n",
)


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
        """The site makes anchors otherwise, or knows formulas or footnotes."""
        extensions = self.chance.choice(EXTENSIONS)
        self.clone.write("mkdocs.yml", f"site_name: Example\nmarkdown_extensions:\n{extensions}")

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


@pytest.mark.parametrize("seed", range(3))
def test_edits_by_chance(clone: Clone, tmp_path: Path, seed: int) -> None:
    """After each of many edits the same is found again as where nothing was found before, in one run and in many."""
    editor = Editor(clone, seed)
    here, earlier = Found(), None
    for _ in range(12):
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


NONCONFORMITY = """id: NC-2026-001
title: A dent
opened: 2026-02-01
owner: {owner}
status: open
links: [{{evidence: SOP-002@2}}]
"""
LINKS = (
    "## Purpose\n\n## Über uns\n\nSee [it](#uber-uns), [this](../tools/x.txt), [that](d.md#nowhere) and [a page]"
    "(page.md#page).\n"
)
PAGE = "---\ncontrolled: false\n---\n\n# {title}\n"
HEADED = "## Purpose\n\n## {heading}\n"
TYPES = {
    "procedure": {"sections": ["Purpose"], "review": "12 months"},
    "form": {"approvals": [{"role": "quality-manager"}]},
}
STANDING = {
    "qms.yml": policy(types=TYPES, standards=["iso9001:2015"]),
    "mkdocs.yml": "site_name: Example\n",
    "tools/x.txt": "A tool.\n",
    "records/organization.yml": organization_file(),
    "records/nonconformities/NC-2026-001.yml": NONCONFORMITY.format(owner="quality-manager"),
    "procedures/a.md": document("SOP-001", clauses=["7.5.3"], translation_of="SOP-003@1", body=LINKS),
    "procedures/b.md": document("SOP-002", body=HEADED.format(heading="Scope")),
    "procedures/d.md": "---\nid: [\n---\n",
    "procedures/e.md": document("SOP-005", body=HEADED.format(heading="Scope")),
    "procedures/f.md": document("SOP-006", body="## Purpose\n\nSee [it](b.md#scope).\n"),
    "procedures/draft.md": document("SOP-007", draft=True, body="See [it](nowhere.md).\n"),
    "procedures/form.md": document("FRM-001", type="form"),
    "procedures/page.md": PAGE.format(title="Page"),
}
PROPOSED = {
    "procedures/b.md": document("SOP-002", 2, body=HEADED.format(heading="Scope")),
    "procedures/new.md": document("SOP-009", body="Nothing yet.\n"),
}
CHANGES: dict[Fact, dict[str, str | None]] = {
    Fact.DAY: {},
    Fact.POLICY: {"qms.yml": STANDING["qms.yml"].replace("Purpose", "Aim")},
    Fact.ORGANIZATION: {"records/organization.yml": organization_file(roles={"quality-manager": {"title": "Chief"}})},
    Fact.RECORDS: {"records/nonconformities/NC-2026-001.yml": NONCONFORMITY.format(owner="nobody")},
    Fact.NUMBERS: {"procedures/b.md": STANDING["procedures/b.md"]},
    Fact.SERVED: {"procedures/a.md": document("SOP-001", 2, translation_of="SOP-003@1", body=LINKS)},
    Fact.PLACES: {
        "procedures/d.md": STANDING["procedures/e.md"],
        "procedures/e.md": STANDING["procedures/d.md"],
    },
    Fact.OTHERS: {"procedures/c.md": document("SOP-003", 2, body=HEADED.format(heading="Scope"))},
    Fact.PATHS: {"tools/x.txt": None},
    Fact.PAGES: {"procedures/page.md": PAGE.format(title="Another")},
    Fact.OUTLINES: {"mkdocs.yml": f"markdown_extensions:\n{EXTENSIONS[1]}"},
}
"""What has changed in each fact, and in no other that would tell of it."""


def edited(clone: Clone, files: Mapping[str, str | None]) -> None:
    """These files are otherwise."""
    for path, text in files.items():
        if text is None:
            (clone.path / path).unlink()
        else:
            clone.write(path, text)


def found_after(
    build: Build, kept: Path, files: Mapping[str, str | None], *, years: int = 0, here: bool = False
) -> tuple[list[str], list[str], list[str]]:
    """What is found before a change, after it by another run or `here`, and after it where nothing was found before."""
    story = Story()
    story.entry("2026-01-05", STANDING)
    clone = build(story)
    clone.git("clean", "-fdq")
    found: list[list[str]] = []
    last, source = Found(), None
    for day, writings in ((date(2026, 6, 1), PROPOSED), (date(2026 + years, 6, 1), files)):
        edited(clone, writings)
        for _ in range(2):
            store = Store(kept, SECRET)
            if here:
                source = open_manual(clone.path, day, source)
                found.append(told(judged(source), last))
            else:
                source = open_manual(clone.path, day, keep=lambda *_, store=store: store)
                found.append(told(judged(source), Found(store)))
                source.close()
    assert source is not None
    source.close()
    return found[0], found[2], told(judged(source))


def test_no_fact_is_left_out() -> None:
    """Each fact has a change of it; a drawing follows from the document that shows it."""
    assert set(CHANGES) == set(Fact) - {Fact.DRAWINGS}


@pytest.mark.parametrize("fact", CHANGES)
def test_each_fact_is_read(build: Build, tmp_path: Path, fact: Fact, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change of each fact is seen by who reads it; if nothing stood for it, the same would be found again."""
    years = 2 if fact is Fact.DAY else 0
    # In another run every document would be derived anew by another policy.
    here = fact is Fact.POLICY
    before, after, anew = found_after(build, tmp_path / "kept", CHANGES[fact], years=years, here=here)
    assert before != after == anew
    monkeypatch.setitem(_STANDS_FOR, fact, lambda _: ())
    _, after, _ = found_after(build, tmp_path / "others", CHANGES[fact], years=years, here=here)
    assert after != anew


@pytest.mark.parametrize("here", [True, False])
@pytest.mark.parametrize(
    "files",
    [
        {"procedures/b.md": document("SOP-002", 2, body=HEADED.format(heading="Aim"))},
        {"procedures/draft.md": "---\nid: [\n---\n"},
        {"procedures/new.md": None},
    ],
    ids=["named", "broken", "gone"],
)
def test_a_document_is_another(build: Build, tmp_path: Path, files: Mapping[str, str | None], *, here: bool) -> None:
    """It is judged anew with those that lead to it, also where its file cannot be read any more, or it is gone."""
    before, after, anew = found_after(build, tmp_path / "kept", files, here=here)
    assert before != after == anew
