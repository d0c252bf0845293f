"""What records lack for their states, as departures from the rule that finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.rules.facts import Fact
from qms_docs.rules.registry import Departure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.records.kind import Lack

__all__ = ["LACKING", "lacks_of"]

LACKING = (Fact.DAY, Fact.POLICY, Fact.ORGANIZATION, Fact.RECORDS, Fact.OTHERS)
"""What is read to find out what records lack."""


def lacks_of(manual: Manual, code: str) -> Iterator[Departure]:
    """The departures from one rule."""
    for kept, lack in manual.lacks:
        if lack.code != code:
            continue
        status = kept.record.status
        state = f"{kept.id} is {status}: " if status else f"{kept.id}: "
        yield Departure(
            path=lack.path or kept.path,
            line=lack.line if lack.path else kept.record.line(lack.field),
            document=kept.id,
            fact=f"{state}{lack.what}",
            remedy=_remedy(kept, lack, manual),
        )


def _remedy(kept: KeptRecord, lack: Lack, manual: Manual) -> str:
    """What to do; a closed record that was accepted is only amended."""
    accepted = kept.closed_since is not None and kept.closed_since.commit is not None
    if accepted and lack.path is None and kept.is_closed(manual.as_of):
        return f"Amend it: `qms record amend {kept.id}`."
    what = lack.remedy
    if what is None:
        what = "Add it" if "missing" in lack.what else "Do what is missing" if lack.field == "status" else "Correct it"
    return f"{what}, or set `status` back." if kept.record.status else f"{what}."
