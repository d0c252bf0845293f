"""Fields of front matter that are no control fields: facts that are worked out, and the mark of uncontrolled pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.sources.lifecycle_fields import WORKED_OUT
from qms_docs.sources.schemas.editors import titled

if TYPE_CHECKING:
    from qms_docs.sources.schemas.editors import Schema

__all__ = ["with_page_fields"]


def with_page_fields(schema: Schema) -> None:
    """The schema says of each fact that is worked out where it comes from; nothing of this is proposed."""
    for name, origin in WORKED_OUT.items():
        sentence = f"This is worked out and not typed: take it out. {origin}"
        schema["properties"][name] = {
            "title": titled(name),
            "description": sentence.replace("`", ""),
            "markdownDescription": sentence,
            "enum": [],
            "errorMessage": sentence.replace("`", ""),
            "doNotSuggest": True,
        }
    sentence = "Only pages without an id are marked as not controlled."
    schema["properties"]["controlled"] = {
        "title": titled("controlled"),
        "description": sentence,
        "markdownDescription": sentence,
        "enum": [True],
        "errorMessage": f"Take it out. {sentence}",
        "doNotSuggest": True,
    }
