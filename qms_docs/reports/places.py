"""Where a finding is, and by what it is known again, for programs that keep lists of findings."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING

from qms_docs.reports.plain import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.model.finding import Finding

__all__ = ["file_of", "fingerprints", "line_of", "message", "well_formed"]

_NOT_UNICODE = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
_WHOLE_MANUAL = "qms.yml"
"""Where a finding of the release line is shown: programs refuse one without a file, and this file stands for all."""


def file_of(finding: Finding) -> str:
    """The path below the top of the repository; that of the policy where no file is at fault."""
    return finding.path or _WHOLE_MANUAL


def line_of(finding: Finding) -> int:
    """The line, counted from 1."""
    return max(1, finding.line or 1)


def message(finding: Finding) -> str:
    """Fact and remedy on one line, with the day until which the finding is permitted."""
    permitted = f" (permitted until {finding.permitted_until})" if finding.permitted_until else ""
    return well_formed(f"{finding.fact} {finding.remedy}".rstrip() + permitted)


def well_formed(text: str) -> str:
    """The text on one line and without what XML forbids or UTF-8 cannot say, such as bytes of odd file names."""
    return _NOT_UNICODE.sub("\N{REPLACEMENT CHARACTER}", printable(text.replace("\r", " ")))


def fingerprints(findings: Sequence[Finding]) -> tuple[str, ...]:
    """For each finding a SHA-256 that stays when lines move; of several alike each has its own."""
    met: Counter[str] = Counter()
    known: list[str] = []
    for each in findings:
        parts = (each.code, each.document or "", each.path or "", each.fact)
        key = "\0".join(parts)
        met[key] += 1
        known.append(hashlib.sha256(f"{key}\0{met[key]}".encode("utf-8", "surrogatepass")).hexdigest())
    return tuple(known)
