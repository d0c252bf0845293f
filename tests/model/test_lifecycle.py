"""From texts and approvals to revisions, without a repository (document-control.md 4 and 7, settled.md 8 to 13)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from qms_docs.model.approval import APPROVED, Approval, ApprovalRecord, Shortfall
from qms_docs.model.days import Period
from qms_docs.model.document import Author, Document, Entry, LineText, ShownFile, Text
from qms_docs.model.header import Change, ChangeClass, Header, Obsolescence
from qms_docs.model.lifecycle import Judge, Vanishing, derive_document
from qms_docs.model.numbering import Scheme
from qms_docs.model.policy import DocumentType, Policy, Requirement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

START = date(2026, 1, 1)
FREE = DocumentType(id="procedure", title="Procedure")
STRICT = DocumentType(
    id="procedure", title="Procedure", approvals=(Requirement(role="quality-manager"), Requirement(role="owner"))
)


def on(day: int) -> date:
    """The day of the story with this number; the first is 1 January 2026."""
    return START + timedelta(days=day - 1)


def entry(day: int | None) -> Entry:
    """The entry of a day, or the proposed one."""
    number = 1000 if day is None else day
    return Entry(number=number, commit=None if day is None else f"{day:040x}", day=on(min(number, 300)))


def text(day: int | None, revision: str | None = "1", words: str = "words", **fields: object) -> LineText:
    """A text that stands from a day on."""
    header = Header(id="SOP-004", type="procedure", revision=revision, owner="buyer", **fields)  # type: ignore[arg-type]
    author = Author(name="Ann Berg", email="ann@example.com")
    return LineText(
        entry=entry(day), path="a.md", header=header, text=Text(blob=words, sha256=words), authors=(author,)
    )


def gone(day: int | None) -> Vanishing:
    """The deletion on a day."""
    return Vanishing(entry=entry(day))


def approval(role: str, day: int | None, *, counts: bool = True, by_author: bool = False) -> Approval:
    """An approval by somebody with a role, which came onto the line on a day."""
    record = ApprovalRecord(
        path=f"{role}.yml",
        document="SOP-004",
        revision="1",
        digest="",
        person=role,
        role=role,
        meaning=APPROVED,
        at=datetime(2026, 1, 1, tzinfo=UTC),
        at_written="",
        entry=entry(day),
    )
    shortfall = None if counts else Shortfall.OTHER_TEXT
    return Approval(record=record, name=role, shortfall=shortfall, by_author=by_author)


def derived(
    *events: LineText | Vanishing,
    kind: DocumentType | None = FREE,
    approvals: Mapping[str, Sequence[Approval]] | None = None,
    control_from: int = 0,
) -> Document:
    """The document of these events; approvals by the words that were approved."""
    judge = Judge(
        type_of=lambda _text: kind,
        scheme_of=lambda _entry: Scheme.INTEGER,
        before_control=lambda one: one.number < control_from,
    )
    found = derive_document("SOP-004", events, judge, lambda one: (approvals or {}).get(one.text.text.blob, ()))
    assert found is not None
    return found


def both(one: int, other: int) -> list[Approval]:
    """Both approvals that the strict type asks for, on two days."""
    return [approval("quality-manager", one), approval("buyer", other)]


def statuses(found: Document, day: int) -> list[str]:
    """The statuses on a day, the lowest number first."""
    return [found.status(each, on(day)).value for each in found.revisions]


def test_no_text() -> None:
    """An id that never had a text is no document."""
    judge = Judge(type_of=lambda _: None, scheme_of=lambda _: Scheme.INTEGER, before_control=lambda _: False)
    assert derive_document("SOP-004", [], judge, lambda _: ()) is None
    assert derive_document("SOP-004", [gone(1)], judge, lambda _: ()) is None


def test_approvals_complete() -> None:
    """A text is fixed and approved on the day on which the last of its approvals came onto the line."""
    found = derived(text(1), kind=STRICT, approvals={"words": both(5, 9)})
    (revision,) = found.revisions
    assert (revision.issued_on, revision.fixed_on, revision.approved_on) == (on(1), on(9), on(9))
    assert (revision.effective_on, revision.waiting_for, revision.needs_approval) == (on(9), (), True)
    assert [statuses(found, day) for day in (8, 9)] == [["approved"], ["effective"]]


def test_approvals_before_the_text() -> None:
    """Approvals that came with the text or before it complete it on the day of the text."""
    assert derived(text(5), kind=STRICT, approvals={"words": both(2, 5)}).revisions[0].approved_on == on(5)


def test_one_approval_missing() -> None:
    """While a role is missing the revision is in review and says for whom it waits."""
    found = derived(text(1), kind=STRICT, approvals={"words": both(5, 9)[:1]})
    assert (found.revisions[0].waiting_for, statuses(found, 200)) == (("buyer",), ["in review"])
    assert len(found.revisions[0].approvals) == 1


def test_approval_that_does_not_count() -> None:
    """An approval that does not count is shown and completes nothing."""
    given = [approval("quality-manager", 2), approval("buyer", 2, counts=False)]
    (revision,) = derived(text(1), kind=STRICT, approvals={"words": given}).revisions
    assert (revision.waiting_for, revision.fixed_on, len(revision.approvals)) == (("buyer",), None, 2)


def test_second_approval_of_one_role() -> None:
    """Of two approvals by one role the first completes."""
    given = [*both(3, 4), approval("buyer", 30)]
    assert derived(text(1), kind=STRICT, approvals={"words": given}).revisions[0].approved_on == on(4)


def test_text_changed_in_review() -> None:
    """Until the approvals are complete the latest text stands under the number."""
    (revision,) = derived(text(1, words="one"), text(3, words="two"), kind=STRICT).revisions
    assert (revision.text.text.blob, revision.issued_on, revision.altered) == ("two", on(3), False)


def test_text_back_to_an_earlier_one_in_review() -> None:
    """A text in review that was put back stands by the entry that first brought it."""
    (revision,) = derived(text(1, words="one"), text(3, words="two"), text(5, words="one"), kind=STRICT).revisions
    assert (revision.text.text.blob, revision.issued_on) == ("one", on(1))


def test_approved_text_is_the_controlled_one() -> None:
    """The text whose approvals are complete is the controlled one, whatever stood before or stands after it."""
    events = [text(1, words="one"), text(3, words="two"), text(5, words="three")]
    (revision,) = derived(*events, kind=STRICT, approvals={"two": both(4, 4)}).revisions
    assert (revision.text.text.blob, revision.last_text.text.blob, revision.altered) == ("two", "three", True)
    assert revision.issued_on == on(3)


def test_late_approval_of_an_earlier_text() -> None:
    """Once a text is fixed, approvals of another one under the number, however complete, move nothing."""
    events = [text(1, words="one"), text(3, words="two")]
    (revision,) = derived(*events, kind=STRICT, approvals={"one": both(9, 9), "two": both(4, 5)}).revisions
    assert (revision.text.text.blob, revision.fixed_on) == ("two", on(5))


def test_no_approvals_needed() -> None:
    """A text that needs no approval is fixed by its issue and has no day of approval."""
    (revision,) = derived(text(1, words="one"), text(3, words="two")).revisions
    assert (revision.text.text.blob, revision.fixed_on, revision.approved_on) == ("one", on(1), None)
    assert (revision.altered, revision.needs_approval) == (True, False)


def test_shown_file_changed() -> None:
    """A change of a file that the text shows is a change of the text."""
    one, two = text(1), text(3)
    files = (ShownFile(name="a.png", path="a.png", blob="x", sha256="x"),)
    two = LineText(
        entry=two.entry, path="a.md", header=two.header, text=Text(blob="words", sha256="words", files=files)
    )
    (revision,) = derived(one, two).revisions
    assert revision.altered
    assert revision.digest != two.text.digest("SOP-004")


def test_unknown_type() -> None:
    """A text of an unknown type never takes effect."""
    found = derived(text(1), kind=None)
    assert (found.revisions[0].fixed_on, statuses(found, 300)) == (None, ["in review"])


def test_type_that_cannot_be_read() -> None:
    """Where the policy cannot be read on what the type asks for, nothing of the type takes effect."""
    unclear = DocumentType(id="procedure", title="Procedure", unclear=True)
    assert derived(text(1), kind=unclear).revisions[0].fixed_on is None


def test_before_control() -> None:
    """Before control began every issued text counts as approved on its day, and no delay is asked for."""
    strict = DocumentType(id="procedure", title="P", approvals=STRICT.approvals, delay=Period(days=14))
    one, two = derived(text(1), text(20, "2", "two"), kind=strict, control_from=10).revisions
    assert (one.before_control, one.approved_on, one.effective_on) == (True, on(1), on(1))
    assert (two.before_control, two.approved_on, two.effective_on) == (False, None, None)


def test_delay() -> None:
    """A delay counts from the approval, and from the issue where none is needed."""
    strict = DocumentType(id="procedure", title="P", approvals=STRICT.approvals, delay=Period(days=14))
    free = DocumentType(id="procedure", title="P", delay=Period(days=14))
    assert derived(text(1), kind=strict, approvals={"words": both(5, 9)}).revisions[0].effective_on == on(23)
    assert derived(text(1), kind=free).revisions[0].effective_on == on(15)


@pytest.mark.parametrize(("declared", "expected"), [(None, 23), (2, 23), (22, 23), (24, 24)])
def test_latest_of_all_days(declared: int | None, expected: int) -> None:
    """The effective day is the latest of the declared one, the approval and the approval plus the delay."""
    strict = DocumentType(id="procedure", title="P", approvals=STRICT.approvals, delay=Period(days=14))
    one = text(1, effective=on(declared) if declared else None)
    assert derived(one, kind=strict, approvals={"words": both(5, 9)}).revisions[0].effective_on == on(expected)


def test_editorial_change() -> None:
    """An editorial change needs the lighter approvals that the type names, else those of any change."""
    light = DocumentType(
        id="procedure", title="P", approvals=STRICT.approvals, editorial=(Requirement(role="quality-manager"),)
    )
    editorial = text(1, change=Change(kind=ChangeClass.EDITORIAL))
    given = {"words": both(5, 9)[:1]}
    assert derived(editorial, kind=light, approvals=given).revisions[0].fixed_on == on(5)
    assert derived(editorial, kind=STRICT, approvals=given).revisions[0].waiting_for == ("buyer",)
    assert derived(text(1), kind=light, approvals=given).revisions[0].waiting_for == ("buyer",)


def test_owner_is_also_another_role() -> None:
    """Where the owner holds the other role that is asked for, one approval meets both."""
    kind = DocumentType(id="p", title="P", approvals=(Requirement(role="owner"), Requirement(role="buyer")))
    assert derived(text(1), kind=kind, approvals={"words": both(5, 9)[1:]}).revisions[0].fixed_on == on(9)


@pytest.mark.parametrize("number", [None, ""])
def test_text_without_a_number(number: str | None) -> None:
    """A text without a number issues nothing."""
    found = derived(text(1, number or None))
    assert (found.revisions, found.issue_order, found.latest_issued) == ((), (), None)


def test_highest_number_counts() -> None:
    """In force is the highest number whose day has come, superseded every lower one, also one that never was."""
    found = derived(text(1), text(2, "2", "two", effective=on(50)), text(3, "3", "three", effective=on(20)))
    assert statuses(found, 10) == ["effective", "approved", "approved"]
    assert statuses(found, 20) == ["superseded", "superseded", "effective"]
    assert statuses(found, 60) == ["superseded", "superseded", "effective"]
    assert [found.superseded_on(each, on(60)) for each in found.revisions] == [on(20), on(20), None]


def test_superseded_on_is_not_told_before_its_day() -> None:
    """The day of being superseded is not told before it has come."""
    found = derived(text(1), text(2, "2", "two", effective=on(50)))
    assert found.superseded_on(found.revisions[0], on(49)) is None


def test_next_revision() -> None:
    """The next revision is the one above that in force whose day comes first, else the latest issued one."""
    later = [text(2, "2", "two", effective=on(50)), text(3, "3", "three", effective=on(20))]
    coming = derived(text(1), *later).coming(on(10))
    assert coming is not None
    assert coming.number == "3"
    reviewed = derived(
        text(1, words="one"), text(2, "2", "two"), text(3, "3", "x"), kind=STRICT, approvals={"one": both(1, 1)}
    )
    waiting = reviewed.coming(on(10))
    assert waiting is not None
    assert waiting.number == "3"
    assert derived(text(1)).coming(on(10)) is None


def test_predecessors() -> None:
    """The predecessor of a revision is the highest number issued before it."""
    found = derived(text(1, "4"), text(2, "2", "a"), text(3, "9", "b"), text(4, "5", "c"))
    assert {each.number: each.predecessor for each in found.revisions} == {"4": None, "2": "4", "9": "4", "5": "9"}
    assert [each.number for each in found.revisions if each.first] == ["4"]


def test_obsolete() -> None:
    """A document is obsolete from the later of its revision's effective day and the obsolete day."""
    early = derived(text(1), text(5, "2", "two", obsolete=Obsolescence(day=on(3))))
    late = derived(text(1), text(5, "2", "two", obsolete=Obsolescence(day=on(9))))
    assert [early.is_obsolete(on(day)) for day in (4, 5)] == [False, True]
    assert [late.is_obsolete(on(day)) for day in (8, 9)] == [False, True]
    assert [statuses(late, day) for day in (4, 8, 9)] == [
        ["effective", "approved"],
        ["superseded", "effective"],
        ["superseded", "obsolete"],
    ]
    in_force = late.in_force(on(9))
    assert in_force is not None
    assert (in_force.number, late.effective(on(9))) == ("2", None)


