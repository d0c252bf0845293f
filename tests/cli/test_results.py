"""A command says at once what it said before, where nothing could be otherwise, and nothing stale in any other case."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

import qms_docs
from qms_docs.cli import qms as command
from qms_docs.cli.results import Result, found_or_worked_out
from qms_docs.failures import FailureError
from qms_docs.sources.git import Repository, open_repository
from qms_docs.sources.git_process import BegunCommand, GitProcess
from qms_docs.sources.grounds import Grounds
from support import Clone, GitFailedError, document
from support.states import CHANGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from qms_docs.sources.loading import ManualSource

COMMANDS = (
    ("list",),
    ("list", "--preview", "--format", "json"),
    ("list", "--as-of", "2022-03-01", "--format", "csv"),
    ("show", "SOP-004", "--preview"),
    ("show", "SOP-004", "--format", "html"),
    ("history", "SOP-004", "--preview", "--format", "json"),
    ("check", "--format", "json"),
    ("check", "--base", "main"),
    ("check", "--before-commit", "--strict"),
    ("answers", "SOP-004", "SOP-009", "--format", "html"),
    ("diff", "SOP-004", "1.."),
    ("gap", "--standard", "iso9001:2026"),
    ("status", "--format", "json"),
)
UNLIKE = tuple(COMMANDS[place] for place in (0, 1, 4, 6, 7, 8))
"""Of these each asks something that no other one does, or sees it in another way."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a command left behind."""

    status: int
    out: bytes
    err: bytes


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[[Clone, tuple[str, ...]], Said]:
    """Runs a command in this process."""

    def said(clone: Clone, arguments: tuple[str, ...]) -> Said:
        failure = b""
        try:
            status = command.main(["-C", str(clone.path), *arguments], prog_name="qms", standalone_mode=False)
        except FailureError as error:
            status, failure = error.status, str(error).encode()
        out, err = capsysbinary.readouterr()
        return Said(status, out, err + failure)

    return said


@pytest.fixture
def anew(
    run: Callable[[Clone, tuple[str, ...]], Said], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Clone, tuple[str, ...]], Said]:
    """Runs a command that keeps nothing."""

    def said(clone: Clone, arguments: tuple[str, ...]) -> Said:
        with monkeypatch.context() as patch:
            patch.setenv("QMS_CACHE", "off")
            return run(clone, arguments)

    return said


def never(_: ManualSource) -> NoReturn:
    """Stands for work that must not be done twice."""
    raise AssertionError("this was kept")


def listed(source: ManualSource) -> Result:
    """The ids of the documents in force, and the day."""
    manual = source.manual()
    found = [each.id for each in manual.documents if each.in_force(manual.as_of)]
    return Result(given=f"{manual.as_of} {' '.join(found)}", before=("Before.",), after=("After.",), status=1)


DAY = date(2026, 12, 31)


