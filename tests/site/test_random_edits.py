"""Whatever is edited, in whatever order, a build that goes on from what is kept gives the site that is drawn anew."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from support import document
from support.sites import MKDOCS, TODAY

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from support import Build, Clone
    from support.sites import Publish, Tell

WHOLE = MKDOCS.replace("document-control]", "{document-control: {fail_on: never}}]")
WORDS = (
    "Two people check.",
    "See [[SOP-002]].",
    "See [it](b.md#steps).",
    "## Steps",
    "`code`",
    "- one\n- two",
    "![x](x.png)",
)


class Editor:
    """Edits a manual by chance."""

    def __init__(self, clone: Clone, seed: int) -> None:
        """The same seed gives the same edits."""
        self.clone = clone
        self.chance = random.Random(seed)  # noqa: S311 - no secret
        self.revisions: dict[str, int] = {}

    def edit(self) -> None:
        """One edit, which is committed or not."""
        edits: list[Callable[[], object]] = [
            self.write,
            self.write,
            self.write,
            self.move,
            self.remove,
            self.people,
            self.settle,
        ]
        self.chance.choice(edits)()
        if self.chance.random() < 0.7:
            self.clone.git("add", "--all")
            self.clone.git("commit", "-q", "--allow-empty", "-m", "An edit", day="2026-05-01")

    def write(self) -> None:
        """A document is begun, revised, or changed under the same number."""
        number = self.chance.randrange(1, 7)
        name, revision = f"SOP-{number:03}", self.revisions.get(f"SOP-{number:03}", 0) + self.chance.randrange(2)
        self.revisions[name] = max(revision, 1)
        fields: dict[str, object] = {"title": self.chance.choice(["Buying", "Selling & more", "Prüfen"])}
        if self.chance.random() < 0.3:
            fields["effective"] = self.chance.choice(["2026-11-24", "2099-01-01"])
        body = "\n\n".join(self.chance.choices(WORDS, k=self.chance.randrange(1, 5)))
        path = next(iter(self.standing(name)), f"procedures/{self.chance.choice('abc')}{number}.md")
        self.clone.write(path, document(name, self.revisions[name], body=f"{body}\n", **fields))

    def standing(self, name: str = "") -> list[str]:
        """The paths of the pages, or of those of a document."""
        root: Path = self.clone.path
        pages = sorted(root.glob("procedures/**/*.md"))
        return [str(each.relative_to(root)) for each in pages if f"id: {name}" in each.read_text(encoding="utf-8")]

    def move(self) -> None:
        """A page has another place."""
        path = self.chance.choice(self.standing())
        content = (self.clone.path / path).read_text(encoding="utf-8")
        (self.clone.path / path).unlink()
        self.clone.write(f"procedures/{self.chance.choice(['d', 'e/f'])}/{path.rpartition('/')[2]}", content)

    def remove(self) -> None:
        """A page is gone, unless it is the last."""
        if len(paths := self.standing()) > 1:
            (self.clone.path / self.chance.choice(paths)).unlink()

    def people(self) -> None:
        """Somebody has another name."""
        self.clone.write(".mailmap", f"{self.chance.choice(['Ann Olsen', 'Liv Olsen'])} <ann.berg@example.org>\n")

    def settle(self) -> None:
        """The site has another name."""
        name = self.chance.choice(["Our manual", "Manual", "The <manual>"])
        self.clone.write("mkdocs.yml", WHOLE.replace("site_name: Manual", f'site_name: "{name}"'))


@pytest.mark.parametrize("seed", range(4))
def test_a_site_after_any_edits(
    tell: Tell, build: Build, publish: Publish, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Every file has the same bytes, after each of several edits and days."""
    story = tell(mkdocs=WHOLE)
    story.entry("2026-01-05", {"procedures/a1.md": document("SOP-001"), "procedures/b.md": document("SOP-002")})
    clone = build(story)
    editor = Editor(clone, seed)
    day = TODAY
    for _ in range(4):
        for _ in range(editor.chance.randrange(1, 4)):
            editor.edit()
        day += timedelta(days=editor.chance.randrange(2))
        kept = _files(publish, clone, day)
        with monkeypatch.context() as patch:
            patch.setenv("QMS_CACHE", "off")
            anew = _files(publish, clone, day)
        assert [name for name in sorted(kept.keys() | anew.keys()) if kept.get(name) != anew.get(name)] == []


def _files(publish: Publish, clone: Clone, day: date) -> dict[str, bytes]:
    """The files of the site but the record of its building."""
    found = publish(clone, today=day).files()
    del found["build.json"]
    return found
