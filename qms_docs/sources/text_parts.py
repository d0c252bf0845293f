"""The parts of a document, from its bytes."""

from __future__ import annotations

from qms_docs.model.text_parts import TextParts
from qms_docs.sources.excess import excess
from qms_docs.sources.pages import decode, split_page
from qms_docs.sources.stated_fields import stated_fields

__all__ = ["text_parts"]


def text_parts(content: bytes) -> TextParts:
    """The front matter and the text of a document."""
    whole = decode(content)
    body, _ = split_page(content)
    head = whole[: len(whole) - len(body)]
    return TextParts(fields=stated_fields(content), head=head, body=body, excess=excess(body))
