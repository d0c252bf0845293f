"""Pages of which there are very many are written beside MkDocs, and are what MkDocs would have made of them."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from jinja2 import ChoiceLoader, DictLoader
from mkdocs.theme import Theme

from mkdocs_document_control import page_drawing
from mkdocs_document_control.drawing import Drawing
from mkdocs_document_control.frames import frames
from mkdocs_document_control.frames.frames import Frames
from mkdocs_document_control.many.pages import ManyPages
from qms_docs.keeping.store import Store
from support import document
from support.sites import MKDOCS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jinja2 import Environment

    from support import Build, Clone
    from support.sites import Publish, Site, Tell

HOOK = "def on_page_context(context, page, config, nav):\n    return context\n"
"""A hook that changes nothing, which nobody can know: beside it MkDocs makes every page."""
TEXT = """\
# Step & <b>more</b>

## First\n\nSee [[SOP-002]], [[SOP-002@1]], [it](b.md#first) and [a revision](b/revisions/1.md).

```table
file: tools.csv
```

![Flow](flow.png) A note.[^1]

- [ ] one
- [x] two

## First

Revision {revision}: “Größe” \U0001f600 & <i>what</i> </head> follows.

[^1]: Said once.
"""
TITLES = ["Plain", 'A & B <b>"bold"</b>', "  Two   words ", "Ünïcode “quoted”"]


@pytest.fixture(
    params=["", "site_url: https://firm.example/manual/\n", "use_directory_urls: false\n"],
    ids=["bare", "address", "files"],
)
def manual(request: pytest.FixtureRequest, tell: Tell, build: Build) -> Clone:
    """A manual with past revisions and comparisons of every kind."""
    story = tell(mkdocs=MKDOCS.replace("document-control]", "{document-control: {fail_on: never}}]") + request.param)
    for revision in (1, 2, 3):
        files: dict[str, str | bytes | None] = {
            f"procedures/{letter}.md": document(
                f"SOP-{number:03}",
                revision,
                title=TITLES[(number + revision) % len(TITLES)],
                body=TEXT.format(revision=revision),
            )
            for number, letter in enumerate("abcd", 1)
        }
        files["procedures/tools.csv"] = f"Tool,Range\nGauge,{revision}\n"
        files["procedures/flow.png"] = b"\x89PNG " + bytes([revision])
        files["procedures/assets/e.md"] = document("SOP-009", revision, body="Short.\n")
        story.entry(f"2026-0{revision}-05", files)
    return build(story)


def files(site: Site) -> dict[str, bytes]:
    """The files of a site but the record of its building."""
    found = site.files()
    del found["build.json"]
    return found


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The names of the files that are not the same."""
    return [name for name in sorted(one.keys() | other.keys()) if one.get(name) != other.get(name)]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages of which there are very many that are drawn, by their paths."""
    names: list[str] = []
    cut = ManyPages._cut

    def counted(self: ManyPages, *about: object) -> object:
        names.append(about[1].src_uri)  # type: ignore[attr-defined]
        return cut(self, *about)  # type: ignore[arg-type]

    monkeypatch.setattr(ManyPages, "_cut", counted)
    # What another process draws nobody counts here.
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    return names


def test_they_are_what_mkdocs_would_make(manual: Clone, publish: Publish) -> None:
    """Beside a hook MkDocs makes every page, byte for byte the same; kept or drawn anew."""
    ours = files(publish(manual))
    again = files(publish(manual))
    manual.write("hook.py", HOOK)
    manual.write("mkdocs.yml", (manual.path / "mkdocs.yml").read_text() + "hooks: [hook.py]\n")
    manual.git("config", "core.excludesFile", str(manual.path / ".git" / "ignored"))
    (manual.path / ".git" / "ignored").write_text("hook.py\n")
    manual.git("update-index", "--assume-unchanged", "mkdocs.yml")
    theirs = files(publish(manual))
    assert differing(ours, again) == []
    assert differing(ours, theirs) == []
    assert len([name for name in ours if "/revisions/" in name]) == 20


def test_nothing_of_an_unchanged_past_is_drawn(manual: Clone, publish: Publish, drawn: list[str]) -> None:
    """The first build draws each page once; the next, on another day or after an edit, what shows another thing."""
    publish(manual)
    assert len(drawn) == len(set(drawn)) > 15
    drawn.clear()
    publish(manual)
    assert drawn == []
    manual.write("procedures/assets/e.md", document("SOP-009", 4, body="Shorter.\n"))
    manual.git("commit", "-qam", "A change", day="2026-05-01")
    publish(manual)
    assert {name for name in drawn if not name.startswith("as-of/")} == {
        *(f"assets/e/revisions/{each}.md" for each in ("1", "2", "3", "4", "3..4", "2..4", "1..4")),
    } & set(drawn)
    assert "assets/e/revisions/4.md" in drawn
    assert not [name for name in drawn if name.startswith(("a/", "b/", "c/", "d/"))]


def test_the_manifest_names_the_bytes_that_were_written(manual: Clone, publish: Publish) -> None:
    """The hash of each page is that of its file, kept or drawn."""
    for _ in range(2):
        site = publish(manual)
        named = json.loads(site.text("manifest.json"))["files"]
        found = {name: hashlib.sha256(content).hexdigest() for name, content in files(site).items()}
        del found["manifest.json"]
        assert named == found


def test_what_somebody_did_to_the_old_site_is_gone(manual: Clone, publish: Publish, tmp_path: Path) -> None:
    """Pages that were edited by hand, closed to writing, or replaced by links to elsewhere are what they should be."""
    site = publish(manual)
    right = files(site)
    pages = sorted(site.folder.rglob("*1*/index.html")) or sorted(site.folder.rglob("1.html"))
    pages[0].write_text("forged")
    pages[1].chmod(0o400)
    pages[1].parent.chmod(0o500)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept.html").write_text("not ours")
    pages[2].unlink()
    pages[2].symlink_to(outside / "kept.html")
    folder = pages[3].parent.parent
    folder.rename(tmp_path / "moved")
    folder.symlink_to(outside, target_is_directory=True)
    assert differing(files(publish(manual)), right) == []
    assert not folder.is_symlink()
    assert [path.name for path in outside.rglob("*")] == ["kept.html"]
    assert (outside / "kept.html").read_text() == "not ours"


def test_a_page_that_the_navigation_names_stands_in_it(tell: Tell, build: Build, publish: Publish) -> None:
    """Whoever names a past revision in the navigation of `mkdocs.yml` finds it there, under its own title."""
    story = tell(mkdocs=f"{MKDOCS}nav: [index.md, a.md, a/revisions/1.md, {{Second: a/revisions/2.md}}]\n")
    for revision in (1, 2, 3):
        story.entry(f"2026-0{revision}-05", {"procedures/a.md": document("SOP-001", revision)})
    site = publish(build(story))
    shown = site.navigation()
    assert 'href="a/revisions/1/"' in shown
    assert "Second" in shown
    assert "revision 1" in site.words("/a/revisions/1/").lower()
    assert "revision 2" in site.words("/a/revisions/2/").lower()


def test_two_builds_at_once(manual: Clone, publish: Publish, tmp_path: Path) -> None:
    """Two builds of one manual into two folders, each with what the other keeps, give the same site."""
    right = files(publish(manual))
    variables = os.environ | {"QMS_CACHE": str(tmp_path / "kept")}
    running = []
    for name in ("one", "two"):
        settings = (manual.path / "mkdocs.yml").read_text() + f"site_dir: {tmp_path / name}\n"
        configuration = manual.path / f"{name}.yml"
        configuration.write_text(settings)
        words = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(configuration)]
        running.append(subprocess.Popen(words, env=variables))
    assert [each.wait() for each in running] == [0, 0]
    one, two = (
        {path.relative_to(tmp_path / name).as_posix(): path.read_bytes() for path in (tmp_path / name).rglob("*.html")}
        for name in ("one", "two")
    )
    assert one == two
    assert one.keys() == {name for name in right if name.endswith(".html")}


@pytest.mark.usefixtures("no_other_threads")
@pytest.mark.parametrize(("owner", "piece"), [(ManyPages, "_made"), (Drawing, "_whole")], ids=["group", "page"])
def test_the_other_process_ends_in_the_middle(
    manual: Clone, publish: Publish, monkeypatch: pytest.MonkeyPatch, owner: type, piece: str
) -> None:
    """What another process has begun and not done is done by this one, and the site is the same."""
    monkeypatch.setenv("QMS_CACHE", "off")
    right = files(publish(manual))
    first, does = os.getpid(), getattr(owner, piece)
    asked: list[object] = []

    def ends(self: object, about: object) -> object:
        asked.append(about)
        if os.getpid() != first and len(asked) > 1:
            os._exit(1)
        return does(self, about)

    monkeypatch.setattr(owner, piece, ends)
    assert differing(files(publish(manual)), right) == []


@pytest.mark.usefixtures("no_other_threads")
def test_the_other_process_ends_before_it_says_what_it_keeps(
    manual: Clone, publish: Publish, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What it has drawn is in the site, nothing of it is kept, and the builds after that draw it again."""
    monkeypatch.setenv("QMS_CACHE", "off")
    right = files(publish(manual))
    monkeypatch.setenv("QMS_CACHE", str(tmp_path / "kept"))
    first, writes = os.getpid(), Store.written

    def ends(self: Store) -> object:
        if os.getpid() != first:
            os._exit(1)
        return writes(self)

    monkeypatch.setattr(Store, "written", ends)
    assert differing(files(publish(manual)), right) == []
    assert differing(files(publish(manual)), right) == []
    configuration = manual.path / "mkdocs.yml"
    configuration.write_text(configuration.read_text().replace("Manual", "Handbook"))
    changed = files(publish(manual))
    monkeypatch.setenv("QMS_CACHE", "off")
    assert differing(files(publish(manual)), changed) == []


def test_a_template_that_changes_what_it_shows(
    manual: Clone, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the theme does more with a title than show it, or shows another address, no frame is used for two pages."""
    monkeypatch.setenv("QMS_CACHE", "off")
    for part in ("{{ page.title | upper }}", "{{ page.url }}", "{{ page.title | length }}"):
        monkeypatch.setattr(frames, "_PAGE", "changed.html")
        whole = '{% extends "base.html" %}{% block footer %}' + part + "{% endblock %}"
        monkeypatch.setattr(page_drawing, "_USUAL", "changed.html")
        with monkeypatch.context() as patch:
            patch.setattr(Theme, "get_env", with_template("changed.html", whole))
            ours = files(publish(manual))
            patch.setattr(Frames, "drawn", lambda self, context: self._whole(context))
            assert differing(ours, files(publish(manual))) == []


def with_template(name: str, text: str) -> Callable[[Theme], Environment]:
    """Theme environments that have one more template."""
    usual = Theme.get_env

    def get_env(theme: Theme) -> Environment:
        environment = usual(theme)
        environment.loader = ChoiceLoader([DictLoader({name: text}), environment.loader])  # type: ignore[list-item]
        return environment

    return get_env
