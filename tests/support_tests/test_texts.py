"""The texts of stories say what was asked of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from support import document, organization_file, policy
from support.yaml_text import yaml_text

texts = st.text(st.characters(exclude_categories=["Cs"]))
fields = st.dictionaries(
    texts.filter(bool),
    st.recursive(texts, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=8),
)


def front_matter(text: str) -> dict[str, object]:
    """The fields of a document, every scalar as the characters that are written."""
    block = text.removeprefix("\ufeff").replace("\r\n", "\n").split("---\n")[1]
    read = yaml.load(block, yaml.BaseLoader)  # noqa: S506 - makes nothing but text
    assert isinstance(read, dict)
    return read


def test_document_reads_like_one() -> None:
    """A document is written as a person would write it."""
    text = document(
        "SOP-004",
        revision=2,
        effective=date(2026, 3, 1),
        change={"class": "minor", "reason": "Audit: finding 2"},
        applies_to=["all-staff", "buyer"],
        clauses=["iso9001:2026#8.4"],
        obsolete={"date": "2027-01-31", "superseded_by": None},
        process=None,
    )
    assert text == (
        "---\n"
        "id: SOP-004\n"
        "title: Purchasing\n"
        "type: procedure\n"
        "revision: 2\n"
        "owner: quality-manager\n"
        "effective: 2026-03-01\n"
        "change:\n"
        "  class: minor\n"
        "  summary: Every order is checked by a second person.\n"
        "  reason: 'Audit: finding 2'\n"
        "applies_to: [all-staff, buyer]\n"
        "clauses: ['iso9001:2026#8.4']\n"
        "obsolete:\n"
        "  date: 2027-01-31\n"
        "  superseded_by: null\n"
        "---\n"
        "\n"
        "# Purchasing\n"
        "\n"
        "Every order is checked before it is sent.\n"
    )


@pytest.mark.parametrize(
    ("revision", "change", "expected"),
    [
        *((first, True, False) for first in (1, "1.0", "A")),
        *((later, True, True) for later in (2, "1.1", "2.0", "B")),
        (2, False, False),
        (1, {"class": "minor"}, True),
    ],
)
def test_change_block(*, revision: object, change: bool | dict[str, object], expected: bool) -> None:
    """A change is stated from the second revision on, unless the story says otherwise."""
    assert ("change" in front_matter(document(revision=revision, change=change))) is expected


def test_line_endings_and_byte_order_mark() -> None:
    """Every line break is the one asked for, and a byte order mark comes first."""
    text = document(newline="\r\n", bom=True, body="one\ntwo\n")
    assert text.startswith("\ufeff---\r\nid: SOP-004\r\n")
    assert text.count("\n") == text.count("\r\n")
    assert front_matter(text)["title"] == "Purchasing"


def test_bare_text() -> None:
    """Fields and heading can be left out."""
    own: dict[str, Any] = {"x-machine": "no"}
    bare = document(None, None, title=None, type=None, owner=None, body="x\n", **own)
    assert bare == "---\nx-machine: no\n---\n\nx\n"
    assert document(heading=False, body="## Scope\n").endswith("---\n\n## Scope\n")


def test_policy() -> None:
    """The usual policy has one type, which needs no approvals; the rest is what departs from it."""
    assert policy() == (
        "organization: Fjordlys Instruments\n"
        "release_branch: main\n"
        "types:\n"
        "  procedure:\n"
        "    title: Procedure\n"
        "    approvals: []\n"
    )
    stated = policy(organization=None, types={"form": {"approvals": [{"role": "owner"}], "id": r"FRM-\d{3}"}})
    assert stated == (
        "release_branch: main\n"
        "types:\n"
        "  form:\n"
        "    title: Form\n"
        "    approvals:\n"
        "      - {role: owner}\n"
        "    id: 'FRM-\\d{3}'\n"
    )


def test_organization() -> None:
    """People are listed by name with their roles; the roles are listed as well."""
    text = organization_file({"Ann Berg": ["quality-manager"], "Bo Ek": {"emails": ["bo@firm.example"]}})
    assert text == (
        "roles:\n"
        "  quality-manager:\n"
        "    title: Quality manager\n"
        "people:\n"
        "  ann.berg:\n"
        "    name: Ann Berg\n"
        "    emails: [ann@example.com]\n"
        "    roles:\n"
        "      - {role: quality-manager, from: 2024-01-01}\n"
        "  bo.ek:\n"
        "    name: Bo Ek\n"
        "    emails: [bo@firm.example]\n"
        "    roles: []\n"
    )


@given(fields)
def test_any_fields(stated: dict[str, object]) -> None:
    """Whatever the fields say, YAML reads it back."""
    written = yaml_text(stated)
    assert (yaml.load(written, yaml.BaseLoader) if stated else {}) == stated  # noqa: S506 - makes nothing but text
