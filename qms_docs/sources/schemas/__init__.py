"""The shape of each file that people write: one pydantic model a file, which is its JSON Schema as well."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = ["REQUIRED", "json_schema", "schema_names"]

REQUIRED = {
    "approval": ["document", "revision", "digest", "person", "role", "meaning", "at"],
    "front-matter": ["id", "title", "type", "revision", "owner"],
    "policy": ["types"],
    "processes": ["processes"],
}


def schema_names() -> tuple[str, ...]:
    """The files that have a schema."""
    return tuple(_shapes())


def json_schema(name: str) -> str:
    """The JSON Schema (draft 2020-12) of a file, for editors that complete and check while typing."""
    schema = _shapes()[name].model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["required"] = REQUIRED.get(name, schema.get("required", []))
    for required in schema["required"]:
        _not_empty(schema["properties"][required])
    for part in (schema, *schema.get("$defs", {}).values()):
        _with_own_names(part)
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _not_empty(field: dict[str, Any]) -> None:
    """A required field may not be left empty."""
    field["anyOf"] = [each for each in field["anyOf"] if each != {"type": "null"}]
    field.pop("default", None)


def _with_own_names(part: dict[str, Any]) -> None:
    """Names of the organization's own are allowed where fields are."""
    if part.get("type") == "object":
        part["patternProperties"] = {"^x-": {}}


def _shapes() -> dict[str, type[BaseModel]]:
    from qms_docs.sources.schemas.approval import ApprovalShape
    from qms_docs.sources.schemas.front_matter import FrontMatterShape
    from qms_docs.sources.schemas.organization import OrganizationShape, ProcessesShape
    from qms_docs.sources.schemas.policy import PolicyShape

    return {
        "approval": ApprovalShape,
        "front-matter": FrontMatterShape,
        "organization": OrganizationShape,
        "policy": PolicyShape,
        "processes": ProcessesShape,
    }
