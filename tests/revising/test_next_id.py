"""The next id of a type, from its pattern and from the ids that were ever used."""

from __future__ import annotations

import pytest

from qms_docs.revising.next_id import NoSureIdError, next_id

NOTHING: frozenset[str] = frozenset()


def ids(*names: str) -> frozenset[str]:
    """The ids."""
    return frozenset(names)


@pytest.mark.parametrize(
    ("pattern", "first"),
    [
        (r"SOP-\d{3}", "SOP-001"),
        (r"^SOP\-[0-9]{2,4}$", "SOP-01"),
        (r"(?:QP)\.\d\d/x", "QP.01/x"),
        (r"[1-9]\d{2}", "100"),
        (r"VA\d+", "VA1"),
        (r"\AISO9-\d{4}\Z", "ISO9-0001"),
        (r"SOP-\d{3}|WI-\d{3}", None),
        (r"[A-Z]{2}-\d{3}", None),
        (r"SOP-\d{4}-\d{3}", None),
        (r"SOP-\w+", None),
        (r"SOP", None),
        (None, None),
    ],
)
def test_the_first_id(pattern: str | None, first: str | None) -> None:
    """It follows from a pattern of fixed text and one number; where more is open, it is nobody's guess."""
    if first is None:
        with pytest.raises(NoSureIdError, match=r"no first one is sure\.|how ids of this type look\."):
            next_id(pattern, NOTHING, NOTHING)
        return
    assert next_id(pattern, NOTHING, NOTHING) == first


@pytest.mark.parametrize(
    ("pattern", "used", "expected"),
    [
        (r"SOP-\d{3}", ids("SOP-001", "SOP-007", "FRM-050", "WI-7"), "SOP-008"),
        (r"SOP-\d{2,4}", ids("SOP-01", "SOP-099"), "SOP-100"),
        (r"SOP-\d{1,4}", ids("SOP-9"), "SOP-10"),
        (r"[A-Z]{2,4}-\d{3}", ids("SOP-001", "SOP-002"), "SOP-003"),
        (r"ISO9001-\d{2}", ids("ISO9001-04"), "ISO9001-05"),
        (r"SOP-\d{3}[a-z]?", ids("SOP-001"), "SOP-002"),
        (None, ids("SOP-001", "SOP-010"), "SOP-011"),
    ],
)
def test_the_one_after_the_highest(pattern: str | None, used: frozenset[str], expected: str) -> None:
    """Gaps are not filled; the width is that of the highest."""
    mine = used if pattern is None else NOTHING
    assert next_id(pattern, used, mine) == expected


def test_ids_of_the_type_show_its_form() -> None:
    """Where types share a pattern, each goes on with its own letters; numbers of no type are given away twice."""
    used = ids("SOP-001", "FRM-001", "FRM-002", "FRM-003")
    assert next_id(r"[A-Z]{3}-\d{3}", used, ids("FRM-001", "FRM-002")) == "FRM-004"


@pytest.mark.parametrize(
    ("pattern", "used", "why"),
    [
        (r"SOP-\d{3}", ids("SOP-999"), "no room after SOP-999"),
        (r"[A-Z]+-\d{3}", ids("SOP-001", "QP-001"), r"several ways \(QP-…, SOP-…\)"),
        (r"SOP-\d{4}-\d{2}", ids("SOP-2025-01"), "More than the last number of SOP-2025-02"),
        (None, ids("SOP-2025-01"), "More than the last number"),
        (None, ids("PURCHASING"), "how ids of this type look"),
        (r"[A-Z]-\d", ids(*(f"{each}-1" for each in "ABCDEF")), "and others"),
    ],
)
def test_no_next_id_is_sure(pattern: str | None, used: frozenset[str], why: str) -> None:
    """The sentence says why."""
    with pytest.raises(NoSureIdError, match=why):
        next_id(pattern, used, used)
