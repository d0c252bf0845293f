"""JSON Schemas for editors: what they say of each field, what they accept, and an organization's own words in them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

import qms_docs
from qms_docs.failures import CannotCheckError
from qms_docs.sources.own_words import read_own_words, root_of
from qms_docs.sources.schemas import json_schema, schema_names
from support import organization_file, policy
from support.editor import departures, read_as_editor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SOURCE = Path(qms_docs.__file__).parents[1]
SENTENCE = re.compile(r"[A-Z].{14,}[^.]\.")
GOOD = {
    "id": "SOP-001",
    "title": "Control of documented information",
    "type": "procedure",
    "revision": 3,
    "owner": "quality-manager",
}
SAMPLE = (
    ("policy", "qms.yml"),
    ("organization", "records/organization.yml"),
    ("processes", "records/processes.yml"),
)


def schema_of(name: str, root: Path | None = None) -> dict[str, Any]:
    """The schema for everybody, or in the words of the repository at that place."""
    schema: dict[str, Any] = json.loads(json_schema(name, read_own_words(root) if root else None))
    return schema


def repository(folder: Path, organization: str | None = None, processes: str | None = None, **stated: object) -> Path:
    """A folder with a policy, and who is who."""
    (folder / "records").mkdir()
    (folder / "qms.yml").write_text(policy(**stated), encoding="utf-8")
    for name, text in (("organization", organization), ("processes", processes)):
        if text is not None:
            (folder / "records" / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


def fields_of(schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every field of a schema and of the groups in it."""
    for part in (schema, *schema.get("$defs", {}).values()):
        yield from part["properties"].items()


def every_part(value: object) -> Iterator[Mapping[str, Any]]:
    """Every mapping in a schema."""
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from every_part(each)


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("name", schema_names())
def test_each_is_a_schema_that_speaks_in_sentences(name: str, own: bool) -> None:
    """It is valid by its draft; each field has a title and a sentence, and each mismatch of a value has one."""
    schema = schema_of(name, SOURCE if own else None)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$schema"]
    assert schema["additionalProperties"] is False
    for field, said in fields_of(schema):
        assert re.fullmatch(r"[A-Z][a-z ]*", said["title"]), field
        assert SENTENCE.fullmatch(said["description"]), (field, said["description"])
        assert said["markdownDescription"].replace("`", "") in said["description"]
        assert "default" not in said
    for part in every_part(schema):
        if {"pattern", "enum", "type"} & part.keys() and "properties" not in part and "errorMessage" in part:
            assert SENTENCE.match(part["errorMessage"] + " "), part["errorMessage"]
        if "pattern" in part and "^x-" not in part["pattern"]:
            assert part["patternErrorMessage" if "patternErrorMessage" in part else "errorMessage"]
        assert part.get("$ref", "#/$defs/").startswith("#/$defs/")


@pytest.mark.parametrize("name", schema_names())
def test_each_field_has_an_example_or_a_choice(name: str) -> None:
    """Whoever does not know what to write finds it beside the field; examples fit."""
    schema = schema_of(name)
    for field, said in fields_of(schema):
        if field in read_only_names(said):
            continue
        parts = list(every_part(said))
        kinds = {each.get("type") for each in parts if isinstance(each.get("type"), str)}
        known = any({"examples", "enum", "$ref"} & each.keys() for each in parts) or "boolean" in kinds
        assert known, field
        for each in said.get("examples", []):
            assert departures({field: each}, {**schema, "properties": {field: said}, "required": []}) == [], field


def read_only_names(said: Mapping[str, Any]) -> frozenset[str]:
    """The name of a field that nobody is to type."""
    return frozenset({said["title"].lower().replace(" ", "_")}) if said.get("doNotSuggest") else frozenset()


