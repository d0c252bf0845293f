"""Answers about a sample of documents as text, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from qms_docs.reports.csv_table import cell
from qms_docs.reports.plain import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.views.answers import DocumentAnswers

__all__ = ["answers_csv", "answers_json", "answers_text"]


def answers_text(sample: Sequence[DocumentAnswers]) -> str:
    """The answers for people at a terminal, one document after the other."""
    return "\n".join(_block(each) for each in sample)


def _block(document: DocumentAnswers) -> str:
    head = f"{printable(document.id)} {printable(document.title)}, on {document.as_of}\n"
    return head + "".join(f"  {each.question} {printable(each.words)}\n" for each in document.answers)


def answers_json(sample: Sequence[DocumentAnswers]) -> str:
    """The answers as a JSON array in the order of the sample; each answer is a sentence under its key."""
    shapes = [
        {
            "id": each.id,
            "title": each.title,
            "as_of": each.as_of.isoformat(),
            "commit": each.commit,
            "answers": {answer.key: answer.words for answer in each.answers},
        }
        for each in sample
    ]
    return json.dumps(shapes, ensure_ascii=False, indent=2) + "\n"


def answers_csv(sample: Sequence[DocumentAnswers]) -> str:
    """The answers as CSV (RFC 4180): a line for each document, a column for each question."""
    columns = {answer.key: answer.question for each in sample for answer in each.answers}
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(("id", "title", "as_of", "commit", *columns))
    for each in sample:
        known = {answer.key: answer.words for answer in each.answers}
        values = (each.id, each.title, each.as_of, each.commit, *(known.get(key) for key in columns))
        writer.writerow([cell(value) for value in values])
    return written.getvalue()
