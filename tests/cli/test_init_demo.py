"""`qms init --demo`: what it writes, and what it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Qms


def test_demo_is_in_order_today(qms: Qms, tmp_path: Path) -> None:
    """Made today, it is in order but for its warnings, and knows nothing of the day after."""
    made = qms(tmp_path, "init", "--demo", "firm/manual")
    assert (made.status, made.text) == (0, f"{tmp_path / 'firm/manual'}\n")
    assert "README.md" in made.err
    checked = qms(tmp_path / "firm/manual", "check", "--format", "json")
    assert checked.status == 0
    counting = [each["code"] for each in checked.json["findings"] if not each["permitted_until"]]
    assert sorted(counting) == ["DC403", "DC602", "DC701", "RC105", "TR101"]
    assert checked.json["dirty"] is False
    pending = qms(tmp_path / "firm/manual", "approvals", "pending", "--format", "json").json
    assert [(each["id"], [one["role"] for one in each["waiting_for"]]) for each in pending] == [
        ("SOP-007", ["quality-manager"])
    ]


def test_seed_and_day_make_it_again(qms: Qms, tmp_path: Path) -> None:
    """The command that the README names makes the same commits."""
    qms(tmp_path, "init", "--demo", "--seed", "7", "--as-of", "2026-12-01", "one")
    readme = (tmp_path / "one/README.md").read_text(encoding="utf-8")
    assert "`qms init --demo --seed 7 --as-of 2026-11-27 DIR`" in readme
    qms(tmp_path, "init", "--demo", "--seed", "7", "--as-of", "2026-11-27", "two")
    listed = [qms(tmp_path / each, "list", "--format", "json").json for each in ("one", "two")]
    assert listed[0] == listed[1]
    heads = [qms(tmp_path / each, "check", "--format", "json").json["commit"] for each in ("one", "two")]
    assert heads[0] == heads[1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--demo", "--organization", "Acme", "there"], "--organization says how a manual of your own begins"),
        (["--demo", "--minimal", "there"], "--minimal"),
        (["--seed", "2", "there"], "name --demo too"),
        (["--as-of", "2026-11-27", "there"], "name --demo too"),
        (["--demo", "--seed", "-1", "there"], "--seed"),
        (["--demo", "--as-of", "1492-01-01", "there"], "No demo"),
    ],
)
def test_wrong_use_writes_nothing(words: list[str], told: str, qms: Qms, tmp_path: Path) -> None:
    """What does not fit a demo is refused before anything is written."""
    done = qms(tmp_path, "init", *words)
    assert (done.status, done.out) == (2, b"")
    assert told in done.err
    assert list(tmp_path.iterdir()) == []


def test_demo_is_written_over_nothing(qms: Qms, tmp_path: Path) -> None:
    """Files that are there stay, and no demo comes beside them."""
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    done = qms(tmp_path, "init", "--demo")
    assert done.status == 1
    assert "holds something already" in done.err
    assert [each.name for each in tmp_path.iterdir()] == ["notes.txt"]