def test_obsolete_without_a_day() -> None:
    """A withdrawal without a day counts from its effective day."""
    assert derived(text(5, obsolete=Obsolescence())).obsolete_from(on(9)) == on(5)


def test_obsolete_in_review() -> None:
    """A withdrawal whose approvals are missing withdraws nothing."""
    events = [text(1, words="one"), text(5, "2", "two", obsolete=Obsolescence(day=on(5)))]
    found = derived(*events, kind=STRICT, approvals={"one": both(1, 1)})
    assert statuses(found, 200) == ["effective", "in review"]
    assert not found.is_obsolete(on(200))


def test_vanished_and_back() -> None:
    """A document that vanished is known as gone until a text of it stands again."""
    found = derived(text(1), gone(5))
    assert found.vanished_by is not None
    assert (found.vanished_by.day, found.path, statuses(found, 9)) == (on(5), "a.md", ["effective"])
    back = derived(text(1), gone(5), text(7))
    assert (back.vanished_by, len(back.revisions), back.revisions[0].issued_on) == (None, 1, on(1))


def test_vanished_before_control_began() -> None:
    """Whether it vanished before control began is known."""
    assert derived(text(1), gone(5), control_from=10).vanished_before_control
    assert not derived(text(1), gone(15), control_from=10).vanished_before_control
    assert not derived(text(1), control_from=10).vanished_before_control