@pytest.mark.parametrize("path", sorted((SOURCE / "procedures").rglob("*.md")), ids=lambda path: path.name)
def test_the_documents_of_this_manual_fit(path: Path) -> None:
    """Front matter of the sample manual is accepted as an editor reads it, in general and in its own words."""
    front_matter = read_as_editor(path.read_text(encoding="utf-8"))
    if "id" in front_matter:
        for root in (None, SOURCE):
            assert departures(front_matter, schema_of("front-matter", root)) == []


def test_the_files_of_this_organization_fit() -> None:
    """So are policy, people, processes and every approval."""
    approvals = [("approval", str(each)) for each in sorted((SOURCE / "records" / "approvals").rglob("*.yml"))]
    for root in (None, SOURCE):
        schemas = {name: schema_of(name, root) for name in schema_names()}
        for name, path in (*SAMPLE, *approvals):
            text = (SOURCE / path).read_text(encoding="utf-8")
            assert departures(read_as_editor(text), schemas[name]) == [], path


EXAMPLES = {
    "policy": """\
organization: Fjordlys Instruments
standards: [iso9001:2015, iso9001:2026]
release_branch: main
documents: [procedures]
records: records
types:
  procedure:
    title: Procedure
    id: 'SOP-\\d{3}'
    sections: [Purpose, Scope]
    approvals:
      - {role: quality-manager}
      - {role: owner}
    evidence: signed
    independent: true
    editorial: [{role: quality-manager}]
    retrain: [major, minor]
    review: 24 months
    effective: P14D
    request: required
    acknowledge: 14 days
revisions: major.minor
control_from: 2026-01-01
audit_cycle: 3 years
site: {audience: public, stale_after: 30 days}
front_matter: {id: doc_id, revision: version, x-own: 1}
values: {type: {SOP: procedure}}
ignore: [layout]
retention:
  training: {keep: 3 years, from: last entry, then: delete, basis: Law}
""",
    "organization": """\
roles:
  quality-manager: {title: Quality manager}
people:
  ole.vik:
    name: Ole Vik
    emails: [ole@example.com]
    forges: {github: olevik}
    roles: [{role: quality-manager, from: 2025-01-01, until: 2025-09-30}]
    keys: [{key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBO1WfD09m3hPdyuoIJhWlSSyRZGEQRKw0EV462CgocP, from: 2025-01-01}]
importers:
  github-reviews: {title: A job, keys: []}
""",
    "processes": """\
processes:
  - id: purchasing
    title: Purchasing
    owner: purchasing-manager
    inputs_from: [sales]
    outputs_to: [production]
    documents: [SOP-004]
    measures: [On-time delivery per month]
    risks: [RSK-2026-002]
""",
    "approval": """\
document: WI-012
revision: 2
digest: qms1:e6b954357a7f6f100e1c6e0d35b49b3bbe2f36218f457ed335f9bc5f924a2360
person: per.haug
role: production-manager
meaning: approved
at: 2026-05-21T08:42:17Z
source:
  forge: github
  url: https://github.com/example/qms/pull/31#pullrequestreview-1187
  user: perhaug
  commit: ce72d44075d4954e186f48bfe28d5b99e5303c7a
  submitted_at: 2026-05-21T08:42:17Z
""",
}


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_whole_files_fit(name: str) -> None:
    """A file with every field that there is."""
    value = read_as_editor(EXAMPLES[name])
    assert departures(value, schema_of(name)) == []
    assert departures({**value, "unknown": 1}, schema_of(name)) != []


