"""What holds for every command: help, folders, statuses, streams."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from cli.conftest import environment
from qms_docs import __version__
from qms_docs.cli import qms as command_group
from support import Story, document, policy

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Qms
    from support import Build, Clone

COMMANDS = [
    *("approvals", "approve", "build", "check", "diff", "explain", "history", "list", "new", "obsolete"),
    *("init", "review", "revise", "schema", "serve", "show", "verify"),
]


def test_help_names_every_command(qms: Qms, tmp_path: Path) -> None:
    """`qms --help` works anywhere and shows each command with its sentence."""
    ran = qms(tmp_path, "--help")
    assert (ran.status, ran.err) == (0, "")
    for name in COMMANDS:
        assert f"\n  {name} " in ran.text
    assert "Example: qms check" in ran.text
    assert qms(tmp_path, "-h").out == ran.out
    assert qms(tmp_path, "--version").text == f"qms, version {__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_with_an_example(name: str) -> None:
    """The help of a command says how it is called and ends with an example of itself."""
    context = command_group.make_context("qms", [name, "--help"], resilient_parsing=True)
    command = command_group.get_command(context, name)
    assert command is not None
    text = command.get_help(context)
    assert text.rstrip().splitlines()[-1].strip().startswith(f"Example: qms {name}")
    assert command.help


def test_help_of_a_command_as_a_process(qms: Qms, tmp_path: Path) -> None:
    """Help needs no repository."""
    ran = qms(tmp_path, "check", "--help")
    assert (ran.status, ran.err) == (0, "")
    assert "Example: qms check" in ran.text
    assert "--as-of" in ran.text


def test_help_is_quick() -> None:
    """`qms --help` loads neither git nor YAML nor validation nor the site generator."""
    program = (
        "import sys\n"
        "from qms_docs.cli import main\n"
        "sys.argv = ['qms', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'git', 'pydantic', 'yaml', 'mkdocs', 'markdown_it', 'jinja2'} & set(sys.modules)\n"
        "sys.exit(','.join(sorted(heavy)) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], env=environment(), capture_output=True, check=False)
    assert done.stderr == b""


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("chek",),
        ("check", "--formt", "json"),
        ("check", "--format", "yaml"),
        ("check", "now"),
        ("-C",),
        ("-C", "no-such-folder", "check"),
        ("-C", "x" * 5000, "check"),
        ("check", "-C", "."),
        ("list", "--as-of", "2022-13-01"),
    ],
)
def test_wrong_usage(qms: Qms, manual: Clone, arguments: tuple[str, ...]) -> None:
    """Status 2, nothing on standard output, something to go on with on standard error."""
    ran = qms(manual, *arguments)
    assert (ran.status, ran.out) == (2, b"")
    assert "Error: " in ran.err or ran.err.startswith("Usage: qms [OPTIONS] COMMAND")


def test_any_folder_inside_the_repository(qms: Qms, manual: Clone, tmp_path: Path) -> None:
    """The answer is the same from a folder inside, and from elsewhere with `-C`, also through a symbolic link."""
    expected = qms(manual, "list", "--format", "json").out
    (tmp_path / "link").symlink_to(manual.path / "procedures")
    assert qms(manual.path / "procedures" / "buying", "list", "--format", "json").out == expected
    assert qms(tmp_path, "-C", str(manual.path), "list", "--format", "json").out == expected
    assert qms(tmp_path, "-C", "link/buying", "list", "--format", "json").out == expected
    assert qms(manual.path / ".git", "list").status == 3
    file = qms(manual, "-C", "qms.yml", "list")
    assert (file.status, file.out) == (2, b"")


@pytest.mark.parametrize("arguments", [("list",), ("diff", "SOP-004"), ("show", "SOP-099")])
def test_no_colour(qms: Qms, manual: Clone, arguments: tuple[str, ...]) -> None:
    """Where no terminal listens, and with `NO_COLOR`, nothing is coloured."""
    ran = qms(manual, *arguments, variables={"FORCE_COLOR": "1", "NO_COLOR": "1", "TERM": "xterm-256color"})
    assert b"\x1b" not in ran.out
    assert "\x1b" not in ran.err


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """A manual whose list fills more than a pipe."""
    story = Story()
    story.entry("2021-01-04", {"qms.yml": policy()})
    pages = {f"procedures/{n}.md": document(f"SOP-{n:03}", title="Purchasing " * 80) for n in range(120)}
    story.entry("2021-02-01", {**pages, "procedures/page.md": "# Page\n"})
    return story.build(tmp_path_factory.mktemp("long") / "manual")


@pytest.mark.parametrize(
    ("arguments", "status"), [(("list", "--format", "json"), 0), (("check", "--format", "json"), 1)]
)
def test_a_reader_that_goes_away(long: Clone, arguments: tuple[str, ...], status: int) -> None:
    """`qms ... | head -1` ends without a word, and the outcome is what it would have been."""
    process = subprocess.Popen(
        [sys.executable, "-m", "qms_docs", *arguments],
        cwd=long.path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    with process.stderr:
        said = process.stderr.read()
    assert (process.wait(), said) == (status, b"")


def test_a_full_disk(manual: Clone) -> None:
    """What cannot be written is status 3 and one sentence."""
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            [sys.executable, "-m", "qms_docs", "list"],
            cwd=manual.path,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 3
    assert done.stderr.startswith(b"qms: The result cannot be written: ")
    assert b"Traceback" not in done.stderr


def test_interruption(long: Clone) -> None:
    """Ctrl+C while the list is being written: status 130."""
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "qms_docs", "list", "--format", "json"],
        cwd=long.path,
        env=environment(),
        stdout=writing,
        stderr=subprocess.PIPE,
    )
    os.close(writing)
    assert os.read(reading, 1) == b"["
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    with os.fdopen(reading, "rb") as rest:
        rest.read()
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said.endswith(b"Interrupted.\n")
    assert b"Traceback" not in said


@pytest.mark.parametrize("code", ["raise KeyboardInterrupt", "exec('raise KeyboardInterrupt')"])
def test_interruption_at_once(tmp_path: Path, code: str) -> None:
    """Ctrl+C while the program is still being loaded: the same, also in code that Python makes from text."""
    (tmp_path / "click.py").write_text(f"{code}\n")
    variables = environment()
    variables["PYTHONPATH"] = os.pathsep.join((str(tmp_path), variables["PYTHONPATH"]))
    command = [sys.executable, "-m", "qms_docs", "list"]
    done = subprocess.run(command, env=variables, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"Interrupted.\n")


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    """A command that is called in a deleted folder says so."""
    gone = tmp_path / "gone"
    gone.mkdir()
    program = "import os, sys; os.rmdir(os.getcwd()); os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    done = subprocess.run(
        [sys.executable, "-c", program, "-m", "qms_docs", "list"],
        cwd=gone,
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_equal_input_gives_equal_bytes(qms: Qms, manual: Clone, build: Build, story: Story, tmp_path: Path) -> None:
    """Neither the folder nor the clone, time zone, language or file mode of the machine is in a result."""
    other = manual.clone(tmp_path / "øther place" / "clone")
    strange = {"TZ": "Pacific/Kiritimati", "LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "latin-1", "COLUMNS": "40"}
    umask = os.umask(0o077)
    try:
        rebuilt = build(story, "again")
    finally:
        os.umask(umask)
    for arguments in (
        ("check", "--format", "json", "--as-of", "2023-01-01"),
        ("list", "--format", "json", "--as-of", "2023-01-01"),
        ("list", "--as-of", "2023-01-01"),
        ("history", "SOP-004", "--format", "json", "--as-of", "2023-01-01"),
        ("show", "SOP-004", "--format", "html", "--as-of", "2023-01-01"),
    ):
        results = {
            qms(manual, *arguments).out,
            qms(other, *arguments, variables=strange).out,
            qms(rebuilt, *arguments, variables={"TZ": "America/Adak", "LC_ALL": "tr_TR.UTF-8"}).out,
        }
        assert len(results) == 1, arguments
        assert b"/tmp" not in results.pop()


@pytest.mark.parametrize("arguments", [("list",), ("init", "there"), ("init", "--demo", "there")])
def test_git_that_is_missing(arguments: tuple[str, ...], qms: Qms, manual: Clone, tmp_path: Path) -> None:
    """Without git on the path every command says in a sentence what to install."""
    done = qms(tmp_path if "init" in arguments else manual, *arguments, variables={"PATH": str(tmp_path)})
    assert (done.status, done.err) == (3, "qms: The program git was not found. Install git and run this again.\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [("list",), ("check",)])
def test_git_that_does_not_begin(arguments: tuple[str, ...], qms: Qms, manual: Clone, tmp_path: Path) -> None:
    """Where git is ended before it has said anything, every command says so in a sentence."""
    (tmp_path / "git").write_text("#!/bin/sh\nkill -9 $$\n", encoding="utf-8")
    (tmp_path / "git").chmod(0o700)
    done = qms(manual, *arguments, variables={"PATH": f"{tmp_path}:/usr/bin:/bin"})
    assert done.status == 3
    assert done.err.startswith("qms: Git does not say which version it is: ")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [("list",), ("init", "there")])
def test_settings_that_git_cannot_read(arguments: tuple[str, ...], qms: Qms, manual: Clone, tmp_path: Path) -> None:
    """A slip in the user's settings of git is named with its file, and every command says so."""
    settings = tmp_path / "settings"
    settings.write_text("[user\n", encoding="utf-8")
    done = qms(tmp_path if "init" in arguments else manual, *arguments, variables={"GIT_CONFIG_GLOBAL": str(settings)})
    assert done.status == 3
    assert done.err == f"qms: Git does not start: bad config line 1 in file {settings}. Correct this.\n"
