"""The shape of each file that people write: one pydantic model a file, which is its JSON Schema as well."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import BaseModel

    from qms_docs.sources.schemas.own_words import OwnWords

__all__ = ["REQUIRED", "json_schema", "schema_names"]

REQUIRED = {
    "approval": ["document", "revision", "digest", "person", "role", "meaning", "at"],
    "front-matter": ["id", "title", "type", "revision", "owner"],
    "policy": ["types"],
    "processes": ["processes"],
}


def schema_names() -> tuple[str, ...]:
    """The files that have a schema, records and their rows included."""
    from qms_docs.sources.records.schema import SCHEMAS

    return (*_shapes(), *SCHEMAS)


def json_schema(name: str, words: OwnWords | None = None) -> str:
    """The JSON Schema (draft 2020-12) of a file, for editors that complete and check while typing.

    With an organization's own words it completes those, else it holds for everybody.
    """
    from qms_docs.sources.records.schema import SCHEMAS
    from qms_docs.sources.schemas.editors import for_editors
    from qms_docs.sources.schemas.own_words import with_own_words
    from qms_docs.sources.schemas.page_fields import with_page_fields

    record = SCHEMAS.get(name)
    schema = record() if record else for_editors(_shapes()[name], REQUIRED.get(name, ()))
    if name == "front-matter":
        with_page_fields(schema)
    if words is not None:
        with_own_words(name, schema, words)
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


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
