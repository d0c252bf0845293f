"""Names that are suggested for others that do not exist."""

from __future__ import annotations

import pytest

from qms_docs.rules.likeness import nearest_name, nearest_path

IDS = [*(f"SOP-{number:03}" for number in range(1, 30)), "POL-001", "FRM-001"]
ROLES = ["internal-auditor", "purchasing-manager", "quality-manager"]
NAMES = {"procedures": ["flow.png", "index.md", "purchasing.md", "terms-2026.md"], "procedures/sales": ["orders.md"]}
PLACES = {
    "flow.png": ["procedures"],
    "index.md": ["procedures"],
    "orders.md": ["procedures/sales"],
    "forms.md": ["a", "b"],
}


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("SOP-04", "SOP-004"),
        ("sop 4", "SOP-004"),
        ("SPO-004", "SOP-004"),
        ("SOP-040", "SOP-004"),
        ("SOP-0044", "SOP-004"),
        ("FORM-001", "FRM-001"),
        ("SOP-099", None),
        ("SOP-031", "SOP-013"),
        ("SOP-045", None),
        ("WI-004", None),
        ("S" * 5_000, None),
    ],
)
def test_ids(name: str, meant: str | None) -> None:
    """A slip of the pen is seen through; another number or another word is another document."""
    assert nearest_name(name, IDS) == meant


@pytest.mark.parametrize(
    ("name", "meant"), [("purchasing-manger", "purchasing-manager"), ("purchasing-clerk", None), ("quality", None)]
)
def test_roles(name: str, meant: str | None) -> None:
    """A beginning that two names share makes none of them likely."""
    assert nearest_name(name, ROLES) == meant


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("procedures/purchasng.md", "procedures/purchasing.md"),
        ("procedures/purchasing", "procedures/purchasing.md"),
        ("procedures/orders.md", "procedures/sales/orders.md"),
        ("procedures/purchasng.pdf", None),
        ("procedures/terms-2025.md", None),
        ("procedures/other/index.md", None),
        ("procedures/forms.md", None),
        ("records/purchasng.md", None),
    ],
)
def test_paths(path: str, meant: str | None) -> None:
    """A path leads to a file beside it with a like name, or to the only one of its name; no index is like another."""
    assert nearest_path(path, NAMES, PLACES) == meant
