"""A build after an edit of words plans the page of that document alone, and gives the site that is planned anew."""

from __future__ import annotations

import random
import re
import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from mkdocs.commands import build as build_command

from mkdocs_document_control import planning
from mkdocs_document_control.late import LateValues
from mkdocs_document_control.whole import kept_plan
from mkdocs_document_control.whole.kept_plan import KeptPlans
from support.sites import TODAY, one_processor
from support.text_edits import (
    ALONE,
    EDITED,
    FURTHER,
    as_it_was,
    moved,
    moved_back,
    organization,
    text_of,
    words,
    words_of_a_draft,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from mkdocs_document_control.page import PlannedPage
    from support import Clone
    from support.sites import Publish

pytestmark = pytest.mark.usefixtures("no_other_threads")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """An organization with documents that lead to each other, and a record."""
    return organization(tmp_path_factory.mktemp("kept-plan") / "manual")


@pytest.fixture
def manual(told: Clone) -> Iterator[Clone]:
    """The same with an edit that proposes a revision."""
    with as_it_was(told) as clone:
        clone.write(EDITED, text_of("## Steps\n\nThree.\n"))
        yield clone


@pytest.fixture
def goes_on(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each build of which something is kept, whether it went on from a plan."""
    found: list[bool] = []
    find = KeptPlans.find

    def noted(self: KeptPlans, *about: object) -> object:
        # Handed on as it came.
        plan = find(self, *about)  # type: ignore[arg-type]
        if self._shelf.lasts:
            found.append(plan is not None)
        return plan

    monkeypatch.setattr(KeptPlans, "find", noted)
    return found


@pytest.fixture
def differing(publish: Publish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Builds the site as it goes on from what is kept, and says which files are others where nothing is kept."""

    def built(clone: Clone, today: date = TODAY) -> list[str]:
        warm = files(publish, clone, today)
        shutil.move(clone.path / "site", tmp_path / "warm")
        with monkeypatch.context() as patch:
            patch.setenv("QMS_CACHE", "off")
            cold = files(publish, clone, today)
        shutil.rmtree(clone.path / "site")
        shutil.move(tmp_path / "warm", clone.path / "site")
        return [name for name in sorted(warm.keys() | cold.keys()) if warm.get(name) != cold.get(name)]

    return built


def files(publish: Publish, clone: Clone, today: date = TODAY) -> dict[str, bytes]:
    """The files of the site but the record of its building."""
    found = publish(clone, today=today).files()
    del found["build.json"]
    return found


def in_store(home: Path, name: str) -> list[Path]:
    """The files that keep such things."""
    return [*(home / ".cache" / "qms-docs").rglob(f"{name}-*")]


@pytest.fixture
def begun(manual: Clone, publish: Publish, goes_on: list[bool]) -> Clone:
    """The manual once a plan is kept in which two documents lead to others."""
    for change in (words, words_of_a_draft, words_of_a_draft):
        change(manual)
        manual.write(EDITED, (manual.path / EDITED).read_text(encoding="utf-8") + f"\n{len(goes_on)}.\n")
        publish(manual)
    goes_on.clear()
    return manual


def test_edits_of_words(begun: Clone, differing: Callable[..., list[str]], goes_on: list[bool]) -> None:
    """After edits of words a build goes on from the plan, and every file is right."""
    for change in ALONE:
        change(begun)
        assert (change, differing(begun)) == (change, [])
    # The draft has the words already that one of them gives it.
    assert goes_on == [True] * (len(ALONE) - 1)


def test_nothing_else_is_planned(begun: Clone, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an edit of words nobody needs anything of a page but that of the document, be it one of the past."""
    planned: list[object] = []
    plan = planning.plan_site

    def noted(*about: object) -> object:
        planned.append(about)
        # Handed on as it came.
        return plan(*about)  # type: ignore[arg-type]

    monkeypatch.setattr(planning, "plan_site", noted)
    words(begun)
    # What another process did would not be seen here.
    with one_processor():
        publish(begun)
    assert planned == []


def test_what_stands_for_values_is_kept(begun: Clone, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever process has drawn a page that no document stands for, nobody needs its values to find it again."""
    found: list[PlannedPage] = []
    find = KeptPlans.find

    def noted(self: KeptPlans, *about: object) -> object:
        # Handed on as it came.
        site = find(self, *about)  # type: ignore[arg-type]
        found.extend(site.plan.pages.values() if site else ())
        return site

    monkeypatch.setattr(KeptPlans, "find", noted)
    words(begun)
    publish(begun)
    late = [each.values for each in found if each.document is None and isinstance(each.values, LateValues)]
    assert late
    assert all(each.known_digest is not None for each in late)


def test_other_pages_may_show_it(begun: Clone, differing: Callable[..., list[str]], goes_on: list[bool]) -> None:
    """After each of many other edits every file is right."""
    for number, change in enumerate(FURTHER):
        change(begun)
        assert (number, change, differing(begun)) == (number, change, [])
    assert False in goes_on


@pytest.mark.parametrize("seed", range(2))
def test_in_any_order(begun: Clone, differing: Callable[..., list[str]], seed: int) -> None:
    """However the edits follow each other, some before a build and some after, every file is right."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    edits: list[Callable[[Clone], None]] = [each for each in (*ALONE, *FURTHER) if each is not moved_back]
    for _ in range(6):
        made = [chance.choice(edits) for _ in range(chance.randrange(1, 3))]
        for change in made:
            if change is not moved or (begun.path / EDITED).exists():
                change(begun)
        assert (made, differing(begun)) == (made, [])


def test_another_day(begun: Clone, differing: Callable[..., list[str]], goes_on: list[bool]) -> None:
    """On another day the site is planned anew."""
    words(begun)
    assert differing(begun, TODAY + timedelta(days=1)) == []
    assert goes_on == [False]


def test_pages_that_are_kept_no_more(
    begun: Clone, differing: Callable[..., list[str]], goes_on: list[bool], home: Path
) -> None:
    """Pages of which another run has taken away what was drawn are drawn anew, from values that the plan lacks."""
    for path in in_store(home, "bodies"):
        path.unlink()
    words(begun)
    assert differing(begun) == []
    assert goes_on == [True]


def said(publish: Publish, clone: Clone, caplog: pytest.LogCaptureFixture) -> list[str]:
    """What a build says of links, in some order."""
    caplog.clear()
    with caplog.at_level("INFO", logger="mkdocs"):
        publish(clone)
    told = {each.getMessage() for each in caplog.records if " link" in each.getMessage()}
    return sorted(told)


def test_what_is_said_of_links(
    manual: Clone,
    publish: Publish,
    goes_on: list[bool],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each build says of the links of all pages what one says of which nothing is kept, also where an anchor goes."""
    free = "---\ncontrolled: false\n---\n\n# Free\n\n[%s](%s)\n"
    manual.write("procedures/place.md", free % ("Place", "edited.md#place"))
    manual.write("procedures/nowhere.md", free % ("Nowhere", "edited.md#nowhere"))
    manual.write("procedures/missing.md", free % ("Missing", "/missing/"))
    told: list[list[str]] = []
    for body in (
        "One.\n{: #place }\n",
        "Two.\n{: #place }\n",
        "Three.\n{: #place }\n",
        "Four.\n",
    ):
        manual.write(EDITED, text_of(body))
        told.append(said(publish, manual, caplog))
        with monkeypatch.context() as patch:
            patch.setenv("QMS_CACHE", "off")
            assert said(publish, manual, caplog) == told[-1], body
    assert goes_on == [False, False, True, True]
    assert any("contain an anchor '#nowhere'" in each for each in told[2])
    assert any("'/missing/'" in each for each in told[2])
    assert [any("contain an anchor '#place'" in each for each in one) for one in told] == [False, False, False, True]


@pytest.mark.parametrize("drawn_before", [True, False], ids=["found", "drawn"])
def test_pages_that_mkdocs_has_not_read(
    begun: Clone, publish: Publish, monkeypatch: pytest.MonkeyPatch, *, drawn_before: bool
) -> None:
    """MkDocs reads the page of the edited document, and a few in which it has a part.

    It is all the same whether the build that kept the plan has found the others or drawn them.
    """
    read: list[str] = []
    if not drawn_before:
        settings = (begun.path / "mkdocs.yml").read_text(encoding="utf-8")
        begun.write("mkdocs.yml", re.sub("(?m)^site_name: .*", "site_name: Another", settings))
    pages = sum(name.endswith(".html") for name in publish(begun).files())
    populate = build_command._populate_page
    monkeypatch.setattr(
        build_command,
        "_populate_page",
        # Handed on as it came.
        lambda page, *about: (read.append(page.file.src_uri), populate(page, *about))[1],
    )
    words(begun)
    publish(begun)
    assert "edited.md" in read
    assert len(read) < pages / 4


def test_a_damaged_plan(begun: Clone, differing: Callable[..., list[str]], goes_on: list[bool], home: Path) -> None:
    """A plan that is not as it was written is none."""
    for path in in_store(home, "plans"):
        path.write_bytes(path.read_bytes().replace(b"Edited", b"Forged"))
    words(begun)
    assert differing(begun) == []
    assert goes_on == [False]


def test_what_is_asked_besides(
    begun: Clone, differing: Callable[..., list[str]], goes_on: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where anything that the plan has asked of the repository is answered otherwise, the site is planned anew."""
    monkeypatch.setattr(kept_plan, "still_answered", lambda *_: False)
    words(begun)
    assert differing(begun) == []
    assert goes_on == [False]


def test_a_file_that_is_not_published(
    manual: Clone, publish: Publish, goes_on: list[bool], caplog: pytest.LogCaptureFixture
) -> None:
    """Each build warns once of a file that a page shows and nobody may open, however often words are edited."""
    manual.write("procedures/tool.html", "<p>Tool</p>\n")
    manual.write("procedures/free.md", "---\ncontrolled: false\n---\n\n# Free\n\n[Tool](tool.html)\n")
    for number in range(4):
        manual.write(EDITED, text_of(f"## Steps\n\nStep {number}.\n"))
        caplog.clear()
        publish(manual)
        assert (number, caplog.text.count("tool.html is not published")) == (number, 1)
    assert goes_on == [False] * 4