def found(
    clone: Clone, work_out: Callable[[ManualSource], Result] = never, day: date = DAY, asked: str = "ids"
) -> Result:
    """The result of a question about a repository on a day."""
    return found_or_worked_out(clone.path, asked, day, work_out)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_said_again(
    run: Callable[[Clone, tuple[str, ...]], Said],
    anew: Callable[[Clone, tuple[str, ...]], Said],
    copy: Clone,
    arguments: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A second run reads no history, and says the same on both streams and with its status."""
    copy.write(
        "procedures/purchasing.md", document("SOP-004", revision=4, review="80 years", body="See [[SOP-404]].\n")
    )
    first = run(copy, arguments)
    with monkeypatch.context() as patch:
        patch.setattr(Repository, "log", never)
        patch.setattr("qms_docs.sources.loading.open_manual", never)
        assert run(copy, arguments) == first
    assert anew(copy, arguments) == first


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_stale(
    run: Callable[[Clone, tuple[str, ...]], Said],
    anew: Callable[[Clone, tuple[str, ...]], Said],
    copy: Clone,
    change: str,
) -> None:
    """Whatever has changed since, every command says what it says where nothing is kept."""
    chance = random.Random(change)  # noqa: S311 - no secret
    copy.git("switch", "-q", "-c", "pr")
    copy.write("procedures/new-41.md", document("SOP-041", title="New", body="See [[SOP-404]].\n"))
    for arguments in UNLIKE:
        run(copy, arguments)
    CHANGES[change](copy, chance)
    for arguments in UNLIKE:
        assert run(copy, arguments) == anew(copy, arguments), arguments


@pytest.mark.parametrize("seed", range(6))
def test_random_changes(
    run: Callable[[Clone, tuple[str, ...]], Said],
    anew: Callable[[Clone, tuple[str, ...]], Said],
    copy: Clone,
    seed: int,
) -> None:
    """After any changes in any order, what is said from what is kept is what is worked out anew."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(12):
        for name in chance.choices(sorted(CHANGES), k=chance.randrange(3)):
            # Some changes have nothing to work on where others came before.
            with suppress(GitFailedError):
                CHANGES[name](copy, chance)
        for arguments in chance.sample(COMMANDS, 3):
            assert run(copy, arguments) == anew(copy, arguments), arguments


def test_two_edits_at_once(run: Callable[[Clone, tuple[str, ...]], Said], copy: Clone) -> None:
    """A second edit of the same size, in the same moment and with the same time, is seen."""
    file = copy.write("procedures/purchasing.md", document("SOP-004", revision=3, review="80 years", body="One way.\n"))
    before = file.stat()
    assert b"One way." in run(copy, ("show", "SOP-004", "--preview")).out
    file.write_bytes(file.read_bytes().replace(b"One way.", b"Two ways"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert b"Two ways" in run(copy, ("show", "SOP-004", "--preview")).out


def test_what_was_found_before_a_change(
    run: Callable[[Clone, tuple[str, ...]], Said],
    anew: Callable[[Clone, tuple[str, ...]], Said],
    copy: Clone,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is found where changes begin is found once, and again where they begin elsewhere."""
    copy.git("switch", "-q", "-c", "pr")
    copy.write("procedures/new.md", document("SOP-041", title="New", body="See [[SOP-404]].\n"))
    run(copy, ("check", "--base", "main"))
    copy.write("procedures/newer.md", document("SOP-042", title="Newer", body="See [[SOP-405]].\n"))
    with monkeypatch.context() as patch:
        patch.setattr("qms_docs.cli.found_before.found_before", never)
        said = run(copy, ("check", "--base", "main"))
        assert said.out.count(b"DC105") == 2
    assert said == anew(copy, ("check", "--base", "main"))
    copy.git("add", "--all")
    copy.git("commit", "-q", "-m", "New", day="2025-01-01")
    copy.git("update-ref", "refs/heads/main", "HEAD")
    assert run(copy, ("check", "--base", "main")).out == b""
    assert run(copy, ("check", "--base", "main~1")).out == said.out


def test_by_one_process_or_two(
    anew: Callable[[Clone, tuple[str, ...]], Said], copy: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is found where a change began is the same by whichever process."""
    copy.write("procedures/sales.md", document("SOP-009", title="Sales", body="See [[SOP-404]].\n"))
    copy.git("add", "--all")
    copy.git("commit", "-q", "-m", "Fault", day="2024-12-01")
    copy.write("procedures/new.md", document("SOP-041", title="New", body="See [[SOP-404]].\n"))
    by_two = anew(copy, ("check", "--base", "main"))
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
    assert anew(copy, ("check", "--base", "main")) == by_two
    assert b"procedures/new.md" in by_two.out
    assert b"procedures/sales.md" not in by_two.out


def test_a_name_for_what_is_checked_out(
    run: Callable[[Clone, tuple[str, ...]], Said], anew: Callable[[Clone, tuple[str, ...]], Said], copy: Clone
) -> None:
    """A commit beyond the release branch is an entry of the line, until somebody makes a branch of it."""
    copy.git("checkout", "-q", "--detach")
    copy.git("update-ref", "refs/heads/main", "HEAD~1")
    asked = ("check", "--format", "json")
    entry = run(copy, asked)
    copy.git("branch", "beside")
    assert run(copy, asked) == anew(copy, asked) != entry


def test_another_day(copy: Clone) -> None:
    """On another day it is worked out anew, also where the day before comes back."""
    assert found(copy, listed).given == "2026-12-31 SOP-004 SOP-009 SOP-014"
    assert found(copy) == Result(given=found(copy).given, before=("Before.",), after=("After.",), status=1)
    with pytest.raises(AssertionError, match="this was kept"):
        found(copy, day=date(2027, 1, 1))
    assert found(copy, listed, date(2099, 1, 1)).given == "2099-01-01 SOP-004 SOP-009 SOP-014"
    with pytest.raises(AssertionError, match="this was kept"):
        found(copy)


def test_another_question(copy: Clone, manual: Clone, tmp_path: Path) -> None:
    """A result answers its own question alone, about its own repository and work tree."""
    found(copy, listed)
    for clone, asked in ((copy, "other"), (manual, "ids"), (copy.worktree(tmp_path / "beside", "-b", "beside"), "ids")):
        with pytest.raises(AssertionError, match="this was kept"):
            found(clone, asked=asked)
    found(copy)


def test_options_are_part_of_the_question(run: Callable[[Clone, tuple[str, ...]], Said], copy: Clone) -> None:
    """No option of a command gets the result of another one."""
    asked = [
        ("list",),
        ("list", "--format", "csv"),
        ("list", "--preview", "--format", "csv"),
        ("list", "--as-of", "2021-12-31", "--format", "csv"),
        ("show", "SOP-004"),
        ("show", "SOP-009"),
        ("show", "SOP-004", "--revision", "1"),
        ("show", "SOP-004", "--preview"),
        ("history", "SOP-009"),
        ("check",),
        ("check", "--strict", "--format", "json"),
    ]
    said = [run(copy, each) for each in asked]
    assert len({each.out + each.err for each in said}) == len(asked)
    assert [run(copy, each) for each in asked] == said


def test_nothing_is_kept_of_a_failure(run: Callable[[Clone, tuple[str, ...]], Said], copy: Clone) -> None:
    """What could not be said is tried again."""
    wanted = ("show", "SOP-050", "--preview")
    assert run(copy, wanted).status == 1
    copy.write("procedures/new.md", document("SOP-050", title="New"))
    assert run(copy, wanted).status == 0


def test_a_manifest_beside(run: Callable[[Clone, tuple[str, ...]], Said], copy: Clone, tmp_path: Path) -> None:
    """A manifest that is named on the command line is read in every run."""
    manifest = tmp_path / "manifest.json"
    asked = ("check", "--previous", str(manifest), "--format", "json")
    assert run(copy, asked).status == 2
    manifest.write_text("{", encoding="utf-8")
    assert run(copy, asked).status == 3


def test_a_forged_result(copy: Clone, home: Path) -> None:
    """A result that this user's own run has not sealed, or not for this question, is none."""
    found(copy, listed)
    (slip,) = (home / ".cache").rglob("result-*.slip")
    whole = slip.read_bytes()
    found(copy, lambda _: Result(given="other"), asked="other")
    (other,) = set(slip.parent.glob("result-*.slip")) - {slip}
    for forged in (other.read_bytes(), whole[:-20] + bytes([whole[-20] ^ 1]) + whole[-19:], b""):
        slip.write_bytes(forged)
        with pytest.raises(AssertionError, match="this was kept"):
            found(copy)
    slip.write_bytes(whole)
    assert found(copy).given == "2026-12-31 SOP-004 SOP-009 SOP-014"


def test_another_program(copy: Clone, tmp_path: Path, home: Path) -> None:
    """What another state of the program has worked out is not said."""
    place = shutil.copytree(Path(qms_docs.__file__).parent, tmp_path / "program" / "qms_docs")
    report = place / "reports" / "listing.py"

    def text() -> bytes:
        variables = os.environ | {"PYTHONPATH": str(place.parent), "PYTHONDONTWRITEBYTECODE": "1"}
        arguments = [sys.executable, "-m", "qms_docs", "list"]
        return subprocess.run(arguments, cwd=copy.path, env=variables, capture_output=True, check=True).stdout

    assert text() == text()
    assert list((home / ".cache").rglob("result-*.slip"))
    before = text()
    report.write_text(report.read_text(encoding="utf-8").replace('"Title"', '"Name of it"'), encoding="utf-8")
    assert text() != before


def test_a_state_that_nobody_saw(copy: Clone) -> None:
    """Where something changes while a run reads, its result stands for no state, and is not kept."""

    def work_out(source: ManualSource) -> Result:
        result = listed(source)
        copy.write("procedures/new.md", document("SOP-050", title="New"))
        source.repository.changed_files()
        return result

    found(copy, work_out)
    with pytest.raises(AssertionError, match="this was kept"):
        found(copy)


def test_grounds() -> None:
    """Every question stands once, in its order; two answers to one leave nothing to rest on."""
    grounds = Grounds()
    grounds.note(("branch", ()), "main")
    grounds.note(("reference", ("refs/heads/main",)), None)
    grounds.note(("branch", ()), "main")
    noted = grounds.noted()
    assert noted is not None
    assert [question for question, _ in noted] == [("branch", ()), ("reference", ("refs/heads/main",))]
    grounds.note(("branch", ()), None)
    assert grounds.noted() is None


def test_every_question_is_noted() -> None:
    """Whatever a repository is asked is noted, but for what follows from objects, which never change."""
    of_objects = {
        *("is_ancestor", "is_first_parent_ancestor", "last_shared", "merge_bases"),
        *("bundle", "changes_between", "log"),
    }
    notes_what_is_missing = {
        "kind_of",
        "read",
        "read_commit",
        "read_file",
        "read_files",
        "read_folder",
        "read_one",
        "stored",
    }
    asks_others = {
        "begin_to_look",
        "close",
        "git_dir",
        "go_on_from",
        "grounds",
        "head",
        "is_as_it_was",
        "let_go",
        "root",
    }
    public = {name for name in vars(Repository) if not name.startswith("_")}
    marked = {name for name in public if hasattr(getattr(Repository, name), "__wrapped__")}
    assert public - marked == of_objects | notes_what_is_missing | asks_others


def test_what_is_missing_is_noted(copy: Clone) -> None:
    """An object that was missing is asked for again, and found once it has come."""
    content = b"Later.\n"
    file = copy.write("later.txt", content)
    blob = copy.git("hash-object", str(file))
    with open_repository(copy.path) as repository:
        assert repository.read_one(blob) is None
        noted = repository.grounds.noted()
        assert noted is not None
        assert repository.is_as_it_was(noted)
    copy.git("hash-object", "-w", str(file))
    with open_repository(copy.path) as repository:
        assert not repository.is_as_it_was(noted)


def test_what_was_just_asked_is_not_asked_once_more(copy: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where something is otherwise its answer is told once without git; whoever asks later gets what is so then."""
    with open_repository(copy.path) as repository:
        repository.branch()
        repository.changed_files()
        noted = repository.grounds.noted()
    assert noted is not None
    copy.write("new.txt", "New.\n")
    asked = []
    begin = GitProcess.begin

    def noting(self: GitProcess, *arguments: str, **named: object) -> BegunCommand:
        asked.append(arguments[0])
        return begin(self, *arguments, **named)  # type: ignore[arg-type] - as it was called

    with open_repository(copy.path) as repository:
        assert not repository.is_as_it_was(noted)
        monkeypatch.setattr(GitProcess, "begin", noting)
        assert (repository.branch(), repository.changed_files()) == ("main", (("??", "new.txt"),))
        assert asked == []
        copy.write("newer.txt", "Newer.\n")
        assert repository.changed_files() == (("??", "new.txt"), ("??", "newer.txt"))
        assert asked == ["status"]
        assert repository.grounds.noted() is None


WATCHING = """
import sys
from pathlib import Path

root, opened = sys.argv[1], set()

def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        path = str(arguments[0])
        if path.startswith(root) and "/.git/" not in path:
            opened.add(path.removeprefix(root + "/"))

sys.addaudithook(watch)
from qms_docs.cli import results
from qms_docs.sources.grounds import Grounds

noted = set()
note = Grounds.note
def noting(self, question, answer):
    noted.add(question)
    note(self, question, answer)
Grounds.note = noting
from qms_docs.cli import _run
_run(["-C", root, *sys.argv[2:]])
asked = {arguments[0] for name, arguments in noted if name == "standing_file"}
print(sorted(opened - asked), sorted(opened), file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_every_file_is_noted(copy: Clone, arguments: tuple[str, ...]) -> None:
    """A command opens no file of the work tree but those that its result is known to rest on."""
    copy.write("mkdocs.yml", "site_name: Manual\n")
    copy.write("procedures/purchasing.md", document("SOP-004", revision=4, review="80 years"))
    path = os.pathsep.join((str(Path(qms_docs.__file__).parents[1]),))
    done = subprocess.run(
        [sys.executable, "-c", WATCHING, str(copy.path.resolve()), *arguments],
        env=os.environ | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stderr.splitlines()[-1] == "[] ['mkdocs.yml', 'qms.yml']"
