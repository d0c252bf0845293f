"""What records lack for their states, as departures from the rule that finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.rules.registry import Departure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual

__all__ = ["lacks_of"]


def lacks_of(manual: Manual, code: str) -> Iterator[Departure]:
    """The departures from one rule."""
    for kept, lack in manual.lacks:
        if lack.code != code:
            continue
        status = kept.record.status
        state = f"{kept.id} is {status}: " if status else f"{kept.id}: "
        if status and lack.field == "status" and lack.path is None:
            remedy = "Do what is missing, or set `status` back."
        elif status:
            remedy = "Add it, or set `status` back." if "missing" in lack.what else "Correct it, or set `status` back."
        else:
            remedy = "Add it." if "missing" in lack.what else "Correct it."
        yield Departure(
            path=lack.path or kept.path,
            line=lack.line if lack.path else kept.record.line(lack.field),
            document=kept.id,
            fact=f"{state}{lack.what}",
            remedy=remedy,
        )