@pytest.mark.parametrize(
    "change",
    [
        {"id": "SOP 001"},
        {"id": "-1"},
        {"id": None},
        {"title": ["a", "b"]},
        {"revision": "three/1"},
        {"revision": [3]},
        {"effective": "1 December 2026"},
        {"effective": 2026},
        {"change": "New."},
        {"change": {"class": "big"}},
        {"change": {"sumary": "New."}},
        {"clauses": "7.5"},
        {"applies_to": ["all staff"]},
        {"review": "two years"},
        {"status": "effective"},
        {"confidentiality": "secret"},
        {"obsolete": True},
        {"obsolete": {"date": "soon"}},
        {"obsolete": {"date": "2027-01-31"}},
        {"translation_of": "SOP-001"},
        {"approved_by": "Ann Berg"},
        {"controlled": False},
        {"efective": "2026-12-01"},
    ],
)
def test_what_the_rules_refuse_the_schema_refuses(change: dict[str, object]) -> None:
    """A wrong value, a typed lifecycle field and an unknown name are marked by the editor already."""
    schema = schema_of("front-matter")
    assert departures(GOOD, schema) == []
    assert departures(GOOD | change, schema) != []


@pytest.mark.parametrize("name", sorted(GOOD))
def test_required_fields(name: str) -> None:
    """A document without one of its control fields is refused."""
    lacking = {field: value for field, value in GOOD.items() if field != name}
    assert departures(lacking, schema_of("front-matter")) == [f": '{name}' is a required property"]


@pytest.mark.parametrize(
    "change",
    [
        {"revision": "B"},
        {"revision": 1.1},
        {"x-cost-centre": 4711},
        {"status": "draft"},
        {"change": {"class": "major", "summary": "New.", "reason": "Old.", "request": "CR-2026-014", "x-own": 1}},
        {"obsolete": {"date": "2027-01-31", "superseded_by": None, "reason": "Merged."}},
        {"review": "24 months", "clauses": ["iso9001:2015#7.5"], "principles": ["process-approach"], "language": "nb"},
        {"title": 2026, "department": True, "translation_of": "SOP-001@3", "supersedes": ["SOP-014"]},
        {"effective": None, "change": None, "owner": "größe-2"},
    ],
)
def test_what_the_rules_accept_the_schema_accepts(change: dict[str, object]) -> None:
    """Whatever reads as one of the contract's forms, and names of one's own."""
    assert departures(GOOD | change, schema_of("front-matter")) == []


@pytest.mark.parametrize(
    "policy",
    [
        {},
        {"types": []},
        {"types": None},
        {"types": {"procedure": {"approvals": ["quality-manager"]}}},
        {"types": {"procedure": {"approvals": [{"rolle": "quality-manager"}]}}},
        {"types": {"procedure": {"evidence": "stamped"}}},
        {"types": {"procedure": {"effective": "soon"}}},
        {"types": {"procedure": {}}, "documents": "procedures"},
        {"types": {"procedure": {}}, "documents": ["../elsewhere"]},
        {"types": {"procedure": {}}, "revisions": "roman"},
        {"types": {"procedure": {}}, "organisation": "Fjordlys"},
        {"types": {"procedure": {}}, "standards": ["ISO 9001"]},
        {"types": {"procedure": {}}, "front_matter": {"number": "doc_id"}},
        {"types": {"procedure": {}}, "site": {"audience": "everybody"}},
    ],
)
def test_policies_that_are_refused(policy: dict[str, object]) -> None:
    """A policy without types or with a wrong value is marked by the editor."""
    assert departures(policy, schema_of("policy")) != []


PROCESSES = "processes:\n- {id: purchasing, title: Buying things}\n"


def test_own_types_roles_and_processes(tmp_path: Path) -> None:
    """What policy and organization define is proposed with its title, and nothing else is accepted."""
    schema = schema_of("front-matter", repository(tmp_path, organization_file(), PROCESSES))
    fields = schema["properties"]
    choice = fields["type"]["anyOf"][0]
    assert (choice["enum"], choice["enumDescriptions"]) == (["procedure"], ["Procedure"])
    assert choice["errorMessage"].startswith("Expected a type of qms.yml: procedure. What is new there")
    roles = ["quality-manager", "internal-auditor", "purchasing-manager"]
    assert fields["owner"]["anyOf"][0]["enum"] == roles
    assert fields["applies_to"]["anyOf"][0]["items"]["enum"] == ["all-staff", *roles]
    assert fields["process"]["anyOf"][0]["enumDescriptions"] == ["Buying things"]
    good = {**GOOD, "applies_to": ["all-staff", "internal-auditor"], "process": "purchasing", "clauses": ["x"]}
    assert departures(good, schema) == []
    for change in (
        {"type": "form"},
        {"owner": "boss"},
        {"applies_to": ["boss"]},
        {"process": "sales"},
        {"owner": None},
    ):
        assert len(departures(good | change, schema)) == 1, change