def test_draft() -> None:
    """A draft is no revision, and is known only while it is the text that stands."""
    found = derived(text(1), text(3, "2", "two", draft=True))
    assert found.draft is not None
    assert (len(found.revisions), found.draft.number, found.issue_order) == (1, "2", ("1",))
    assert found.status(found.draft, on(9)).value == "draft"
    assert (found.draft.fixed_on, found.superseded_on(found.draft, on(9))) == (None, None)
    assert derived(text(1), text(3, "2", "two", draft=True), text(4, "2", "two")).draft is None
    assert derived(text(1), text(3, "2", "two", draft=True), gone(4)).draft is None


def test_draft_without_a_number() -> None:
    """A draft may still lack its number."""
    found = derived(text(1, None, draft=True))
    assert found.draft is not None
    assert found.draft.number == "?"


def test_proposed() -> None:
    """What is only proposed is a draft, never in force, whatever its dates."""
    found = derived(text(1), text(None, "2", "two"))
    assert statuses(found, 300) == ["effective", "draft"]
    assert [each.number for each in found.issued] == ["1"]
    assert (found.latest.header.revision, found.issue_order) == ("2", ("1", "2"))
    assert found.shown(on(300)) is found.revisions[0]


def test_proposed_change_under_a_fixed_number() -> None:
    """A proposed change under a fixed number leaves the fixed text and is seen."""
    (revision,) = derived(text(1), text(None, words="quietly")).revisions
    assert (revision.proposed, revision.altered, revision.text.text.blob) == (False, True, "words")


def test_can_still_be_mended() -> None:
    """The revision in force, those above it and the one issued last can still be mended; the others are history."""
    found = derived(text(1), text(2, "2", "a"), text(3, "4", "b"), text(4, "3", "c"))
    assert [each.number for each in found.in_play(on(9))] == ["3", "4"]
    assert [each.number for each in derived(text(1), text(2, "2", "a")).in_play(on(9))] == ["2"]


def test_next_review() -> None:
    """The next review is due an interval after the last issue or review, the document's own interval first."""
    kind = DocumentType(id="procedure", title="P", review=Period(months=24))
    policy = Policy(stated=True, types={"procedure": kind})
    assert derived(text(1), kind=kind).next_review(policy, on(9)) == date(2028, 1, 1)
    own = derived(text(1, review=Period(days=10)), kind=kind)
    assert own.next_review(policy, on(9)) == on(11)
    assert derived(text(1)).next_review(Policy(), on(9)) is None
    assert derived(text(20), kind=kind).next_review(policy, on(9)) is None
