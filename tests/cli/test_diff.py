"""The redline of two revisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support import document

if TYPE_CHECKING:
    from cli.conftest import Qms
    from support import Clone


def test_the_last_two_revisions(qms: Qms, manual: Clone) -> None:
    """Without numbers the last two issued revisions are compared, word by word."""
    ran = qms(manual, "diff", "SOP-004")
    assert (ran.status, ran.err) == (0, "")
    assert ran.text.startswith("From revision 2 to revision 3: [-taken out-] {+come in+}\n")
    assert "~ title: Purchasing{+ of goods+}\n" in ran.text
    assert "+ {+effective: 2099-01-01+}\n" in ran.text


def test_two_numbers(qms: Qms, manual: Clone) -> None:
    """Any two, in any order, also one with itself."""
    forwards = qms(manual, "diff", "SOP-004", "1..3").text
    assert forwards.startswith("From revision 1 to revision 3:")
    assert "revision: [-1-]{+3+}" in forwards
    assert "revision: [-3-]{+1+}" in qms(manual, "diff", "SOP-004", "3..1").text
    assert qms(manual, "diff", "SOP-004", "2..2").text == "revision 2 and revision 2 have the same words.\n"


def test_against_the_work_tree(qms: Qms, copy: Clone) -> None:
    """`N..` compares with the text as it stands, committed or not."""
    unchanged = qms(copy, "diff", "SOP-009", "1..")
    assert unchanged.text == "revision 1 and the work tree have the same words.\n"
    copy.write("procedures/sales.md", document("SOP-009", revision=2, title="Sales"))
    changed = qms(copy, "diff", "SOP-009", "1..").text
    assert changed.startswith("From revision 1 to the work tree:")
    assert "{+2+}" in changed
    (copy.path / "procedures" / "sales.md").unlink()
    gone = qms(copy, "diff", "SOP-009", "1..")
    assert (gone.status, gone.out) == (1, b"")
    assert "does not stand in the work tree" in gone.err


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("SOP-009",), 1),
        (("SOP-030",), 1),
        (("SOP-099",), 1),
        (("SOP-004", "1..9"), 1),
        (("SOP-004", "9.."), 1),
        (("SOP-004", "2"), 2),
        (("SOP-004", "..2"), 2),
        (("SOP-004", "1...2"), 2),
        (("SOP-004", "1..2", "3"), 2),
        ((), 2),
    ],
)
def test_what_cannot_be_compared(qms: Qms, manual: Clone, arguments: tuple[str, ...], status: int) -> None:
    """One revision only or an unknown one is status 1, what names no two revisions is 2."""
    ran = qms(manual, "diff", *arguments)
    assert (ran.status, ran.out) == (status, b"")
    assert ran.err