def test_nothing_is_defined_yet(tmp_path: Path) -> None:
    """Without an organization.yml any role is accepted, as it is by the rules."""
    schema = schema_of("front-matter", repository(tmp_path))
    assert departures({**GOOD, "owner": "anybody", "process": "anything"}, schema) == []


def test_ids_and_numbers_by_the_policy(tmp_path: Path) -> None:
    """The id fits the pattern of its type, the number the scheme; what an editor cannot read is left to the rules."""
    types = {"procedure": {"id": r"SOP-\d{3}"}, "form": {"id": "F-[A-Z]+|OLD-.*"}, "odd": {"id": r"(?P<a>X)\d"}}
    schema = schema_of("front-matter", repository(tmp_path, types=types, revisions="major.minor"))
    for fits in (
        {"revision": "1.0"},
        {"revision": 1.5, "id": "OLD-1", "type": "form"},
        {"id": "whatever", "type": "odd", "revision": "2.10"},
    ):
        assert departures(GOOD | {"revision": "1.0"} | fits, schema) == []
    for wrong in ({"revision": "A"}, {"id": "SOP-1"}, {"id": "SOP-0011"}, {"id": "SOP-001", "type": "form"}):
        assert len(departures(GOOD | {"revision": "1.0"} | wrong, schema)) == 1, wrong


@pytest.mark.parametrize(
    ("scheme", "right", "wrong"),
    [("integer", [0, 12, "3"], ["A", "1.0", 1.5, "03"]), ("letter", ["A", "AA"], ["I", "a", 1])],
)
def test_other_schemes(tmp_path: Path, scheme: str, right: list[object], wrong: list[object]) -> None:
    """Whole numbers, and letters without those that look like numbers."""
    schema = schema_of("front-matter", repository(tmp_path, revisions=scheme))
    assert [departures(GOOD | {"revision": each}, schema) for each in right] == [[]] * len(right)
    assert [len(departures(GOOD | {"revision": each}, schema)) for each in wrong] == [1] * len(wrong)


def test_clauses_of_the_editions_in_use(tmp_path: Path) -> None:
    """Clauses are proposed with their titles; a bare number and clauses of a standard without data are accepted."""
    schema = schema_of("front-matter", repository(tmp_path, standards=["iso9001:2015", "iso13485:2016"]))
    proposed = schema["properties"]["clauses"]["anyOf"][0]["items"]["anyOf"][0]
    assert "iso9001:2015#7.5" in proposed["enum"]
    assert not any(each.startswith("iso9001:2026") for each in proposed["enum"])
    assert departures(GOOD | {"clauses": ["iso9001:2015#7.5", "7.5", 8, "iso13485:2016#4.2"]}, schema) == []
    for wrong in ("iso9001:2015#99", "iso9001:2026#7.5", "seven"):
        assert departures(GOOD | {"clauses": [wrong]}, schema) != []


FOREIGN = {
    "types": {"procedure": {"id": r"SOP-\d{3}"}},
    "front_matter": {"id": "doc_id", "revision": "version", "effective": "effective_on"},
    "values": {"type": {"SOP": "procedure"}, "applies_to": {"all": "all-staff"}, "language": {"norsk": "nb"}},
    "ignore": ["layout", "author"],
}


