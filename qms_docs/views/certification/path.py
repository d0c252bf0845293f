"""The whole path: six steps and four challenges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.values import dataclass
from qms_docs.views.certification.building_up import gap_step, implementation_step
from qms_docs.views.certification.looking_ahead import certification_step, improvement_step
from qms_docs.views.certification.looking_back import audit_step, review_step
from qms_docs.views.certification.practice import consistency_challenge, training_challenge
from qms_docs.views.certification.seen import Seen
from qms_docs.views.certification.work import Load, change_challenge, resource_challenge
from qms_docs.views.status import SOON, Urgency, duties_by_owner, duties_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from qms_docs.model.finding import Finding
    from qms_docs.model.manual import Manual
    from qms_docs.views.certification.stage import Stage
    from qms_docs.views.published_records import PublishedRecords

__all__ = ["CertificationPath", "certification_path"]


@dataclass(frozen=True, kw_only=True, slots=True)
class CertificationPath:
    """Where the organization stands."""

    as_of: date
    steps: tuple[Stage, ...]
    challenges: tuple[Stage, ...]


def certification_path(
    manual: Manual,
    findings: Sequence[Finding],
    *,
    published: PublishedRecords | None = None,
    loads: Sequence[Load] | None = None,
) -> CertificationPath:
    """The path on the day of the manual, worked out from documents, records and the findings of the rules.

    With `published` what the site withholds does not count; `loads` are the duties by owner, where somebody knows them.
    """
    seen = Seen(manual, findings, published)
    before = (gap_step(seen), implementation_step(seen), audit_step(seen), review_step(seen))
    duties = _loads(manual) if loads is None else loads
    return CertificationPath(
        as_of=manual.as_of,
        steps=(*before, certification_step(seen, before), improvement_step(seen)),
        challenges=(
            resource_challenge(seen, duties),
            change_challenge(seen, sum(each.waiting for each in duties)),
            training_challenge(seen),
            consistency_challenge(seen),
        ),
    )


def _loads(manual: Manual) -> list[Load]:
    latest = SOON.after(manual.as_of)
    duties = [each for each in duties_of(manual) if each.on is None or each.on <= latest]
    return [
        Load(
            owner=each.owner,
            title=each.title,
            overdue=each.number(Urgency.OVERDUE),
            due=each.number(Urgency.DUE),
            waiting=each.number(Urgency.WAITING),
        )
        for each in duties_by_owner(manual, duties)
    ]
