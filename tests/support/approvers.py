"""A manual in which approvals are asked for, its people and their keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from support.ssh import make_key, public_line
from support.story import Branch, Story
from support.texts import document, organization_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["PURCHASING", "SECOND", "Keys", "begun", "people", "proposed"]

PURCHASING = "procedures/purchasing.md"
SECOND = document("SOP-004", revision=2, owner="purchasing-manager", body="Every order is checked twice.\n")


@dataclass(frozen=True, kw_only=True, slots=True)
class Keys:
    """Files of private keys, each with its public half beside it."""

    folder: Path

    def __getitem__(self, name: str) -> Path:
        """Whose key it is."""
        return self.folder / name

    def listed(self, name: str, **until: str) -> dict[str, object]:
        """The key as organization.yml lists it."""
        return {"key": public_line(self[name]), "from": "2024-01-01", **until}

    @classmethod
    def make(cls, folder: Path) -> Keys:
        """A key for everybody, and one that is nobody's."""
        for name in ("ann", "cid", "cid's old one", "liv", "siv", "nobody"):
            make_key(folder / name)
        return cls(folder=folder)


def people(keys: Keys, **further: Mapping[str, object]) -> str:
    """Who is who: two quality managers, of whom Ann writes; Siv has two roles, Per none any more."""
    everybody: dict[str, Mapping[str, object]] = {
        "Ann Berg": {"roles": ["quality-manager"], "keys": [keys.listed("ann")]},
        "Cid Dahl": {
            "roles": ["quality-manager"],
            "keys": [keys.listed("cid"), keys.listed("cid's old one", until="2024-03-31")],
        },
        "Liv Strand": {"roles": ["purchasing-manager"], "keys": [keys.listed("liv")]},
        "Siv Aas": {"roles": ["quality-manager", "purchasing-manager"], "keys": [keys.listed("siv")]},
        "Per Haug": {"roles": [{"role": "quality-manager", "from": "2024-01-01", "until": "2024-02-29"}]},
    }
    return organization_file(everybody | further)


def begun(keys: Keys, **policy: object) -> Story:
    """A manual whose first documents come from before control began; procedures ask for two signatures."""
    both = [{"role": "quality-manager"}, {"role": "owner"}]
    types = {
        "procedure": {"approvals": both, "evidence": "signed"},
        "note": {"approvals": [{"role": "quality-manager"}], "evidence": "declared"},
        "form": {},
    }
    told = Story()
    told.policy("2024-01-05", {"control_from": "2024-06-01", "types": types, **policy})
    told.entry("2024-01-06", {"records/organization.yml": people(keys)})
    first = {
        PURCHASING: document("SOP-004", owner="purchasing-manager"),
        "procedures/form.md": document("FRM-001", type="form", title="Order"),
    }
    told.entry("2024-02-01", first)
    return told


def proposed(told: Story) -> Branch:
    """The branch on which Ann revises purchasing."""
    branch = told.branch("better")
    branch.entry("2024-07-01", {PURCHASING: SECOND})
    return branch
