"""The demo of `qms init --demo`: the same for the same seed, in order but for what it is meant to show."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from demo.conftest import DAY, variables
from qms_docs.cli import qms
from qms_docs.failures import RefusedError
from qms_docs.model.records.kinds import KINDS
from qms_docs.signing.ssh import verify
from qms_docs.starting.demo.keys import DemoKey
from qms_docs.starting.demo.writing import write_demo
from support.ssh import verified_by_openssh

if TYPE_CHECKING:
    from pathlib import Path

    from demo.conftest import Say

SHOWN = {
    "DC403": "SOP-010",
    "TR101": "WI-001",
    "RC105": "CA-2026-001",
    "DC701": "EXT-2024-001",
    "DC602": "CMP-2025-001",
}
PERMITTED = {"DC108": "WI-042"}


def git(folder: Path, *words: str) -> str:
    """What git says."""
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True).stdout


def head(folder: Path) -> str:
    """The last commit."""
    return git(folder, "rev-parse", "HEAD").strip()


def findings(checked: Any) -> tuple[dict[str, str], dict[str, str]]:  # noqa: ANN401 - the JSON of `qms check`
    """The document of each finding by its code: those that count, and those that are permitted."""
    counting = {each["code"]: each["document"] for each in checked["findings"] if not each["permitted_until"]}
    permitted = {each["code"]: each["document"] for each in checked["findings"] if each["permitted_until"]}
    assert len(counting) + len(permitted) == len(checked["findings"])
    return counting, permitted


def test_departures_are_those_that_are_meant(demo: Path, say: Say) -> None:
    """`qms check` reports exactly the departures that the demo is meant to show, none of them an error."""
    checked = say(demo, "check", "--as-of", DAY.isoformat())
    assert findings(checked) == (SHOWN, PERMITTED)
    assert {each["severity"] for each in checked["findings"] if not each["permitted_until"]} == {"warning"}
    assert not checked["dirty"]


def test_readme_explains_each_departure(demo: Path) -> None:
    """The README has a line for each departure, and one for the permitted one, and no other."""
    text = (demo / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([A-Z]{2}\d{3}) \| `([\w-]+)` \|", text, re.MULTILINE)
    assert dict(rows) == SHOWN
    assert "`WI-042` has no section Records (DC108)" in text


def test_readme_holds_for_the_weeks_that_it_names(demo: Path, say: Say) -> None:
    """On the last day that the README names the departures are still the same, and on the next one they are not."""
    last = re.search(r"What is said here holds until (\S+)\.", (demo / "README.md").read_text(encoding="utf-8"))
    assert last is not None
    day = date.fromisoformat(last[1])
    assert findings(say(demo, "check", "--as-of", day.isoformat())) == (SHOWN, PERMITTED)
    after = say(demo, "list", "--as-of", (day + timedelta(days=1)).isoformat())
    assert next(each["revision"] for each in after if each["id"] == "SOP-004") == "9"


def test_commands_of_the_readme_can_be_run(demo: Path) -> None:
    """Every `qms` command that the README names, and that only looks, ends well."""
    text = (demo / "README.md").read_text(encoding="utf-8")
    commands = dict.fromkeys(re.findall(r"`qms ((?!serve|build|init|pack|verify a)[^`]+)`", text))
    assert len(commands) > 20
    for command in commands:
        done = CliRunner().invoke(qms, ["-C", str(demo), *command.split()])
        assert done.exit_code in ({0, 1} if command == "check" else {0}), f"qms {command}: {done.output}"


def test_verifies(demo: Path, say: Say) -> None:
    """Every approval is signed, and every signature holds."""
    verified = say(demo, "verify")
    assert verified["ok"]
    assert verified["problems"] == []
    approvals = list(git(demo, "ls-files", "records/approvals").splitlines())
    assert len(approvals) > 180
    assert all("SSH SIGNATURE" in (demo / each).read_text(encoding="utf-8") for each in approvals)


def test_every_approval_counts(demo: Path, say: Say) -> None:
    """About 150 revisions of about 40 documents, by a dozen people; each approval was given by somebody entitled to."""
    histories = [say(demo, "history", each["id"]) for each in say(demo, "list")]
    revisions = [each for history in histories for each in history["revisions"]]
    assert 35 <= len(histories) <= 60
    assert 130 <= len(revisions) <= 200
    assert all(each["counts"] for revision in revisions for each in revision["approvals"])
    assert len({author["name"] for revision in revisions for author in revision["authors"]}) >= 12
    assert Counter(each["class"] for each in revisions).keys() == {"major", "minor", "editorial"}
    assert all(each["summary"] and each["reason"] for each in revisions)


def test_changes_came_in_every_form(demo: Path) -> None:
    """Merged, squashed and rebased, with renames."""
    lines = git(demo, "log", "--first-parent", "--format=%P|%an|%cn").splitlines()
    merges = [each for each in lines if " " in each.partition("|")[0]]
    on_forge = [each for each in lines if each.endswith("|Forge") and each not in merges]
    assert len(merges) > 10
    assert len(on_forge) > 20
    assert git(demo, "log", "--first-parent", "--diff-filter=R", "--format=%h", "-M30%", "-m").split()


def test_records_of_every_type(demo: Path) -> None:
    """There are records of every type, and of those with states open and closed ones."""
    for kind in KINDS:
        found = list((demo / "records" / kind.folder).glob(f"{kind.prefix}-*.yml"))
        assert found, kind.name
        texts = (each.read_text(encoding="utf-8") for each in found)
        states = {line for text in texts for line in re.findall(r"^status: (.+)$", text, re.MULTILINE)}
        final = {each.name for each in kind.states if each.final}
        if final:
            assert states & final, kind.name
            assert states - final, kind.name


def test_same_seed_gives_the_same_commits(demo: Path, tmp_path: Path) -> None:
    """Whatever the time zone, the locale, the mask of permissions, the settings of git and the day of the week."""
    (tmp_path / "gitconfig").write_text(
        "[core]\nautocrlf = true\n[init]\ndefaultBranch = trunk\n[user]\nname = X\nemail = x@example.com\n"
        "[commit]\ngpgsign = true\n[i18n]\ncommitEncoding = latin1\n",
        encoding="utf-8",
    )
    script = (
        "import os, sys; from datetime import date; from pathlib import Path;"
        "from qms_docs.starting.demo.writing import write_demo;"
        "os.umask(0o077); write_demo(Path(sys.argv[1]), seed=1, day=date(2026, 12, 3))"
    )
    settings = {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig"),
        "GIT_AUTHOR_DATE": "2001-01-01T00:00:00Z",
    }
    command = [sys.executable, "-c", script, str(tmp_path / "again")]
    subprocess.run(command, env=variables(settings), check=True)
    assert head(tmp_path / "again") == head(demo)
    assert git(tmp_path / "again", "status", "--porcelain") == ""


def test_another_seed_gives_other_keys(demo: Path, tmp_path: Path, say: Say) -> None:
    """Another seed signs with other keys, and tells the same story."""
    write_demo(tmp_path / "other", seed=2, day=DAY)
    assert findings(say(tmp_path / "other", "check", "--as-of", DAY.isoformat())) == (SHOWN, PERMITTED)
    keys = [
        set(re.findall(r"ssh-ed25519 (\S+?),", (each / "records/organization.yml").read_text(encoding="utf-8")))
        for each in (demo, tmp_path / "other")
    ]
    assert len(keys[0]) == len(keys[1]) >= 9
    assert not keys[0] & keys[1]
    assert say(tmp_path / "other", "verify")["ok"]


@pytest.mark.parametrize("day", ["2025-01-15", "2027-02-18", "2028-08-01"])
def test_shows_the_same_whenever_it_is_made(day: str, tmp_path: Path, say: Say) -> None:
    """Made for another day, the story ends in the week before it, and shows what it shows now."""
    end = write_demo(tmp_path / "later", day=date.fromisoformat(day))
    assert timedelta(days=1) <= date.fromisoformat(day) - end <= timedelta(days=7)
    counting, permitted = findings(say(tmp_path / "later", "check", "--as-of", day))
    assert (counting.keys(), permitted) == (SHOWN.keys(), PERMITTED)
    assert git(tmp_path / "later", "log", "-1", "--format=%cs").strip() == end.isoformat()
    readme = (tmp_path / "later" / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| [A-Z]{2}\d{3} \| `([\w-]+)` \|", readme, re.MULTILINE)) == set(counting.values())


def test_nothing_is_written_over(demo: Path, tmp_path: Path) -> None:
    """A folder that holds something is left as it is; an empty one gives way."""
    before = git(demo, "status", "--porcelain"), head(demo)
    with pytest.raises(RefusedError, match="holds something already"):
        write_demo(demo)
    assert (git(demo, "status", "--porcelain"), head(demo)) == before
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(RefusedError):
        write_demo(tmp_path / "file")
    (tmp_path / "empty").mkdir()
    write_demo(tmp_path / "empty", day=DAY)
    assert head(tmp_path / "empty") == head(demo)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["empty", "file"]


def test_signatures_are_those_of_openssh(tmp_path: Path) -> None:
    """What a key of the demo signs, this program and ssh-keygen verify."""
    key = DemoKey.derived(1, "ann.berg 1")
    armored = key.sign(b"text\n", "qms-approval")
    assert verify(armored, b"text\n", "qms-approval") == key.public
    assert verified_by_openssh(armored, b"text\n", key.public.line, tmp_path)


def test_keys_are_not_kept(demo: Path) -> None:
    """No private key stands anywhere in the repository, in its past or beside it."""
    assert git(demo, "log", "--all", "-S", "PRIVATE KEY", "--format=%h") == ""
    assert git(demo, "for-each-ref", "--format=%(refname)").split() == ["refs/heads/main"]
