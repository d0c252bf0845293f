"""`qms summary`: what a pull request does to the manual, for a comment on it."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import click

from qms_docs.cli.common import base_option, opened, side_of
from qms_docs.cli.output import give
from qms_docs.failures import WrongUseError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]

_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"'`\\]{1,2000}")


@click.command("summary", epilog="Example: qms summary --base origin/main --preview-url https://preview.example/17/")
@base_option(required=True)
@click.option("--preview-url", metavar="URL", help="Where the preview of this change can be seen.")
@click.pass_obj
def command(folder: Path, base: str, preview_url: str | None) -> None:
    """Say in Markdown what a pull request does to the manual.

    Each document that is new, revised or withdrawn: class, summary and reason, what changed word by word, approvals
    that are given and needed, from when on it holds, who has to acknowledge it, what else refers to it. Then the
    findings that the change brings, and what else it changes.

    The first line is a mark by which a job finds its earlier comment. The text fits into a comment on GitHub, GitLab
    and Gitea, and mentions nobody.

    Exit status: 0 the summary was made, whatever it says; 2 wrong usage; 3 could not check.
    """
    from qms_docs.check import check_change
    from qms_docs.cli.redline_given import redline_if_possible
    from qms_docs.reports.summary import summary_markdown
    from qms_docs.sources.change import read_change
    from qms_docs.sources.record_names import records_naming
    from qms_docs.views.summary import summary

    if preview_url is not None and not _ADDRESS.fullmatch(preview_url):
        raise WrongUseError(f"`{preview_url}` is no address of a page: it has to begin with https:// or http://.")
    with opened(folder) as source:
        change = read_change(source, base)
        report = check_change(change, source.read)
        naming = partial(records_naming, source.repository, change.after)
        told = summary(change, report, partial(side_of, source), partial(redline_if_possible, source), naming)
    give(summary_markdown(told, preview_url))
