"""No setting, no variable and no file beside the history changes what it says."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from support import Build, Story, document
from support.manuals import document_of, manual_of

if TYPE_CHECKING:
    from pathlib import Path

    from qms_docs.model.manual import Manual

PATH = "procedures/Prüfung und Kauf.md"


TODAY = "2026-06-01"


def a_story() -> Story:
    """Two revisions, one of them merged, a flow chart and a rename."""
    story = Story()
    story.policy("2026-01-01")
    files = {"procedures/flow.png": b"one", "procedures/a.md": document(body="![x](flow.png)\n")}
    story.entry("2026-01-05", files, name="first")
    branch = story.branch("better")
    branch.move("2026-02-01", "procedures/a.md", PATH, document(revision=2, body="![x](flow.png)\n"), by="Cid Dahl")
    story.entry("2026-02-02", {"README.md": "Meanwhile.\n"})
    story.merge("2026-02-03", branch)
    return story


def test_replaced_objects(build: Build) -> None:
    """Objects that somebody replaced (`git replace`) are read as they were committed."""
    clone = build(a_story())
    before = manual_of(clone, today=TODAY)
    first = clone.commit("first")
    forged = clone.git("hash-object", "-w", "-t", "blob", "README.md")
    clone.git("replace", clone.git("rev-parse", f"{first}:procedures/a.md"), forged)
    clone.git("replace", "--graft", "HEAD")
    assert len(clone.git("log", "--oneline").splitlines()) == 1
    assert_same(manual_of(clone, today=TODAY), before)


def test_grafts(build: Build) -> None:
    """A file of grafts takes nothing out of the history."""
    clone = build(a_story())
    before = manual_of(clone, today=TODAY)
    (clone.path / ".git" / "info").mkdir(exist_ok=True)
    (clone.path / ".git" / "info" / "grafts").write_text(f"{clone.git('rev-parse', 'HEAD')}\n")
    assert len(clone.git("log", "--oneline").splitlines()) == 1
    assert_same(manual_of(clone, today=TODAY), before)


def test_graph_of_commits(build: Build) -> None:
    """A graph of commits that git keeps for speed changes nothing, also where it was written over a graft."""
    clone = build(a_story())
    before = manual_of(clone, today=TODAY)
    clone.git("commit-graph", "write", "--reachable", "--changed-paths")
    clone.git("repack", "-a", "-d", "--quiet", "--write-bitmap-index")
    clone.git("pack-refs", "--all")
    assert_same(manual_of(clone, today=TODAY), before)


HOSTILE = """
[log]
\tdiffMerges = off
\tfollow = true
\tshowSignature = true
\tshowRoot = false
\tmailmap = true
\tdate = relative
\tabbrevCommit = true
\tdecorate = full
\texcludeDecoration = *
[diff]
\trenames = copies
\trenameLimit = 1
\torderFile = {home}/order
\tnoprefix = true
\tmnemonicPrefix = true
\trelative = true
\texternal = false
\tignoreSubmodules = all
\tsubmodule = log
\tcolorMoved = zebra
\tdirstat = files
\tstatGraphWidth = 1
\twsErrorHighlight = all
[core]
\tquotePath = true
\tabbrev = 4
\tpager = false
\tattributesFile = {home}/attributes
\tcommentChar = ";"
\tuseReplaceRefs = true
\twarnAmbiguousRefs = true
\tgraphFile = x
\tdeltaBaseCacheLimit = 1
[color]
\tui = always
\tdiff = always
\tstatus = always
[format]
\tpretty = oneline
\tnotes = true
[notes]
\tdisplayRef = refs/notes/*
[mailmap]
\tfile = {home}/mailmap
\tblob = HEAD:README.md
[status]
\tshowUntrackedFiles = no
\trelativePaths = false
\tbranch = true
\tshort = true
\tshowStash = true
\trenames = copies
\tsubmoduleSummary = true
[i18n]
\tlogOutputEncoding = UTF-16
\tcommitEncoding = UTF-16
[pager]
\tlog = false
\tstatus = false
[submodule]
\trecurse = true
[gpg]
\tprogram = false
[rev-list]
\tfirst-parent = true
[advice]
\tstatusHints = true
[alias]
\tlog = !false
\tstatus = !false
[feature]
\tmanyFiles = true
[index]
\tversion = 4
[uploadpack]
\thideRefs = refs/heads/main
[transfer]
\thideRefs = refs/heads
"""


def assert_same(one: Manual, other: Manual) -> None:
    """Two manuals say the same."""
    assert one.documents == other.documents
    assert one.entries == other.entries
    assert (one.dirty, one.policy, one.commit) == (other.dirty, other.policy, other.commit)


@pytest.mark.parametrize("where", ["user", "system", "repository", "environment"])
def test_settings_change_nothing(build: Build, home: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """No setting, wherever it stands, changes what the history and the work tree say."""
    clone = build(a_story())
    clone.write("procedures/new.md", document("SOP-010"))
    clone.write(PATH, document(revision=3, body="![x](flow.png)\n"))
    clone.git("tag", "HEAD", "better")
    clone.git("notes", "add", "-m", "commit 1\nauthor X <x@y.z> 1 +0000", "HEAD")
    before = [manual_of(clone, today=TODAY), manual_of(clone, today=TODAY, preview=True)]
    (home / "mailmap").write_text("Somebody Else <else@example.com> <cid@example.com>\n")
    (home / "attributes").write_text("*.md diff=broken export-subst\n")
    (home / "order").write_text("*.png\n*.md\n")
    settings = HOSTILE.format(home=home)
    if where == "user":
        (home / ".gitconfig").write_text(settings)
    elif where == "system":
        (home / "system").write_text(settings)
        monkeypatch.setenv("GIT_CONFIG_SYSTEM", str(home / "system"))
    elif where == "repository":
        with (clone.path / ".git" / "config").open("a") as config:
            config.write(settings)
    else:
        pairs = {"log.diffMerges": "off", "diff.renames": "copies", "log.showRoot": "false", "color.ui": "always"}
        monkeypatch.setenv("GIT_CONFIG_COUNT", str(len(pairs)))
        for number, (name, value) in enumerate(pairs.items()):
            monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", name)
            monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", value)
    for each, preview in zip(before, (False, True), strict=True):
        assert_same(manual_of(clone, today=TODAY, preview=preview), each)


def test_variables_of_hooks(build: Build, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a hook of another repository the folder that was asked for is read, and its index is the one that counts."""
    other = build(Story(), "other")
    clone = build(a_story())
    clone.write(PATH, document(revision=3))
    before = manual_of(clone, today=TODAY, preview=True)
    variables = {
        "GIT_DIR": str(other.path / ".git"),
        "GIT_WORK_TREE": str(other.path),
        "GIT_INDEX_FILE": str(home / "nothing"),
        "GIT_PREFIX": "procedures/",
        "GIT_OBJECT_DIRECTORY": str(home),
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(home),
        "GIT_COMMON_DIR": str(other.path / ".git"),
        "GIT_NAMESPACE": "elsewhere",
        "GIT_CONFIG_PARAMETERS": "'log.diffmerges=off' 'core.bare=true'",
        "GIT_SHALLOW_FILE": str(home / "shallow"),
        "GIT_GRAFT_FILE": str(home / "grafts"),
        "GIT_REPLACE_REF_BASE": "refs/heads/",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_DIFF_OPTS": "--unified=0",
        "GIT_EXTERNAL_DIFF": "false",
        "GIT_QUARANTINE_PATH": str(home),
        "GIT_TRACE": "1",
        "GIT_DEFAULT_HASH": "sha256",
        "GIT_ICASE_PATHSPECS": "1",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert_same(manual_of(clone, today=TODAY, preview=True), before)
    assert {name: os.environ[name] for name in variables} == variables


def test_read_in_a_real_hook(build: Build, tmp_path: Path) -> None:
    """A commit that is under way is read in its own `pre-commit` hook with what was staged."""
    clone = build(a_story())
    hook = clone.path / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nenv > '{tmp_path}/seen'\ncp \"$GIT_INDEX_FILE\" '{tmp_path}/index'\n")
    hook.chmod(0o755)
    clone.write(PATH, document(revision=3))
    clone.git("commit", "--quiet", "--all", "-m", "Third", day="2026-03-01")
    assert "GIT_INDEX_FILE" in (tmp_path / "seen").read_text()
    assert len(document_of(clone).revisions) == 3


def test_no_settings_of_the_tests(build: Build) -> None:
    """A repository without any settings of its own is read like one with them."""
    clone = build(a_story())
    before = manual_of(clone, today=TODAY)
    (clone.path / ".git" / "config").write_text("[core]\n\trepositoryformatversion = 0\n")
    assert_same(manual_of(clone, today=TODAY), before)
