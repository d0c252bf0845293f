"""Every example of a record, letter by letter: it is read, fits its schema, and is in order in its final state."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from qms_docs.model.records.kinds import KINDS, kind_of_id
from qms_docs.model.records.series import SERIES
from qms_docs.sources.records.record import read_record
from qms_docs.sources.records.series import read_series, read_table
from qms_docs.sources.schemas import json_schema
from records.conftest import without
from support.editor import departures, read_as_editor
from support.examples import EXAMPLES, FOLDERS, SERIES_FILES, example_path

if TYPE_CHECKING:
    from records.conftest import Desk

NAMES = sorted(FOLDERS)


def text_of(name: str) -> str:
    """The text of an example."""
    return (EXAMPLES / f"{name}.yml").read_text(encoding="utf-8")


def fields_of(name: str) -> dict[str, str]:
    """The fields at the margin of an example, each with the words beside it."""
    lines = re.findall(r"^([a-z_]+):(.*)$", text_of(name), re.MULTILINE)
    return {field: rest.partition("#")[2].strip() for field, rest in lines}


def test_there_is_an_example_for_every_type() -> None:
    """No type is without one, and each stands in the folder that its first line names."""
    assert sorted(kind.name for kind in KINDS) == NAMES
    for kind in KINDS:
        first = text_of(kind.name).split("\n")[0]
        assert first.startswith(f"# {kind.name}: folder {kind.folder}/, id prefix {kind.prefix};")
        assert example_path(kind.name, text_of(kind.name)) in first


@pytest.mark.parametrize("name", NAMES)
def test_it_is_read(name: str) -> None:
    """Every field is known and has its form, and states and links are those that the example lists."""
    reading = read_record((EXAMPLES / f"{name}.yml").read_bytes(), page=False, fallback=None)
    assert reading.faults == ()
    record = reading.record
    assert record is not None
    kind = kind_of_id(record.id)
    assert kind is not None
    assert kind.name == name
    states = re.search(r"^# states: (.*)$", text_of(name), re.MULTILINE)
    assert states
    listed = re.sub(r" \([^)]*\)", "", states[1]) if kind.states else ""
    assert tuple(filter(None, listed.split(", "))) == kind.state_names
    finals = re.findall(r"([a-z ]+) \(final\)", states[1])
    assert [each.strip() for each in finals] == list(kind.final_states)


@pytest.mark.parametrize("name", NAMES)
def test_as_front_matter(name: str) -> None:
    """The same fields are read from the front matter of a text."""
    page = f"---\n{text_of(name)}---\n\n# Minutes\n"
    reading = read_record(page.encode(), page=True, fallback=None)
    plain = read_record(text_of(name).encode(), page=False, fallback=None)
    assert reading.faults == ()
    assert reading.record == plain.record


@pytest.mark.parametrize("name", NAMES)
def test_it_fits_its_schema(name: str) -> None:
    """An editor marks nothing."""
    assert departures(read_as_editor(text_of(name)), json.loads(json_schema(name))) == []


@pytest.mark.parametrize("kind", SERIES, ids=lambda kind: kind.name)
def test_series_are_read(kind: object) -> None:
    """Every row of the examples is read, and fits the schema of a row."""
    name = kind.name  # type: ignore[attr-defined]
    content = (EXAMPLES / f"{name}.csv").read_bytes()
    reading = read_series(content, kind)  # type: ignore[arg-type]
    assert reading.faults == ()
    head, *rows = read_table(content)
    assert len(reading.rows) == len(rows) > 0
    schema = json.loads(json_schema(name))
    for row in rows:
        assert departures(dict(zip(head.cells, row.cells, strict=True)), schema) == []


def test_every_series_has_an_example() -> None:
    """And none is there that no series reads."""
    assert sorted(f"{kind.name}.csv" for kind in SERIES) == sorted(SERIES_FILES)


def test_the_whole_organization_is_in_order(desk: Desk) -> None:
    """All of them together bring no finding at all."""
    assert [each.sentence for each in desk.findings({})] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_optional_is_needed(desk: Desk, name: str) -> None:
    """A field that the example does not call optional is missed where it is not there, and none that it does."""
    path = example_path(name, text_of(name))
    accepted = desk.text(path)
    for field, words in fields_of(name).items():
        if field == "id" or (name, field) in ASKED_FOR_BY_OTHERS:
            continue
        text = without(accepted, field)
        missing = [each.fact for each in read_record(text.encode(), page=False, fallback=None).faults]
        codes = missing or [code for code, _, _ in desk.lacks(text)]
        if "optional" not in words:
            assert codes, field
        elif re.fullmatch(r"optional(; .*)?|optional while not known.*", words):
            assert codes == [], field


ASKED_FOR_BY_OTHERS = {("nonconformity", "product"), ("audit-programme", "not_covered")}
"""Optional, but an amendment has its value, and processes are left out with a reason."""
