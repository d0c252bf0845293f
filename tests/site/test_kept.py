"""A site is the same, whatever earlier builds have kept of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import nullcontext
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from mkdocs_document_control.past_text import PastText
from support import document
from support.sites import MKDOCS, TODAY, one_processor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support import Build, Clone
    from support.sites import Publish, Tell

LETTERS = "abcdefgh"
WHOLE = MKDOCS.replace("document-control]", "{document-control: {fail_on: never}}]")
PRUNED = WHOLE.replace("content.action.edit", "content.action.edit, navigation.prune")


def text(letter: str, revision: int = 1, **fields: object) -> str:
    """A document that refers to its neighbour by id and by path, and shows an image and a table."""
    number = LETTERS.index(letter)
    neighbour = LETTERS[(number + 1) % len(LETTERS)]
    body = (
        f"## Next\n\nSee [[SOP-{LETTERS.index(neighbour) + 1:03}]], [it](../{neighbour}/{neighbour}.md#next).\n\n"
        f"![Flow](flow.png)\n\n```table\nfile: tools.csv\n```\n\nRevision {revision}.\n"
    )
    return document(f"SOP-{number + 1:03}", revision, **{"title": f"Step {letter}", "body": body} | fields)


@pytest.fixture(params=[WHOLE, PRUNED], ids=["whole", "pruned"])
def manual(request: pytest.FixtureRequest, tell: Tell, build: Build) -> Clone:
    """A manual of eight documents in eight folders, with a navigation that shows everything or only what is near."""
    story = tell(mkdocs=request.param)
    files: dict[str, str | bytes] = {"procedures/index.md": "---\ncontrolled: false\n---\n# Manual\n\nWelcome.\n"}
    for letter in LETTERS:
        files[f"procedures/{letter}/{letter}.md"] = text(letter)
        files[f"procedures/{letter}/flow.png"] = b"\x89PNG " + letter.encode()
        files[f"procedures/{letter}/tools.csv"] = f"Tool,Range\n{letter},10\n"
    story.entry("2026-01-05", files)
    return build(story)


def commit(clone: Clone, day: str = "2026-05-01") -> None:
    """What was written is accepted."""
    clone.git("add", "--all")
    clone.git("commit", "-q", "-m", "A change", day=day)


def kept_paths(home: Path) -> set[Path]:
    """Everything that builds have kept."""
    return {path for path in (home / ".cache" / "qms-docs").rglob("*") if path.is_file()}


def swap(clone: Clone) -> None:
    """Two documents have the names that the files of each other had."""
    one, other = (clone.path / f"procedures/{letter}/{letter}.md" for letter in "cd")
    texts = one.read_text(encoding="utf-8"), other.read_text(encoding="utf-8")
    other.write_text(texts[0], encoding="utf-8")
    one.write_text(texts[1], encoding="utf-8")


def kept_files(home: Path) -> set[str]:
    """The files in which builds keep what they have drawn."""
    found = (home / ".cache" / "qms-docs").rglob("*")
    return {path.name for path in found if path.name.startswith(("pages-", "bodies-", "drawn-", "many-"))}


def revise(clone: Clone) -> None:
    """A document has another text."""
    clone.write("procedures/c/c.md", text("c", 2))


def rename(clone: Clone) -> None:
    """A document has another title."""
    clone.write("procedures/c/c.md", text("c", 2, title="Another step"))


def add(clone: Clone) -> None:
    """There is a new document."""
    clone.write("procedures/c/new.md", document("SOP-900", title="New step"))


def move(clone: Clone) -> None:
    """A folder has another name."""
    clone.git("mv", "procedures/d", "procedures/moved")
    clone.write("procedures/moved/d.md", text("d"))


def take_away(clone: Clone) -> None:
    """A page that is under no control is gone, and with it the home page's text."""
    clone.git("rm", "-q", "procedures/index.md")


def plan_ahead(clone: Clone) -> None:
    """A revision waits for its day."""
    clone.write("procedures/e/e.md", text("e", 2, effective="2026-11-24"))


def withdraw(clone: Clone) -> None:
    """A document is made obsolete."""
    obsolete = {"date": "2026-05-01", "superseded_by": "SOP-001", "reason": "Merged."}
    clone.write("procedures/f/f.md", text("f", 2, obsolete=obsolete))


