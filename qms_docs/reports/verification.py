"""What verifying brought to light, as text and as JSON (interfaces.md 2)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qms_docs.reports.plain import printable

if TYPE_CHECKING:
    from qms_docs.model.problem import Problem, Verification

__all__ = ["verification_json", "verification_outcome", "verification_text"]

_ONE = {"entries": "entry", "approvals that count": "approval that counts", "counting": "that counts"}


def verification_text(verification: Verification) -> str:
    """A line for each signer and each problem; what was overtaken is marked so."""
    lines = [*verification.signers, *(_line(each) for each in verification.problems)]
    return "".join(f"{printable(each)}\n" for each in lines)


def verification_outcome(verification: Verification) -> str:
    """The outcome in one sentence."""
    # Beside manifests only their own signatures are meant: none is no news of the approvals.
    unsigned = (
        {"signatures"} if verification.checked.get("manifests") and not verification.checked["signatures"] else ()
    )
    counted = ", ".join(_counted(number, what) for what, number in verification.checked.items() if what not in unsigned)
    if not verification.problems:
        return f"In order: {counted} verified."
    standing = sum(not each.overtaken for each in verification.problems)
    overtaken = len(verification.problems) - standing
    past = f"{overtaken:,} overtaken by a later revision" if overtaken else ""
    if not standing:
        return f"In order but for {past}: {counted} verified."
    found = f"{standing:,} {'problem' if standing == 1 else 'problems'}{f' and {past}' if past else ''}"
    # Of a pack with problems it is not known what each of them touches; only the files were surely looked at.
    files = verification.checked.get("files")
    return f"{found}: {counted} verified." if files is None else f"{found}: {files:,} files looked at."


def verification_json(verification: Verification) -> str:
    """The verification in the shape of `qms verify --format json`."""
    shape = {
        "ok": verification.ok,
        "checked": dict(verification.checked),
        "problems": [_problem(each) for each in verification.problems],
    }
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "code": problem.code,
        "what": problem.what,
        "path": problem.path,
        "expected": problem.expected,
        "got": problem.got,
        "manifest": problem.manifest,
        "overtaken": problem.overtaken,
    }


def _line(problem: Problem) -> str:
    place = problem.path or problem.manifest or "release line"
    values = f" Expected {problem.expected}, got {problem.got or 'nothing'}." if problem.expected else ""
    return f"{place}: {problem.code} {problem.what}{values}{' (overtaken)' if problem.overtaken else ''}"


def _counted(number: int, what: str) -> str:
    return f"{number:,} {_ONE.get(what, what.removesuffix('s')) if number == 1 else what}"
