"""A summary of a change as a comment: whoever wrote the change may have written it too, so it is taken as mere text."""

from __future__ import annotations

import re
import sys

__all__ = ["LIMIT", "MARKER", "summary_comment"]

MARKER = "<!-- qms-summary -->"
"""The hidden first line by which a job finds its own comment again."""
LIMIT = 1_000_000
"""Bytes; a longer summary is none."""
ROOM = 60_000
"""Characters of a comment; GitHub takes 65,536."""

HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
"""What nobody sees and what makes text read otherwise than it is written."""
MENTION = re.compile(r"(?<!\w)@(?!\u2060)|@(?![\w\u2060])")
"""What would send a message to people; an address of mail is none, unless something nobody sees stands in it."""
WRITTEN_AT = re.compile(r"&(?=(?:#0*64|#x0*40)(?![0-9a-f])|commat;)", re.IGNORECASE)
"""What HTML shows as such a sign, which forges look at."""

ORDER = re.compile(r"^([ \t\r\f\v\xa0>*+-]*)(?=/\w)", re.MULTILINE)
"""What GitLab and many bots would take for an order: a line that begins with a slash."""


def summary_comment(summary: bytes) -> str:
    """The text of the comment, which begins with the marker, calls nobody and orders nothing."""
    if len(summary) > LIMIT:
        sys.exit(f"The summary has more than {LIMIT} bytes, and is not written.")
    try:
        text = summary.decode("utf-8")
    except UnicodeDecodeError:
        sys.exit("The summary is not text in UTF-8, and is not written.")
    first, _, rest = text.partition("\n")
    body = rest if first.strip() == MARKER else text
    body = WRITTEN_AT.sub("&amp;", MENTION.sub("@\u2060", HIDDEN.sub("", body))).strip()
    body = ORDER.sub("\\1\u2060", body)
    if len(body) > ROOM:
        kept = body[:ROOM].rpartition("\n")[0] or body[:ROOM]
        body = f"{kept}\n\n*The summary is longer than a comment may be; the job that made it keeps the whole.*"
    return f"{MARKER}\n{body}\n"