def redraw(clone: Clone) -> None:
    """An image and the data of a table are others, under the next revision."""
    clone.write("procedures/g/flow.png", b"\x89PNG other")
    clone.write("procedures/g/tools.csv", "Tool,Range\nother,11\n")
    clone.write("procedures/g/g.md", text("g", 2))


def lose_data(clone: Clone) -> None:
    """The data of a table that is still in force stand in no file any more, so that nobody can edit them."""
    clone.write("procedures/h/h.md", text("h", 2, effective="2099-01-01", body="Without a table.\n"))
    clone.git("rm", "-q", "procedures/h/tools.csv")


def settle(clone: Clone) -> None:
    """The site has another name and one more extension."""
    settings = (clone.path / "mkdocs.yml").read_text().replace("site_name: Manual", "site_name: Our manual")
    clone.write("mkdocs.yml", settings.replace("[admonition,", "[admonition, def_list,"))


def decide(clone: Clone) -> None:
    """The policy asks for reviews."""
    policy = (clone.path / "qms.yml").read_text().replace("title: Procedure", "title: Process\n    review: 6 months")
    clone.write("qms.yml", policy)


CHANGES = [revise, rename, add, move, take_away, plan_ahead, withdraw, redraw, lose_data, settle, decide]


def cold(publish: Publish, clone: Clone, monkeypatch: pytest.MonkeyPatch, today: date = TODAY) -> dict[str, bytes]:
    """The files of the site, drawn where nothing is kept."""
    with monkeypatch.context() as patch:
        patch.setenv("QMS_CACHE", "off")
        return files(publish, clone, today)


def files(publish: Publish, clone: Clone, today: date = TODAY) -> dict[str, bytes]:
    """The files of the site but the record of its building."""
    found = publish(clone, today=today).files()
    del found["build.json"]
    return found


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The names of the files that are not the same."""
    return [name for name in sorted(one.keys() | other.keys()) if one.get(name) != other.get(name)]


def test_nothing_changed_nothing_drawn(
    manual: Clone, publish: Publish, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing has changed no text and no page is drawn, and the site is the same as one that is drawn anew."""
    first = files(publish, manual)
    kept = kept_files(home)
    assert {name.partition("-")[0] for name in kept} == {"pages", "bodies", "drawn", "many"}
    second = files(publish, manual)
    assert kept_files(home) == kept
    assert differing(first, second) == []
    assert differing(second, cold(publish, manual, monkeypatch)) == []


@pytest.mark.parametrize("change", CHANGES, ids=[each.__name__ for each in CHANGES])
def test_every_page_that_shows_a_change(
    manual: Clone, publish: Publish, monkeypatch: pytest.MonkeyPatch, change: Callable[[Clone], None]
) -> None:
    """After a change every page that shows it is another, and the others are as before."""
    files(publish, manual)
    change(manual)
    commit(manual)
    assert differing(files(publish, manual), cold(publish, manual, monkeypatch)) == []


