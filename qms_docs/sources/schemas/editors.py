"""From the schema that pydantic makes of a shape to one that helps people in an editor while they type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic import BaseModel

__all__ = ["NOTHING", "Schema", "for_editors", "objects_of", "titled"]

Schema = dict[str, Any]

NOTHING: Schema = {"not": {"type": ["string", "number", "boolean", "array", "object"]}}
"""A field behind whose name nothing stands. Said in this way, no editor proposes to write `null`."""

_MISMATCHES = {
    "array": "Expected a list such as [one, two].",
    "object": "Expected a group of fields, each as `name: value` on a line of its own.",
}


def for_editors(shape: type[BaseModel], required: Sequence[str]) -> Schema:
    """The JSON Schema (draft 2020-12) of a shape; `required` fields may not be left empty."""
    schema = shape.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["required"] = [*required] or schema.get("required", [])
    for each in objects_of(schema):
        _finish_object(each)
    return schema


def objects_of(schema: Schema) -> Iterator[Schema]:
    """The schema itself and that of each group of fields in it."""
    yield schema
    yield from schema.get("$defs", {}).values()


def titled(name: str) -> str:
    """The name of a field or shape as words, such as `Applies to` for `applies_to`."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.removesuffix("Shape")).replace("_", " ").lower()
    return words[:1].upper() + words[1:]


def _finish_object(schema: Schema) -> None:
    schema["title"] = titled(schema["title"])
    # Names of the organization's own are allowed where fields are.
    schema["patternProperties"] = {"^x-": {"description": "A field of your own."}}
    for name, field in schema["properties"].items():
        _finish_field(name, field)
    for name in schema.get("required", ()):
        _not_empty(schema["properties"][name])


def _finish_field(name: str, field: Schema) -> None:
    field["title"] = titled(name)
    stated = field["description"]
    field["description"] = stated.replace("`", "")
    field["markdownDescription"] = stated
    if field.get("default", ...) is None:
        del field["default"]
    choices = [each if each != {"type": "null"} else NOTHING for each in field.get("anyOf", [])]
    if choices:
        field["anyOf"] = choices
    for each in (field, *choices):
        if message := _MISMATCHES.get(str(each.get("type"))):
            each.setdefault("errorMessage", message)


def _not_empty(field: Schema) -> None:
    if "anyOf" in field:
        field["anyOf"] = [each for each in field["anyOf"] if each != NOTHING]
