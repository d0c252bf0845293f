"""JSON Schemas: what they accept and what they refuse."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from cli.conftest import SOURCE, environment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from cli.conftest import Qms

DRAFT = "https://json-schema.org/draft/2020-12/schema"
TYPES = {"string": str, "object": dict, "array": list, "null": type(None), "boolean": bool, "number": (int, float)}
UNDERSTOOD = {
    *("$schema", "$defs", "$ref", "type", "enum", "pattern", "properties", "patternProperties", "required", "items"),
    *("additionalProperties", "anyOf", "title", "description", "default", "examples", "format", "minLength"),
}
"""The words of JSON Schema that the schemas use; a new one has to be understood here first."""

GOOD = {
    "id": "SOP-001",
    "title": "Control of documented information",
    "type": "procedure",
    "revision": 3,
    "owner": "quality-manager",
}


class _Loader(yaml.SafeLoader):
    """YAML as an editor reads it, but for days, which JSON writes as text."""


_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def printed(name: str) -> dict[str, Any]:
    """The schema that the command prints."""
    command = [sys.executable, "-m", "qms_docs", "schema", name]
    done = subprocess.run(command, env=environment(), capture_output=True, check=True)
    schema: dict[str, Any] = json.loads(done.stdout)
    return schema


@pytest.fixture(scope="module")
def schemas() -> dict[str, dict[str, Any]]:
    """Every schema by its name."""
    return {name: printed(name) for name in ("approval", "front-matter", "organization", "policy", "processes")}


def departures(value: object, schema: Mapping[str, Any], root: Mapping[str, Any], place: str = "") -> Iterator[str]:
    """Where a value departs from a schema, by the rules of draft 2020-12 for the words in use."""
    if "$ref" in schema:
        yield from departures(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root, place)
    if "anyOf" in schema and all(list(departures(value, each, root, place)) for each in schema["anyOf"]):
        yield f"{place}: fits none of the choices"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place}: is none of {schema['enum']}"
    if "type" in schema and not any(_is(value, kind) for kind in _listed(schema["type"])):
        yield f"{place}: is no {schema['type']}"
    elif isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{place}: does not match {schema['pattern']}"
    elif isinstance(value, dict):
        yield from _fields(value, schema, root, place)
    elif isinstance(value, list) and "items" in schema:
        for number, item in enumerate(value):
            yield from departures(item, schema["items"], root, f"{place}.{number}")


def _fields(
    value: Mapping[str, object], schema: Mapping[str, Any], root: Mapping[str, Any], place: str
) -> Iterator[str]:
    yield from (f"{place}: lacks {name}" for name in schema.get("required", []) if name not in value)
    for name, inner in value.items():
        known = [schema["properties"][name]] if name in schema.get("properties", {}) else []
        known += [each for pattern, each in schema.get("patternProperties", {}).items() if re.search(pattern, name)]
        other = schema.get("additionalProperties", True)
        if not known and other is False:
            yield f"{place}: {name} is not known"
        for each in known or ([other] if isinstance(other, dict) else []):
            yield from departures(inner, each, root, f"{place}.{name}")


def _listed(kind: str | list[str]) -> list[str]:
    return [kind] if isinstance(kind, str) else kind


def _is(value: object, kind: str) -> bool:
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind in {"number", "boolean"}:
        return isinstance(value, TYPES[kind]) and (kind == "boolean") == isinstance(value, bool)
    return isinstance(value, TYPES[kind])


def _parts(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The schema and every schema inside it."""
    yield schema
    for word in ("$defs", "properties", "patternProperties"):
        for each in schema.get(word, {}).values():
            yield from _parts(each)
    inner = [schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", [])]
    for each in inner:
        if isinstance(each, dict):
            yield from _parts(each)


def _read(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    text = path.read_text(encoding="utf-8")
    block = text.split("---\n")[1] if path.suffix == ".md" else text
    return yaml.load(block, Loader=_Loader)  # noqa: S506 - a safe loader


def test_names(qms: Qms, tmp_path: Path) -> None:
    """Without a name the names are printed; an unknown one is status 1 and names those there are."""
    ran = qms(tmp_path, "schema")
    assert ran.text.splitlines() == ["approval", "front-matter", "organization", "policy", "processes"]
    unknown = qms(tmp_path, "schema", "polici")
    assert (unknown.status, unknown.out) == (1, b"")
    assert "approval, front-matter, organization, policy, processes" in unknown.err


def test_each_is_a_schema(schemas: Mapping[str, Mapping[str, Any]]) -> None:
    """Each names its draft, describes its fields, refers to nothing that is not there and has valid patterns."""
    for name, schema in schemas.items():
        assert schema["$schema"] == DRAFT, name
        assert schema["type"] == "object"
        assert schema["additionalProperties"] is False
        for part in _parts(schema):
            assert set(part) <= UNDERSTOOD, f"{name}: {set(part) - UNDERSTOOD}"
            assert part.get("$ref", "#/$defs/").startswith("#/$defs/")
            assert not part.get("$ref") or part["$ref"].removeprefix("#/$defs/") in schema["$defs"]
            for pattern in (part.get("pattern"), *part.get("patternProperties", {})):
                assert pattern is None or re.compile(pattern)
            for field in part.get("properties", {}).values():
                assert field.get("description"), f"{name}: a field without a description"
            assert set(part.get("required", [])) <= set(part.get("properties", {}))


@pytest.mark.parametrize("path", sorted((SOURCE / "procedures").rglob("*.md")), ids=lambda path: path.name)
def test_the_documents_of_this_manual_fit(schemas: Mapping[str, Mapping[str, Any]], path: Path) -> None:
    """Front matter of the sample manual is accepted as an editor reads it, numbers and all."""
    front_matter = _read(path)
    if "id" in front_matter:
        assert list(departures(front_matter, schemas["front-matter"], schemas["front-matter"])) == []


def test_the_files_of_this_organization_fit(schemas: Mapping[str, Mapping[str, Any]]) -> None:
    """So are the policy, the list of people and the processes."""
    for name, path in (
        ("policy", "qms.yml"),
        ("organization", "records/organization.yml"),
        ("processes", "records/processes.yml"),
    ):
        assert list(departures(_read(SOURCE / path), schemas[name], schemas[name])) == [], name


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
        {"translation_of": "SOP-001"},
        {"approved_by": "Ann Berg"},
        {"efective": "2026-12-01"},
    ],
)
def test_what_the_rules_refuse_the_schema_refuses(
    schemas: Mapping[str, Mapping[str, Any]], change: dict[str, object]
) -> None:
    """A wrong value, a typed lifecycle field and an unknown name are marked by the editor already."""
    schema = schemas["front-matter"]
    assert list(departures(GOOD, schema, schema)) == []
    assert list(departures(GOOD | change, schema, schema)) != []


