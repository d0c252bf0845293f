"""What an editor accepts by the schema, the reader of front matter accepts, and the other way about."""

from __future__ import annotations

import json

import yaml
from hypothesis import assume, example, given, reject, settings
from hypothesis import strategies as st

from qms_docs.model.policy import Vocabulary
from qms_docs.sources.pages import read_head
from qms_docs.sources.schemas import json_schema
from support.editor import departures, read_as_editor

SCHEMA = json.loads(json_schema("front-matter"))

# Left out is what no schema can tell apart, because an editor has read it as a number already: +1 and .5 are no ids.
SCALARS = st.one_of(
    st.sampled_from([
        *("", "~", "null", "draft", "3", "03", "1.10", "-1", "1e3", "0x10", "A", "B.", "SOP-001", "SOP 1", "SOP-001@3"),
        *("2026-12-01", "2026-02-30", "2026-1-1", "24 months", "1 year", "P14D", "P1Y2M", "2 fortnights", "P123456D"),
        *("false", "True", "on", "major", "tiny", "internal", "secret", "iso9001:2015#7.5", "quality-manager", "größe"),
        *("'3'", '" "', "''", "a" * 101, "b" * 4001, "P", "[]", "[a, B-1]", "[a b]", "[~]", "[[a]]", "{}", "12:30"),
    ]),
    st.text(st.sampled_from("aB1.-_@ é"), min_size=1, max_size=6).map(lambda text: f"'{text}'"),
)  # fmt: skip
FIELDS = st.sampled_from([each for each in SCHEMA["properties"] if each != "controlled"] + ["x-own", "efective"])
INSIDE = st.sampled_from(["class", "summary", "reason", "request", "date", "superseded_by", "x-own", "sumary"])
GROUPS = st.dictionaries(INSIDE, SCALARS, max_size=4).map(
    lambda fields: "{" + ", ".join(f"{name}: {value}" for name, value in fields.items()) + "}"
)
GOOD = {"id": "SOP-001", "title": "Purchasing", "type": "procedure", "revision": "1", "owner": "quality-manager"}


@settings(max_examples=300)
@given(fields=st.dictionaries(FIELDS, SCALARS | GROUPS, max_size=3), without=st.sampled_from(["", *GOOD]))
@example(fields={"obsolete": "{date: 2027-01-31, superseded_by: null, reason: Merged.}"}, without="")
@example(fields={"change": "{class: major, summary: New., reason: Old., request: CR-1, x-own: [1]}"}, without="")
@example(fields={"obsolete": "{date: 2027-01-31}"}, without="")
@example(fields={"effective": "2026-02-30"}, without="")
@example(fields={"approved_by": "Ann Berg"}, without="")
def test_schema_and_reader_agree(fields: dict[str, str], without: str) -> None:
    """Front matter is in order for both or for neither."""
    stated = {name: value for name, value in (GOOD | fields).items() if name != without}
    block = "".join(f"{name}: {value}\n" for name, value in stated.items())
    reading = read_head(f"---\n{block}---\n".encode(), Vocabulary())
    assume(reading.readable and reading.has_id)
    try:
        value = read_as_editor(block)
    except yaml.YAMLError:
        reject()
    assert bool(reading.faults) == bool(departures(value, SCHEMA)), (block, reading.faults, departures(value, SCHEMA))
