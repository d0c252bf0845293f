"""Fields of a front matter edited in their places: everything else keeps its bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from qms_docs.writing.yaml_edits import Block
from qms_docs.writing.yaml_places import NotEditableError

__all__ = ["Edits", "NotEditableError", "with_fields"]

Edits: TypeAlias = Mapping[str, "str | Mapping[str, str | None] | None"]
"""Values by the name that the file gives them; those that are None are taken out, empty ones are written `null`."""

_PAGE = re.compile(
    r"(?P<head>\ufeff?---[ \t]*(?P<end>\r?\n))(?P<block>(?:.*?\n)??)(?P<rest>---[ \t]*(?:\r?\n.*)?)\Z", re.DOTALL
)


def with_fields(content: bytes, edits: Edits, after: tuple[str, ...] = ()) -> bytes:
    """The page with these fields of its front matter set, each where it stands already.

    Comments, quotation marks, order, line ends and byte order mark are kept. A field that is missing is put behind the
    first of the fields `after` that stands, else at the end. Raises NotEditableError.
    """
    page = _PAGE.fullmatch(content.decode("utf-8"))
    if page is None:
        raise NotEditableError
    block = Block(text=page["block"], line_end=page["end"])
    for name, value in edits.items():
        if isinstance(value, Mapping):
            block = block.with_group(name, value, after)
        else:
            block = block.with_field(name, value, after)
    return f"{page['head']}{block.text}{page['rest']}".encode()
