"""Texts that another process draws before anything is known are used where they are what the manual publishes."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

import pytest
from mkdocs.exceptions import Abort

from mkdocs_document_control.addresses import addresses
from mkdocs_document_control.early.early_work import EarlyTexts, EarlyWork
from mkdocs_document_control.early.guessed_documents import guessed_documents
from mkdocs_document_control.early.spool import Spool
from qms_docs.check import RULES
from qms_docs.meanwhile import NotDoneError
from support import document
from support.processes import children_of
from support.sites import MKDOCS, TODAY, one_processor

if TYPE_CHECKING:
    from support import Build, Clone
    from support.sites import Publish, Tell

pytestmark = pytest.mark.usefixtures("no_other_threads")

WITHOUT_FORGE = "".join(
    each for each in MKDOCS.splitlines(keepends=True) if not each.startswith(("repo_url", "edit_uri"))
)
LENIENT = MKDOCS.replace("document-control]", "{document-control: {fail_on: never}}]")
PICTURE = b"\x89PNG picture"
LINKS = """\
## Scope

See [[SOP-001]], [[SOP-002#scope|this]], [it](../b/b.md#scope), [by its id](SOP-002), [the folder](../b/), [home](/),
[elsewhere](https://example.org/), [itself](#scope), <a href="../b/b.md">raw</a> and [[SOP-999]].

![Flow](flow.png) ![Gone](gone.png)

```table
file: tools.csv
```

[[SOP-002@1]] was before, and [the policy](../../qms.yml) says so. ![Flow](flow.png "Title")
"""


def manual(tell: Tell, build: Build, mkdocs: str = MKDOCS, **bodies: str) -> Clone:
    """Documents in folders of their own, each with a picture and a table."""
    story = tell(mkdocs=mkdocs)
    files: dict[str, str | bytes] = {"procedures/index.md": "---\ncontrolled: false\n---\n# Manual\n\n[A](a/a.md)\n"}
    for number, letter in enumerate("abcd", 1):
        body = bodies.get(letter, f"## Scope\n\nNext is [[SOP-{number % 4 + 1:03}]].\n\n![Flow](flow.png)\n")
        files[f"procedures/{letter}/{letter}.md"] = document(f"SOP-{number:03}", title=f"Step {letter}", body=body)
        files[f"procedures/{letter}/flow.png"] = PICTURE + letter.encode()
        files[f"procedures/{letter}/tools.csv"] = f"Tool,Range\n{letter},10\n"
    story.entry("2026-01-05", files)
    return build(story)


@pytest.fixture
def used(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """Of each text that a build asks for, whether it was drawn early and is used; the process is waited for."""
    found: dict[str, bool] = {}
    find = EarlyTexts.find

    def noted(self: EarlyTexts, file: object, *more: object) -> object:
        text = find(self, file, *more)  # type: ignore[arg-type]
        found[file.src_uri] = text is not None  # type: ignore[attr-defined]
        return text

    def waited(self: EarlyWork) -> EarlyTexts:
        with suppress(NotDoneError):
            self._process.take("early")
        return end(self)

    end = EarlyWork.end
    monkeypatch.setattr(EarlyTexts, "find", noted)
    monkeypatch.setattr(EarlyWork, "end", waited)
    monkeypatch.setenv("QMS_CACHE", "off")
    return found


def early_ones(clone: Clone, publish: Publish, used: dict[str, bool]) -> set[str]:
    """The texts that were drawn early, in a build that gives the site that comes about where nothing is."""
    early = publish(clone, mode="controlled").files()
    names = {name for name, is_early in used.items() if is_early and not name.startswith("rules/")}
    assert used
    with one_processor():
        usual = publish(clone, mode="controlled").files()
    del early["build.json"], usual["build.json"]
    assert early.keys() == usual.keys()
    assert [name for name in usual if usual[name] != early[name]] == []
    return names


def test_texts_are_drawn_early(tell: Tell, build: Build, publish: Publish, used: dict[str, bool]) -> None:
    """Links by id, pictures and tables of one's own are what they are known to be later."""
    body = "## Scope\n\n[[SOP-002]], [it](../b/b.md#scope)\n\n```table\nfile: tools.csv\n```\n\n![Flow](flow.png)\n"
    repository = manual(tell, build, WITHOUT_FORGE, a=body)
    assert early_ones(repository, publish, used) == {f"{each}/{each}.md" for each in "abcd"}


def test_rules_are_explained_early(tell: Tell, build: Build, publish: Publish, used: dict[str, bool]) -> None:
    """What the program itself says is known before any manual is."""
    publish(manual(tell, build, WITHOUT_FORGE))
    assert {name: used[name] for name in used if name.startswith("rules/")} == {
        f"rules/{rule.code.lower()}.md": True for rule in RULES
    }


def test_what_nobody_will_read_is_not_drawn(tell: Tell, build: Build) -> None:
    """A draft and what is announced have a page, whose text is an earlier one; a word in the text changes nothing."""
    body = "## Example\n\nstatus: draft\neffective: 2099-01-01\n"
    repository = manual(tell, build, a=body)
    repository.write("procedures/b/b.md", document("SOP-002", 2, title="Step b", status="draft", body="Unsaid.\n"))
    repository.write(
        "procedures/c/c.md", document("SOP-003", 2, title="Step c", effective="2026-11-24", body="Soon.\n")
    )
    folder = repository.path / "procedures"
    places = addresses(repository.path, str(folder), ())
    for day, drawn in ((TODAY, {"SOP-001", "SOP-004"}), (date(2026, 11, 24), {"SOP-001", "SOP-003", "SOP-004"})):
        found = guessed_documents(str(folder), places, day)
        assert found.keys() == {f"SOP-00{number}" for number in range(1, 5)}
        assert {name for name, page in found.items() if page.markdown} == drawn


def test_what_links_ask_is_asked_again(tell: Tell, build: Build, publish: Publish, used: dict[str, bool]) -> None:
    """A text with every kind of link gives the same, whoever draws it."""
    repository = manual(tell, build, LENIENT, a=LINKS)
    assert early_ones(repository, publish, used) == {f"{each}/{each}.md" for each in "bcd"}


def test_another_text_is_in_force(tell: Tell, build: Build, publish: Publish, used: dict[str, bool]) -> None:
    """A revision of a later day is not published early, and neither is its title where others name it."""
    repository = manual(tell, build)
    later = document("SOP-002", 2, title="Another step", effective="2099-01-01", body="Another text.\n")
    repository.write("procedures/b/b.md", later)
    repository.git("commit", "-q", "-am", "A later revision", day="2026-03-01")
    assert early_ones(repository, publish, used) == {"c/c.md", "d/d.md"}


def test_another_picture_belongs_to_a_text(tell: Tell, build: Build, publish: Publish, used: dict[str, bool]) -> None:
    """What lies in the work tree without being accepted is not what a controlled site shows."""
    repository = manual(tell, build, LENIENT)
    repository.write("procedures/c/flow.png", PICTURE + b"another")
    repository.write("procedures/d/d.md", document("SOP-004", title="Another", body="Not accepted.\n"))
    assert early_ones(repository, publish, used) == {"a/a.md", "b/b.md"}


def test_two_files_claim_one_id(tell: Tell, build: Build, publish: Publish, used: dict[str, bool]) -> None:
    """Nobody guesses which of them is the document."""
    repository = manual(tell, build, LENIENT)
    repository.write("procedures/a/copy.md", document("SOP-002", title="Copy", body="A copy.\n"))
    repository.git("add", "--all")
    repository.git("commit", "-q", "-m", "A copy", day="2026-03-01")
    assert early_ones(repository, publish, used) == {"c/c.md", "d/d.md"}


def test_settings_change_after_the_beginning(tell: Tell, build: Build, publish: Publish, used: dict[str, bool]) -> None:
    """Where another plugin or hook changes how texts are drawn, nothing that was drawn before is used."""
    repository = manual(tell, build, MKDOCS + "hooks: [hook.py]\n")
    hook = "def on_config(config):\n    config.markdown_extensions.append('pymdownx.caret')\n    return config\n"
    repository.write("hook.py", hook)
    assert early_ones(repository, publish, used) == set()


def test_what_is_no_file_is_passed_over(tell: Tell, build: Build, publish: Publish, used: dict[str, bool]) -> None:
    """Pipes, links, folders named as pages, names without characters and large files stop nobody."""
    repository = manual(tell, build, LENIENT)
    folder = repository.path / "procedures"
    os.mkfifo(folder / "pipe.md")
    (folder / "outside.md").symlink_to("/etc/passwd")
    (folder / "again").symlink_to(folder / "a")
    (folder / "folder.md").mkdir()
    (folder / os.fsdecode(b"\xff.md")).write_text(document("SOP-900", title="Name"), encoding="utf-8")
    (folder / "large.md").write_text(document("SOP-901", title="Large", body="word " * 500_000), encoding="utf-8")
    assert early_ones(repository, publish, used) == {f"{each}/{each}.md" for each in "abcd"}


def test_a_refused_build_leaves_no_process(tell: Tell, build: Build, publish: Publish) -> None:
    """Whatever stops a build ends what was begun for it."""
    repository = manual(tell, build)
    repository.write("procedures/a/a.md", document("SOP-001", title="Step a", type="unknown"))
    repository.git("commit", "-q", "-am", "A fault", day="2026-03-01")
    before = children_of(os.getpid())
    with pytest.raises((Abort, Exception)):
        publish(repository)
    assert children_of(os.getpid()) == before


def test_a_piece_that_was_cut_off_is_none() -> None:
    """Whoever reads what another process has left, which may have ended anywhere, gets what is whole."""
    spool = Spool()
    spool.add(b"first", b"1" * 1000)
    spool.add(b"second", b"")
    whole = spool._file.tell()
    spool.add(b"third", b"3" * 1000)
    for end in (whole, whole + 7, whole + 18, whole + 500):
        spool._file.truncate(end)
        assert [(about, spool.at(place)) for about, place in spool.pieces()] == [
            (b"first", b"1" * 1000),
            (b"second", b""),
        ]
        spool._file.seek(whole)
        spool.add(b"third", b"3" * 1000)
    spool.close()
