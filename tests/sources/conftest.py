"""What the tests of approvals share: keys that ssh-keygen made."""

from __future__ import annotations

import pytest

from support import Keys, Signer


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """The keys, made once."""
    folder = tmp_path_factory.mktemp("keys")
    return Keys(**{name: Signer.make(folder / name) for name in ("ann", "cid", "eva", "old", "job")})
