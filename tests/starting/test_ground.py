"""What the address of a repository says."""

from __future__ import annotations

import pytest

from qms_docs.starting.beginning import Forge
from qms_docs.starting.ground import forge_of, web_address


@pytest.mark.parametrize(
    ("remote", "address", "forge"),
    [
        ("git@github.com:acme/qms.git", "https://github.com/acme/qms", Forge.GITHUB),
        ("https://ann:secret@gitlab.example.com/g/s/qms.git", "https://gitlab.example.com/g/s/qms", Forge.GITLAB),
        ("ssh://git@codeberg.org:22/acme/qms", "https://codeberg.org/acme/qms", Forge.GITEA),
        ("https://git.example:8443/acme/qms.git/", "https://git.example:8443/acme/qms", Forge.NONE),
        ("https://forgejo.example/acme/qms", "https://forgejo.example/acme/qms", Forge.GITEA),
        ("C:/manuals/qms", None, Forge.NONE),
        ("/srv/git/qms.git", None, Forge.NONE),
        ("../qms", None, Forge.NONE),
        ("file:///srv/git/qms.git", None, Forge.NONE),
        ("https://[x/qms", None, Forge.NONE),
        ("https://host:port/qms", None, Forge.NONE),
        (None, None, Forge.NONE),
    ],
)
def test_addresses(remote: str | None, address: str | None, forge: Forge) -> None:
    """A browser gets the repository without names and passwords, and the host says which forge it is."""
    assert (web_address(remote), forge_of(address)) == (address, forge)
