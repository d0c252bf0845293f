"""What took effect as a feed that programs subscribe to (RFC 4287)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

from qms_docs.reports.plain import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from qms_docs.views.home import Event

__all__ = ["atom"]

_NAMESPACE = "http://www.w3.org/2005/Atom"


def atom(organization: str, as_of: date, events: Sequence[Event], address: Callable[[str], str], home: str) -> bytes:
    """An entry for each event, in the given order; `address` is where the page of a document stands, `home` the site.

    Times are those of the beginning of a day, so that equal input gives equal bytes.
    """
    feed = Element("feed", {"xmlns": _NAMESPACE})
    latest = max((each.day for each in events if each.day), default=as_of)
    _add(feed, "title", f"{organization}: what changed in the manual")
    _add(feed, "id", _name(organization))
    _add(feed, "updated", _time(latest))
    SubElement(SubElement(feed, "author"), "name").text = _words(organization)
    SubElement(feed, "link", {"rel": "alternate", "href": home})
    for each in events:
        entry = SubElement(feed, "entry")
        _add(entry, "title", f"{each.document.id} {each.document.title}: {each.what}")
        _add(entry, "id", _name(organization, each.document.id, each.revision or "", each.what))
        _add(entry, "updated", _time(each.day or as_of))
        SubElement(entry, "link", {"rel": "alternate", "href": address(each.document.id)})
        _add(entry, "summary", each.summary or each.what)
    head = b'<?xml version="1.0" encoding="utf-8"?>\n'
    return head + tostring(feed, encoding="unicode").encode("utf-8", "replace") + b"\n"


def _add(parent: Element, name: str, words: str) -> None:
    SubElement(parent, name).text = _words(words)


def _words(words: str) -> str:
    """Words with characters alone that XML has."""
    return printable(words).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


def _name(*parts: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, chr(10).join(('qms-docs', *parts)))}"


def _time(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
