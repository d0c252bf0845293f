"""The command `qms`: one module a command, loaded when it is called."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

import click

from qms_docs import __version__
from qms_docs.cli.bar import bar
from qms_docs.cli.output import open_streams, say, speak_utf8
from qms_docs.failures import FailureError
from qms_docs.progress import watched

__all__ = ["main", "qms"]

_COMMANDS = {
    "acknowledge": "Record that somebody has read and understood a document.",
    "answers": "Answer what auditors ask, for a sample of documents.",
    "approvals": "Say whose approval is missing; take in reviews of a forge.",
    "approve": "Approve a document with your SSH key.",
    "build": "Build the site of the manual.",
    "check": "Check the manual against all rules.",
    "diff": "Show what changed between two revisions.",
    "explain": "Explain a rule.",
    "gap": "Show clause by clause what there is for a standard, and what is missing.",
    "history": "Show the revision history of a document.",
    "init": "Begin a manual: a repository with starter documents, policy, people and jobs.",
    "list": "Show the master document list.",
    "new": "Begin a document.",
    "obsolete": "Begin to withdraw a document from use.",
    "pack": "Pack everything that an auditor asks for into one file.",
    "pdf": "Print documents, or the whole manual, as PDF.",
    "review": "Record that a document was reviewed.",
    "record": "Begin, list, show, close and amend records.",
    "revise": "Begin the next revision of a document.",
    "schema": "Print the JSON Schema of a file that people write.",
    "serve": "Show the manual while it is edited.",
    "show": "Print the text of a document.",
    "status": "Show what is due, overdue or waiting, and for whom.",
    "summary": "Say what a pull request does to the manual.",
    "verify": "Verify approvals, history, earlier manifests and audit packs.",
}


class _Commands(click.Group):
    """Commands that are imported only when they are called, so that `--help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in _COMMANDS:
            return None
        command = importlib.import_module(f"qms_docs.cli.{cmd_name}_command").command
        assert isinstance(command, click.Command)  # noqa: S101 - each module has one
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with their sentences, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(_COMMANDS.items()))


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: qms check",
)
@click.option("-C", "folder", metavar="DIR", type=click.Path(), default=".", help="Run as if in this folder.")
@click.version_option(__version__, prog_name="qms")
@click.pass_context
def qms(context: click.Context, folder: str) -> None:
    """Document control for a quality manual that is kept in git."""
    if not os.path.isdir(folder):  # noqa: PTH112 - unlike Path.is_dir it has an answer for every name
        raise click.UsageError(f"{folder} is not a folder.")
    try:
        context.obj = Path(folder).resolve()
    except OSError as error:
        raise click.UsageError(f"The folder cannot be opened: {error.strerror}.") from error


def main() -> None:
    """Runs the command and ends with its exit status: 0, 1, 2, 3 or 130 (interfaces.md 1)."""
    open_streams()
    speak_utf8()
    sys.exit(_run(sys.argv[1:]))


def _run(arguments: list[str]) -> int:
    try:
        with watched(bar()):
            result = qms.main(arguments, prog_name="qms", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return 2
    except FailureError as failure:
        say(f"qms: {failure}")
        return failure.status
    except (KeyboardInterrupt, click.Abort):
        say("Interrupted.")
        return 130
    except MemoryError:
        say("qms: There is not enough memory for this. Close what else needs it, then run this again.")
        return 3
    return result if isinstance(result, int) else 0