def test_foreign_names_and_values(tmp_path: Path) -> None:
    """A manual with names of its own is proposed those; names of the contract are accepted in their place."""
    schema = schema_of("front-matter", repository(tmp_path, organization_file(), **FOREIGN))
    proposed = [name for name, said in schema["properties"].items() if not said.get("doNotSuggest")]
    assert {"doc_id", "version", "effective_on", "layout"} <= set(proposed)
    assert not {"id", "revision", "effective"} & set(proposed)
    assert "in the words of the contract it is id." in schema["properties"]["doc_id"]["description"].lower()
    foreign = {
        "doc_id": "SOP-001", "title": "Orders", "type": "SOP", "version": 1, "owner": "quality-manager",
        "effective_on": "2026-12-01", "layout": "page", "author": "Ann", "applies_to": ["all"], "language": "norsk",
    }  # fmt: skip
    assert departures(foreign, schema) == []
    assert departures(GOOD, schema) == []
    for wrong in (
        {"id": "SOP-001"},
        {"effective": "2026-12-01"},
        {"doc_id": "SOP-1"},
        {"doc_id": None},
        {"type": "WI"},
        {"effective_on": "soon"},
        {"reviewer": "Bob"},
    ):
        assert departures(foreign | wrong, schema) != [], wrong
    assert departures({name: value for name, value in foreign.items() if name != "doc_id"}, schema) != []


def test_names_that_may_come_with_the_same_change_are_proposed_alone(tmp_path: Path) -> None:
    """A role that is defined and used in one change is no mistake in the editor."""
    root = repository(tmp_path, organization_file())
    for name, group, field in (
        ("organization", "RoleHeldShape", "role"),
        ("policy", "RequirementShape", "role"),
        ("processes", "ProcessShape", "owner"),
    ):
        choices = schema_of(name, root)["$defs"][group]["properties"][field]["anyOf"]
        assert "quality-manager" in choices[0]["enum"]
        assert choices[1]["pattern"]
    approval = schema_of("approval", root)["properties"]
    assert approval["person"]["anyOf"][0]["enumDescriptions"] == ["Ann Berg", "Cid Dahl", "Liv Strand"]
    value = read_as_editor(EXAMPLES["organization"])
    assert departures(value, schema_of("organization", root)) == []


@pytest.mark.parametrize(
    ("path", "content", "said"),
    [
        ("qms.yml", "types: [\n", "qms.yml:1: IN101"),
        ("qms.yml", "organization: x\n", "qms.yml:1: IN101 The policy cannot be used: it has no `types`"),
        ("records/organization.yml", "roles: {\n", "records/organization.yml:1: IN101 The file cannot be read"),
        ("records/processes.yml", "- a\n", "records/processes.yml:1: IN101"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, path: str, content: str, said: str) -> None:
    """A schema that lacks words would refuse what is right, so none is given."""
    root = repository(tmp_path, organization_file())
    (root / path).write_text(content)
    with pytest.raises(CannotCheckError, match=re.escape(said)):
        read_own_words(root)


def test_links_in_the_place_of_files(tmp_path: Path) -> None:
    """What lies outside of the repository is not read."""
    (tmp_path / "out").mkdir()
    (tmp_path / "manual").mkdir()
    root = repository(tmp_path / "manual")
    (tmp_path / "out" / "organization.yml").write_text(organization_file())
    (root / "records" / "organization.yml").symlink_to(tmp_path / "out" / "organization.yml")
    with pytest.raises(CannotCheckError, match="symbolic link"):
        read_own_words(root)


def test_where_a_manual_begins(tmp_path: Path) -> None:
    """The nearest folder above with a policy, but none of another repository around this one."""
    root = repository(tmp_path)
    (root / "procedures" / "buying").mkdir(parents=True)
    assert root_of(root / "procedures" / "buying") == root
    (root / "other" / ".git").mkdir(parents=True)
    assert root_of(root / "other") is None
