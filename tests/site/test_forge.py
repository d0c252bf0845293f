"""Addresses of files on the forges that firms use."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig

from mkdocs_document_control.forge import Branches, Forge, forge_of

FIRM = "https://git.firm.example/qm/manual"


@pytest.mark.parametrize(
    ("repo_url", "edit_uri", "file", "folder"),
    [
        ("https://github.com/firm/manual", "edit/main/", "blob/main/a%20b.yml", "tree/main/records"),
        ("https://gitlab.com/firm/manual/", "-/edit/main/", "-/blob/main/a%20b.yml", "-/tree/main/records"),
        ("https://codeberg.org/firm/manual", None, "src/branch/main/a%20b.yml", "src/branch/main/records"),
        ("https://bitbucket.org/firm/manual", None, "src/main/a%20b.yml", "src/main/records"),
        (FIRM, None, "blob/main/a%20b.yml", "tree/main/records"),
        (FIRM, "/-/edit/main/", "-/blob/main/a%20b.yml", "-/tree/main/records"),
        (FIRM, "_edit/main/procedures/", "src/branch/main/a%20b.yml", "src/branch/main/records"),
    ],
)
def test_file_on_the_forge(repo_url: str, edit_uri: str | None, file: str, folder: str) -> None:
    """Each forge has its own form; one on a host of the firm's own is known by its edit links."""
    forge = Forge(repo_url, edit_uri, "main")
    assert forge.file("a b.yml") == f"{repo_url.rstrip('/')}/{file}"
    assert forge.file("records", folder=True) == f"{repo_url.rstrip('/')}/{folder}"


@pytest.mark.parametrize("repo_url", [None, "", "git@forge.example:firm/manual.git", "javascript:alert(1)"])
def test_no_forge(repo_url: str | None) -> None:
    """Without an address of the web there is nothing to link to."""
    assert Forge(repo_url, "edit/main/", "main").file("qms.yml") is None


def test_root_and_branch() -> None:
    """The root is the branch itself, whose name may have a slash, and a name of any bytes is encoded."""
    forge = Forge(FIRM, None, "release/2026")
    assert forge.file(".", folder=True) == f"{FIRM}/tree/release/2026"
    assert forge.file("r\udce9sum\u00e9.yml") == f"{FIRM}/blob/release/2026/r%E9sum%C3%A9.yml"


def forge(settings: str, release: str = "main", shown: str | None = "main") -> Forge:
    """The forge of these settings."""
    text = f"site_name: Manual\nplugins: []\ndocs_dir: {Path(__file__).parent}\n{settings}\n"
    config = MkDocsConfig()
    config.load_file(io.StringIO(text))
    assert config.validate()[0] == []
    return forge_of(config, "procedures", Branches(release=release, shown=shown, commit="4f44"))


@pytest.mark.parametrize(
    ("settings", "branch", "address"),
    [
        ("repo_url: https://github.com/firm/manual", "main", "edit/main/~"),
        ("repo_url: https://github.com/firm/manual.git", "rel/26", "edit/rel/26/~"),
        ("repo_url: https://gitlab.com/firm/qm/manual/", "größe", "-/edit/gr%C3%B6%C3%9Fe/~"),
        ("repo_url: https://codeberg.org/firm/manual", "main", "_edit/main/~"),
        ("repo_url: https://gitea.firm.example/firm/manual", "a/b", "_edit/a/b/~"),
        ("repo_url: https://forgejo.firm.example/firm/manual", "main", "_edit/main/~"),
        ("repo_url: https://bitbucket.org/firm/manual", "main", "src/main/~?mode=edit&at=main"),
        ("repo_url: https://bitbucket.org/firm/manual", "rel/26", "src/4f44/~?mode=edit&at=rel%2F26"),
        (f"repo_url: {FIRM}\nedit_uri: -/edit/main/procedures/", "main", "-/edit/main/~"),
        (f"repo_url: {FIRM}\nedit_uri: -/edit/main/procedures/", "new", "-/edit/new/~"),
        (f"repo_url: {FIRM}\nedit_uri: _edit/main", "new/1", "_edit/new/1/~"),
        (f"repo_url: {FIRM}\nedit_uri: '?file=/procedures/'", "new", "?file=/~"),
        (f"repo_url: {FIRM}\nedit_uri_template: 'e/procedures/{{path}}'", "new", "e/~"),
    ],
)  # fmt: skip
def test_where_a_file_is_edited(settings: str, branch: str, address: str) -> None:
    """Each forge has its own form; a stated one is kept, but for the branch; names are encoded."""
    found = forge(settings, shown=branch)
    root = settings.partition("repo_url: ")[2].partition("\n")[0].rstrip("/").removesuffix(".git")
    separator = "" if address.startswith("?") else "/"
    path = "procedures/gr%C3%B6%C3%9Fe%201.md"
    assert found.edit("procedures/größe 1.md") == f"{root}{separator}{address.replace('~', path)}"


@pytest.mark.parametrize(
    "settings",
    [
        "",
        f"repo_url: {FIRM}",
        "repo_url: https://github.com/firm/manual\nedit_uri: ''",
        "edit_uri: edit/main/",
        "edit_uri: javascript:alert(1)//",
    ],
)
def test_nothing_is_edited(settings: str) -> None:
    """Without a forge, on one that nobody knows, and where the configuration switches it off, there is no link."""
    assert forge(settings).edit("procedures/a.md") is None


def test_a_branch_that_the_forge_does_not_have() -> None:
    """There is nothing to edit, and files are shown on the release branch."""
    found = forge("repo_url: https://github.com/firm/manual", shown=None)
    assert (found.edit("procedures/a.md"), found.page_edit("procedures/a.md")) == (None, None)
    assert found.file("qms.yml") == "https://github.com/firm/manual/blob/main/qms.yml"


def test_files_beside_docs_dir_have_no_place_in_a_template() -> None:
    """MkDocs' templates know paths from `docs_dir` alone."""
    found = forge(f"repo_url: {FIRM}\nedit_uri_template: 'e/{{path}}'")
    assert found.edit("policies/a.md") is None


def test_a_branch_with_a_slash_on_bitbucket() -> None:
    """Bitbucket finds a file by a commit there, and shows the branch that is named behind it."""
    found = forge("repo_url: https://bitbucket.org/firm/manual", shown="rel/26")
    assert found.file("a b.yml") == "https://bitbucket.org/firm/manual/src/4f44/a%20b.yml?at=rel%2F26"