def test_all_changes_one_after_the_other(manual: Clone, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many changes and days have gone by since what is kept was drawn, the site is as if drawn anew."""
    for number, change in enumerate([decide, move, plan_ahead, withdraw, settle, take_away, lose_data, add, redraw]):
        change(manual)
        commit(manual, f"2026-05-{number + 1:02}")
        files(publish, manual)
    for days in (0, 1, 200):
        today = TODAY + timedelta(days=days)
        assert differing(files(publish, manual, today), cold(publish, manual, monkeypatch, today)) == []


def test_a_new_day_draws_what_it_changes(
    manual: Clone, publish: Publish, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the day on which a revision takes effect its page is another, without a commit; most pages are kept."""
    plan_ahead(manual)
    commit(manual)
    before = files(publish, manual)
    pieces = {path: path.stat().st_size for path in (home / ".cache").rglob("bodies-*.pieces")}
    tomorrow = date(2026, 11, 24)
    after = files(publish, manual, tomorrow)
    assert b"Revision 2." in after["e/e/index.html"]
    assert b"Revision 1." in before["e/e/index.html"]
    assert differing(after, cold(publish, manual, monkeypatch, tomorrow)) == []
    fresh = [path for path in (home / ".cache").rglob("bodies-*.pieces") if path not in pieces]
    assert sum(path.stat().st_size for path in fresh) < sum(pieces.values()) / 3


def test_an_unchanged_past_is_not_read_again(manual: Clone, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    """No text of an earlier revision is read or drawn while its page is what it was, whatever else has changed."""
    for change in (revise, redraw, rename):
        change(manual)
        commit(manual)
    files(publish, manual)
    manual.write("procedures/h/h.md", text("h", 2))
    manual.write("procedures/a/new.md", document("SOP-901", title="New step"))
    commit(manual, "2026-05-02")
    read: list[str] = []
    prepare = PastText.prepare
    monkeypatch.setattr(PastText, "prepare", lambda self: (read.append(self.text.path), prepare(self))[1])
    # What another process reads nobody counts here.
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    after = files(publish, manual)
    assert set(read) == {"procedures/a/new.md", "procedures/h/h.md"}
    monkeypatch.undo()
    assert differing(after, cold(publish, manual, monkeypatch)) == []


@pytest.mark.parametrize("option", ["archive: 1", "archive: none", "archive: all"])
def test_a_shallower_or_deeper_archive(
    manual: Clone, publish: Publish, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    """Texts that lead to revisions by id, or by the place of their pages, follow the depth of the archive."""
    body = "[[SOP-001@1]], [[SOP-001@2]], [page](../a/a/revisions/1.md).\n"
    for revision in (2, 3):
        manual.write("procedures/a/a.md", text("a", revision))
        commit(manual, f"2026-05-0{revision}")
    manual.write("procedures/b/b.md", text("b", 2, body=body))
    commit(manual, "2026-05-04")
    files(publish, manual)
    settings = (manual.path / "mkdocs.yml").read_text()
    manual.write("mkdocs.yml", settings.replace("{fail_on: never}", f"{{fail_on: never, {option}}}"))
    commit(manual, "2026-05-05")
    assert differing(files(publish, manual), cold(publish, manual, monkeypatch)) == []


def warn_of_links(manual: Clone) -> None:
    """MkDocs warns of the links of two texts."""
    settings = (manual.path / "mkdocs.yml").read_text()
    manual.write("mkdocs.yml", settings + "validation: {absolute_links: warn}\n")
    for letter in "ac":
        manual.write(f"procedures/{letter}/{letter}.md", text(letter, 2, body="See [it](/register/).\n"))
    commit(manual)


def test_warnings_come_again(
    manual: Clone, publish: Publish, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is warned of while a text is drawn is warned of in every build, in the same order."""
    warn_of_links(manual)
    told = []
    for cache in ("off", str(manual.path.parent / "kept"), str(manual.path.parent / "kept")):
        monkeypatch.setenv("QMS_CACHE", cache)
        capfd.readouterr()
        files(publish, manual)
        told.append([line for line in capfd.readouterr().err.splitlines() if "absolute link" in line])
    assert len(told[0]) == 2
    assert told[0] == told[1] == told[2]


@pytest.mark.parametrize("alone", [True, False])
def test_a_quiet_build_keeps_what_it_does_not_say(manual: Clone, *, alone: bool) -> None:
    """What `mkdocs build --quiet` has not said of a text a later build says, and a quiet one again does not."""
    warn_of_links(manual)
    told = []
    for number, words in enumerate((["--quiet"], [], ["--quiet"])):
        manual.write("procedures/free.md", f"---\ncontrolled: false\n---\n\n# Free\n\n{number}\n")
        with one_processor() if alone else nullcontext():
            command = [sys.executable, "-m", "mkdocs", "build", *words]
            done = subprocess.run(command, cwd=manual.path, check=True, capture_output=True, text=True)
        told.append(done.stderr.count("absolute link"))
    assert told == [0, 2, 0]


def test_templates_of_the_organization(manual: Clone, publish: Publish, home: Path) -> None:
    """Pages under templates of the organization's own are drawn in every build, because nobody knows what they show."""
    settings = (manual.path / "mkdocs.yml").read_text().replace("name: material", "name: material, custom_dir: own")
    manual.write("mkdocs.yml", settings)
    for words in ("First words", "Other words"):
        manual.write("own/main.html", f'{{% extends "base.html" %}}{{% block footer %}}{words}{{% endblock %}}\n')
        commit(manual)
        assert words.encode() in files(publish, manual)["a/a/index.html"]
    assert not [name for name in kept_files(home) if name.startswith("pages-")]


def test_hooks_of_the_organization(manual: Clone, publish: Publish) -> None:
    """Beside a hook that changes pages they are drawn in every build."""
    settings = (manual.path / "mkdocs.yml").read_text()
    manual.write("mkdocs.yml", settings + "hooks: [hook.py]\n")
    for words in ("first", "other"):
        manual.write("hook.py", f"def on_page_context(context, page, config, nav):\n    page.content += '{words}'\n")
        commit(manual)
        assert words.encode() in files(publish, manual)["a/a/index.html"]


def test_extensions_that_read_files(manual: Clone, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts into which an extension puts other files are drawn in every build, because those may have changed."""
    settings = (manual.path / "mkdocs.yml").read_text()
    snippets = f"[{{pymdownx.snippets: {{base_path: [{manual.path}]}}}}, admonition,"
    manual.write("mkdocs.yml", settings.replace("[admonition,", snippets))
    manual.write("procedures/c/c.md", text("c", 2, body='--8<-- "part.txt"\n'))
    for words in ("First words", "Other words"):
        manual.write("part.txt", f"{words}\n")
        commit(manual)
        found = files(publish, manual)
        assert words.encode() in found["c/c/index.html"]
        assert differing(found, cold(publish, manual, monkeypatch)) == []


def test_icons_of_the_organization(manual: Clone, publish: Publish, home: Path) -> None:
    """Texts with icons of the organization's own are drawn in every build."""
    settings = (manual.path / "mkdocs.yml").read_text()
    icons = (
        "markdown_extensions:\n  - pymdownx.emoji:\n"
        "      emoji_index: !!python/name:material.extensions.emoji.twemoji\n"
        "      emoji_generator: !!python/name:material.extensions.emoji.to_svg\n"
        f"      options: {{custom_icons: [{manual.path}/icons]}}\n"
    )
    manual.write("mkdocs.yml", re.sub(r"(?m)^markdown_extensions:.*\n", icons, settings))
    manual.write("procedures/c/c.md", text("c", 2, body="Press :firm-stop: now.\n"))
    manual.write("icons/firm/stop.svg", '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1"/></svg>')
    commit(manual)
    assert b"M0 0h1" in files(publish, manual)["c/c/index.html"]
    assert kept_files(home) == set()


def test_page_that_comes_under_control(manual: Clone, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page whose text stays shows other images from the day on which it is a document, and the other way about."""
    body = "![Flow](/flow.png)\n"
    for front in ("controlled: false", "id: SOP-900\ntype: procedure\nrevision: 1", "controlled: false"):
        manual.write("procedures/page.md", f"---\n{front}\n---\n# Page\n\n{body}")
        commit(manual)
        found = files(publish, manual)
        assert differing(found, cold(publish, manual, monkeypatch)) == []
        assert (b"image not shown" in found["page/index.html"]) == front.startswith("id")


def test_broken(manual: Clone, publish: Publish, home: Path) -> None:
    """What was kept and is broken is drawn again."""
    first = files(publish, manual)
    for path in (home / ".cache" / "qms-docs").rglob("*-*"):
        if path.is_file():
            content = bytearray(path.read_bytes())
            content[len(content) // 2] ^= 1
            path.write_bytes(content)
    assert differing(first, files(publish, manual)) == []
    assert differing(first, files(publish, manual)) == []


def test_a_run_ends_while_it_keeps_pages(
    manual: Clone, publish: Publish, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lists lead to documents that have changed places, though of what a build has drawn not everything was kept."""
    files(publish, manual)
    before = kept_paths(home)
    swap(manual)
    commit(manual)
    files(publish, manual)
    for path in kept_paths(home) - before:
        # Of the file that says where pages lie nothing was written; the one that says what they asked came before it.
        if path.match("bodies-*.kept") or path.suffix == ".slip":
            path.unlink()
    found = files(publish, manual)
    assert differing(found, cold(publish, manual, monkeypatch)) == []
    assert b'href="../d/d/"><span class="qms-id">SOP-003</span>' in found["types/index.html"]
