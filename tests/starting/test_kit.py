"""The starter documents: the sample manual's own texts, as the first issue of another organization."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from qms_docs.model.numbering import Scheme
from qms_docs.model.policy import Evidence
from qms_docs.sources.yaml_text import YamlMapping, YamlScalar, read_yaml
from qms_docs.starting.first_issue import SAMPLE, as_draft, first_issue, named_in_drawing, value_of
from qms_docs.starting.kit import starter_documents, starter_files

ROOT = Path(__file__).resolve().parents[2]
STRANGE = 'Yes: "A & B" #1 *<b>*'


def test_every_document_of_the_sample_is_in_the_inventory() -> None:
    """`inventory.toml` says of each what it serves and who needs it: add an entry with each new document."""
    assert [each.id for each in starter_documents() if not each.serves] == []


def test_words_of_the_inventory() -> None:
    """Each entry says in a sentence what a document is for; what its text takes for granted is a choice of init."""
    choices = {each.value for each in (*Scheme, *Evidence)}
    for each in starter_documents():
        assert each.serves.endswith(".")
        assert set(each.assumes) <= choices


def test_first_issues() -> None:
    """Each is revision 1 with its change, without days, and with the tags that it has in the sample."""
    for each in starter_documents("Acme"):
        sample = (ROOT / "procedures" / each.path).read_text(encoding="utf-8")
        assert value_of(each.text, "revision") == "1"
        assert "\nchange:\n  class: major\n  summary: First issue.\n" in each.text
        assert [value_of(each.text, name) for name in ("effective", "status", "supersedes")] == [None] * 3
        for name in ("id", "title", "type", "owner", "process", "applies_to", "clauses", "review"):
            assert value_of(each.text, name) == value_of(sample, name)
        assert SAMPLE not in each.text
        assert each.text.partition("\n---\n")[2].replace("Acme", SAMPLE) == sample.partition("\n---\n")[2]


def test_pictures_go_along() -> None:
    """What documents show is there, with the name of the organization; the home page of the sample is not."""
    files = {each.path: each.content.decode() for each in starter_files("A & B")}
    assert "A &amp; B" in files["management/process-map.svg"]
    assert "index.md" not in files
    assert not [path for path, text in files.items() if SAMPLE in text]


TEXT = f"""\
---
id: SOP-001
title: Purchasing of {SAMPLE}
revision: 7
effective: 2026-01-01
translation_of: SOP-002@4
obsolete:
  date: 2026-02-01
  superseded_by: null
supersedes:
- SOP-003
owner: buyer
---
# {SAMPLE}

See [[SOP-004@3]].

```mermaid
flowchart TD
  A["{SAMPLE}"] --> B
```
"""


def test_what_belongs_to_later_revisions_is_left_out() -> None:
    """Blocks go with all their lines, links lead to the document, and a translation is one of the first issue."""
    assert first_issue(TEXT) == (
        f"---\nid: SOP-001\ntitle: Purchasing of {SAMPLE}\nrevision: 1\ntranslation_of: SOP-002@1\nowner: buyer\n"
        "change:\n  class: major\n  summary: First issue.\n  reason: The organization begins its manual.\n---\n"
        + TEXT.partition("\n---\n")[2].replace("SOP-004@3", "SOP-004")
    )


def test_a_name_that_means_something_to_yaml_and_markdown() -> None:
    """It stands for itself in front matter, in the text and in figures."""
    text = first_issue(TEXT, STRANGE)
    fields = read_yaml(text.removeprefix("---\n").partition("\n---\n")[0])
    assert isinstance(fields, YamlMapping)
    title = fields.items["title"]
    assert isinstance(title, YamlScalar)
    assert title.text == f"Purchasing of {STRANGE}"
    assert '# Yes: "A & B" \\#1 \\*&#60;b&#62;\\*\n' in text
    assert "  A[\"Yes: 'A   B'  1   b  \"] --> B" in text
    assert named_in_drawing(f"<title>{SAMPLE}</title>", "A < B") == "<title>A &lt; B</title>"


def test_drafts() -> None:
    """The same text says that it is one."""
    assert as_draft(first_issue(TEXT)).replace("status: draft\n", "") == first_issue(TEXT)
    assert value_of(as_draft(first_issue(TEXT)), "status") == "draft"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, as a release has it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


def begun_by(program: Path, folder: Path) -> dict[str, bytes]:
    """The files of a manual that the program in this folder begins."""
    surroundings = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "PYTHONPATH": str(program)}
    command = [sys.executable, "-P", "-m", "qms_docs", "init", "manual", "--complete-by", "2099-01-31"]
    folder.mkdir()
    done = subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    root = folder / "manual"
    return {str(each.relative_to(root)): each.read_bytes() for each in root.rglob("*") if each.is_file()}


def test_the_wheel_carries_everything(wheel: Path, tmp_path: Path, home: Path) -> None:
    """Installed, the program begins the very manual that the checkout begins."""
    (home / ".gitconfig").write_text("[user]\n\tname = Ann Berg\n\temail = ann@example.com\n")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    installed = begun_by(tmp_path / "installed", tmp_path / "one")
    checkout = begun_by(ROOT, tmp_path / "other")
    ours = {path: content for path, content in checkout.items() if not path.startswith(".git/")}
    assert {path: content for path, content in installed.items() if not path.startswith(".git/")} == ours
    assert len(ours) > 50
