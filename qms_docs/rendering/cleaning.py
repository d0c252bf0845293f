"""HTML of a text that anybody may propose, cut down to what is read, and taken apart."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import nh3

from qms_docs.rendering.events import Event, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["cleaned_parts", "is_followed"]

_TAGS = {
    *(
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
    ),
    *("em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark"),
    *("ol", "p", "pre", "q", "s", "samp", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td"),
    *("tfoot", "th", "thead", "tr", "u", "ul", "var"),
}
_ATTRIBUTES = {
    "a": {"href"},
    "abbr": {"title"},
    "div": {"class"},
    "p": {"class"},
    "pre": {"class"},
    "span": {"class"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_FOLLOWED = ("http", "https", "mailto", "tel")
_CLEANER = nh3.Cleaner(tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=set(_FOLLOWED), link_rel=None)
_PART = re.compile(r"<(?P<end>/)?(?P<tag>[a-z][a-z0-9]*)(?P<attributes>(?: [a-z\-]+=\"[^\"]*\")*)>|(?P<words>[^<]+|<)")
_ATTRIBUTE = re.compile(r" ([a-z\-]+)=\"([^\"]*)\"")
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):", re.IGNORECASE)
_IGNORED = re.compile(r"[\x00-\x20]")


def cleaned_parts(html: str) -> Iterator[Event]:
    """The parts of HTML in which nothing is left that runs, poses as something else, or hides."""
    for found in _PART.finditer(_CLEANER.clean(html)):
        if found["words"] is not None:
            yield Event(Kind.WORDS, unescape(found["words"]))
        elif found["end"]:
            yield Event(Kind.END, found["tag"])
        else:
            given = ((name, unescape(value)) for name, value in _ATTRIBUTE.findall(found["attributes"]))
            yield Event(Kind.START, found["tag"], tuple(given))


def is_followed(destination: str) -> bool:
    """Whether a link may lead there: to a place of the manual, a web page, an address of mail or telephone."""
    plain = _IGNORED.sub("", destination)
    scheme = _SCHEME.match(plain)
    if scheme is None:
        return not plain.replace("\\", "/").startswith("//")
    return scheme[1].lower() in _FOLLOWED