@pytest.mark.parametrize("name", sorted(GOOD))
def test_required_fields(schemas: Mapping[str, Mapping[str, Any]], name: str) -> None:
    """A document without one of its control fields is refused."""
    schema = schemas["front-matter"]
    lacking = {field: value for field, value in GOOD.items() if field != name}
    assert list(departures(lacking, schema, schema)) == [f": lacks {name}"]


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
        {
            "title": 2026,
            "department": True,
            "translation_of": "SOP-001@3",
            "supersedes": ["SOP-014"],
            "effective": None,
        },
    ],
)
def test_what_the_rules_accept_the_schema_accepts(
    schemas: Mapping[str, Mapping[str, Any]], change: dict[str, object]
) -> None:
    """Whatever reads as one of the contract's forms, and names of one's own."""
    schema = schemas["front-matter"]
    assert list(departures(GOOD | change, schema, schema)) == []


@pytest.mark.parametrize(
    "policy",
    [
        {},
        {"types": []},
        {"types": {"procedure": {"approvals": ["quality-manager"]}}},
        {"types": {"procedure": {"approvals": [{"rolle": "quality-manager"}]}}},
        {"types": {"procedure": {"evidence": "stamped"}}},
        {"types": {"procedure": {}}, "documents": "procedures"},
        {"types": {"procedure": {}}, "revisions": "roman"},
        {"types": {"procedure": {}}, "organisation": "Fjordlys"},
        {"types": {"procedure": {}}, "site": {"audience": "everybody"}},
    ],
)
def test_policies_that_are_refused(schemas: Mapping[str, Mapping[str, Any]], policy: dict[str, object]) -> None:
    """A policy without types or with a wrong value is marked by the editor."""
    assert list(departures(policy, schemas["policy"], schemas["policy"])) != []
