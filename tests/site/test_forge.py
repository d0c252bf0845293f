"""Addresses of files on the forges that firms use."""

from __future__ import annotations

import pytest

from mkdocs_document_control.forge import Forge

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
