"""`qms init --demo`: what it writes, and what it refuses."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cli.conftest import SOURCE, environment

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Qms

PURCHASING = "procedures/purchasing/purchasing-and-suppliers.md"


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


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The program beside a sample of its own."""
    copied = tmp_path / "source"
    shutil.copytree(SOURCE / "qms_docs", copied / "qms_docs", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(SOURCE / "procedures", copied / "procedures")
    (copied / "records").mkdir()
    for each in ("qms.yml", "records/organization.yml", "records/processes.yml"):
        shutil.copyfile(SOURCE / each, copied / each)
    return copied


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ((b"type: procedure", b"type: leaflet"), "has no type leaflet"),
        ((b"id: SOP-004", b"id: SOP-904"), "there is no SOP-004."),
        ((b" the ", b" our "), "stands there 0 times, and not once"),
    ],
    ids=["type", "id", "words"],
)
def test_sample_that_does_not_fit_the_story_is_told(
    change: tuple[bytes, bytes], told: str, source: Path, qms: Qms, tmp_path: Path
) -> None:
    """Whoever makes a demo hears in a sentence that the program is at fault, and nothing is left behind."""
    document = source / PURCHASING
    document.write_bytes(document.read_bytes().replace(*change))
    place = tmp_path / "place"
    place.mkdir()
    path = os.pathsep.join((str(source), str(source / "plugins")))
    done = qms(place, "init", "--demo", "there", variables={"PYTHONPATH": path})
    assert (done.status, done.out) == (3, b"")
    assert told in done.err
    assert "a fault of this copy of qms-docs and not yours" in done.err
    assert list(place.iterdir()) == []


def test_demo_without_room_leaves_nothing(tmp_path: Path) -> None:
    """Where git cannot write, it is said, without names of folders that are gone."""
    command = f'ulimit -f 64; exec "{sys.executable}" -m qms_docs init --demo there'
    done = subprocess.run(["/bin/sh", "-c", command], cwd=tmp_path, env=environment(), capture_output=True, check=False)
    assert done.returncode == 3
    assert done.stderr.startswith(b"qms: Git could not write the demo: ")
    assert b".qms-demo-" not in done.stderr
    assert list(tmp_path.iterdir()) == []
