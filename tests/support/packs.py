"""Audit packs: a manual to pack, and what can be done to a file."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any

from qms_docs.exports.pack.archive import PackArchive
from support.desk import Desk
from support.story import Story
from support.texts import document

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from support.trees import Content

__all__ = ["DAY", "SECRET", "files_of", "packed_again", "told", "verdict_of_the_script"]

DAY = "2026-04-01"
SECRET = "Prices of nobody's business"  # noqa: S105 - a title
MKDOCS = """\
site_name: The manual of Fjordlys
site_url: https://manual.example/
docs_dir: procedures
theme: {name: material, font: false}
plugins: [search, document-control]
markdown_extensions: [admonition, footnotes, tables, toc, pymdownx.superfences]
"""
TYPES = {
    "procedure": {"approvals": [{"role": "quality-manager"}, {"role": "owner"}], "evidence": "signed"},
    "note": {"approvals": []},
}
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><text x="1" y="9">Drawn</text></svg>'
NC = """\
id: NC-2026-001
title: Wrong label
opened: 2026-03-10
owner: quality-manager
status: open
"""


def told(keys: Path, *, restricted: bool = True) -> Story:
    """A manual with a signed document of two revisions that was moved, one that refers to it, and a restricted one."""
    desk = Desk(keys)
    people = {"Cid Dahl": ["quality-manager"], "Eva Lund": ["purchasing-manager"], "Åse Øy": ["quality-manager"]}
    story = Story()
    story.policy("2026-01-01", {"types": TYPES, "standards": ["iso9001:2015"]})
    story.entry("2026-01-02", {"records/organization.yml": desk.organization(people), "mkdocs.yml": MKDOCS})
    shown = {"flow.svg": DRAWING, "tools.pdf": b"%PDF-1.4 tools"}
    body = "See [[SOP-009]] and [sales](SOP-009#scope). ![The flow](flow.svg)\n\n[Tools](tools.pdf)\n\n## Rows\n\n{}\n"
    place = "procedures/buying"
    for number, day, folder in ((1, "2026-01-05", place), (2, "2026-03-01", f"{place}/moved")):
        words = body.format(f"Orders, {number}.")
        text = document("SOP-004", number, owner="purchasing-manager", body=words, clauses=["8.4"])
        files: dict[str, Content | None] = {f"{folder}/{name}": each for name, each in shown.items()}
        files[f"{folder}/purchasing.md"] = text
        if number > 1:
            files |= {f"{place}/{name}": None for name in ("purchasing.md", *shown)}
        story.entry(day, files, by="Kai Moen")
        approvals: dict[str, str] = {}
        for by, role in (("Eva Lund", "purchasing-manager"), ("Cid Dahl", "quality-manager")):
            at = f"{day[:-2]}08T09:00:00+01:00"
            approvals |= desk.approval(text, by, role, at, revision=number, files=shown)
        story.entry(f"{day[:-2]}09", approvals)
    sales = document("SOP-009", type="note", title="Sales", body="## Scope\n\nAs in [purchasing](SOP-004#rows).\n")
    story.entry("2026-03-15", {"procedures/sales.md": sales, "records/nonconformities/NC-2026-001-label.yml": NC})
    if restricted:
        secret = document("SOP-010", type="note", title=SECRET, confidentiality="restricted", body="Ten per cent.\n")
        kept = NC.replace("001", "002").replace("Wrong label", "A name") + "confidentiality: restricted\n"
        place = "records/nonconformities/NC-2026-002-name.yml"
        story.entry("2026-03-20", {"procedures/prices.md": secret, place: kept})
    return story


def files_of(pack: Path) -> dict[str, bytes]:
    """The files in a pack, by name."""
    with zipfile.ZipFile(pack) as archive:
        return {each: archive.read(each) for each in archive.namelist()}


def packed_again(
    files: Mapping[str, bytes],
    change: Callable[[dict[str, bytes]], None] = lambda _: None,
    manifest: Callable[[dict[str, Any]], None] = lambda _: None,
) -> bytes:
    """A forger's pack: files and what the manifest says are changed, and every sum and the seal are made anew."""
    said = json.loads(files["manifest.json"])
    changed = {name: content for name, content in files.items() if name not in ("SHA256SUMS", "manifest.json")}
    change(changed)
    stream = io.BytesIO()
    with PackArchive(stream) as archive:
        for name, content in changed.items():
            archive.add(name, content)
        said["files"] = dict(archive.sums)
        manifest(said)
        archive.add("manifest.json", json.dumps(said).encode())
        archive.close()
    return stream.getvalue()


def verdict_of_the_script(pack: Path, script: Path, *arguments: str, **variables: str) -> tuple[int, str]:
    """Exit status and words of the verifier that lies in packs, alone with Python."""
    command = [sys.executable, "-I", "-S", str(script), *(arguments or [str(pack)])]
    done = subprocess.run(
        command, capture_output=True, check=False, timeout=120, env={"PATH": "/usr/bin:/bin", **variables}
    )
    words = done.stdout.decode() + done.stderr.decode()
    assert "Traceback" not in words, words
    return done.returncode, words
