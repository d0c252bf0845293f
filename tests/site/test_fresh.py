"""Pages that nobody has drawn before, drawn and written beside MkDocs."""

from __future__ import annotations

import json
import posixpath
from typing import TYPE_CHECKING

import pytest

from mkdocs_document_control.many import fresh
from mkdocs_document_control.many.fresh import FreshPages
from qms_docs.progress import watched
from support import document
from support.sites import MKDOCS, one_processor

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

    from mkdocs_document_control.many.dealt import Hashes
    from mkdocs_document_control.page import PlannedPage
    from support import Build, Clone
    from support.sites import Publish, Tell

Lot = list[tuple["Page", "PlannedPage"]]


@pytest.fixture
def lots(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The addresses of the pages that are drawn together, in the order in which that happens; nothing is kept."""
    found: list[list[str]] = []
    made = FreshPages._made

    def noted(self: FreshPages, pages: Lot, begun: int, standing: Hashes) -> object:
        found.append([planned.src_uri for _, planned in pages])
        return made(self, pages, begun, standing)

    monkeypatch.setattr(FreshPages, "_made", noted)
    monkeypatch.setenv("QMS_CACHE", "off")
    return found


@pytest.fixture
def manual(tell: Tell, build: Build) -> Clone:
    """Documents that came into three folders by turns."""
    story = tell()
    for number in range(1, 13):
        folder = "abc"[number % 3]
        text = document(f"SOP-{number:03}", title=f"Step {number}", body=f"Words{number} of one.\n")
        story.entry(f"2026-01-{number + 2:02}", {f"procedures/{folder}/{number}.md": text})
    return build(story)


def test_pages_of_a_folder_are_drawn_together(manual: Clone, publish: Publish, lots: list[list[str]]) -> None:
    """Whoever draws a page has drawn what stands around its neighbours; long lots come first."""
    with one_processor():
        publish(manual)
    folders = [{posixpath.dirname(each) for each in lot} for lot in lots]
    assert all(len(each) == 1 for each in folders)
    assert [each for each in folders if each == {"a"}] == [{"a"}]
    assert [len(lot) for lot in lots] == sorted((len(lot) for lot in lots), reverse=True)
    assert max(len(lot) for lot in lots) == fresh._TOGETHER


def test_the_bar_goes_on_to_its_end(manual: Clone, publish: Publish, lots: list[list[str]]) -> None:
    """Whoever watches sees one number of pages, of which ever more are drawn, until all are."""
    seen: list[tuple[int, int]] = []

    class Watcher:
        def come_to(self, phase: str, done: int, of: int) -> None:
            if phase == "Drawing the pages":
                seen.append((done, of))

        def make_room(self) -> None:
            pass

    with one_processor(), watched(Watcher()):
        publish(manual)
    assert lots
    assert len({of for _, of in seen}) == 1
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]


def test_the_search_knows_all_in_their_order(manual: Clone, publish: Publish, lots: list[list[str]]) -> None:
    """Whatever was drawn first, the search has the pages in the order of the site, each once."""
    with one_processor():
        drawn_beside = publish(manual).files()["search/search_index.json"]
    assert lots
    manual.write("hook.py", "def on_page_context(context, page, config, nav):\n    return context\n")
    manual.write("mkdocs.yml", f"{MKDOCS}hooks: [hook.py]\n")
    manual.git("add", "--all")
    manual.git("commit", "-q", "-m", "A hook that sees every page", day="2026-02-01")
    lots.clear()
    by_mkdocs = publish(manual).files()["search/search_index.json"]
    assert lots == []
    first, second = (json.loads(each)["docs"] for each in (drawn_beside, by_mkdocs))
    assert [each["location"] for each in first] == [each["location"] for each in second]
    assert sum("Words7 of one" in each["text"] for each in first) == 1


def test_the_search_of_mkdocs_knows_them_too(manual: Clone, publish: Publish) -> None:
    """One that learns only of pages that MkDocs makes learns of all but the past, in every build."""
    manual.write("mkdocs.yml", MKDOCS.replace("[search,", "[/search,"))
    for day in ("2026-02-01", "2026-02-02"):
        manual.git("commit", "-q", "--allow-empty", "-a", "-m", "Another search", day=day)
        site = publish(manual)
        found = {each["location"] for each in json.loads(site.text("search/search_index.json"))["docs"]}
        assert {f"{'abc'[number % 3]}/{number}/" for number in range(1, 13)} <= found
        assert site.holds("as-of/2026/index.html")
        assert "as-of/2026/" not in found
