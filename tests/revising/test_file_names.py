"""Names of files from titles, in every script and in bad company."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qms_docs.revising.file_names import free_path


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Control of measuring equipment", "control-of-measuring-equipment"),
        ("Kontroll av måleutstyr", "kontroll-av-maaleutstyr"),
        ("Prüfung: Größe & Übermaß (ÄÖÜ)", "pruefung-groesse-uebermass-aeoeue"),
        ("Příručka kvality", "prirucka-kvality"),
        ("The buyer's guide", "the-buyers-guide"),
        ("Руководство по качеству", "руководство-по-качеству"),
        ("品質マニュアル", "品質マニュアル"),
        ("गुणवत्ता नियमावली", "गुणवत्ता-नियमावली"),
        ("../../etc/passwd", "etc-passwd"),
        ("a_b.md", "a-b-md"),
        ("?!", "sop-012"),
        ("Index", "index-sop-012"),
        ("README", "readme-sop-012"),
        ("Con", "con-sop-012"),
        ("word " * 40, "word-" * 11 + "word"),
        ("x" * 200, "x" * 60),
    ],
)
def test_a_readable_name(title: str, name: str) -> None:
    """Latin letters lose their marks, other scripts stay; no name means more to a site or a system than it says."""
    assert free_path("procedures", title, "SOP-012", ()) == f"procedures/{name}.md"


@pytest.mark.parametrize(
    ("taken", "path"),
    [
        (["procedures/Sales.md"], "procedures/sales-sop-012.md"),
        (["procedures/sales/index.md"], "procedures/sales-sop-012.md"),
        (["procedures/sales/README.md"], "procedures/sales-sop-012.md"),
        (["procedures/sales/orders.md", "other/sales.md"], "procedures/sales.md"),
        (["procedures/sales.md", "procedures/sales-sop-012.md"], "procedures/sales-sop-012-2.md"),
    ],
)
def test_a_name_that_is_taken(taken: list[str], path: str) -> None:
    """The id makes it another one; a page that the site would show at the same address counts as well."""
    assert free_path("procedures", "Sales", "SOP-012", taken) == path


def test_the_top_folder() -> None:
    """Documents may stand at the top of the repository."""
    assert free_path("", "Sales", "SOP-012", ()) == "sales.md"


@given(st.text(), st.sampled_from(["SOP-012", "x.y_Z", "Ü-1"]))
def test_any_title(title: str, document_id: str) -> None:
    """Whatever a title consists of, the name is short, printable and in its folder."""
    path = free_path("procedures", title, document_id, ())
    folder, _, name = path.partition("/")
    assert (folder, "/" in name, name.startswith((".", "-"))) == ("procedures", False, False)
    assert name.isprintable() or any(not each.isprintable() for each in title)
    assert len(name.encode()) <= 255
