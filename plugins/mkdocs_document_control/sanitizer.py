"""The HTML of a text, cut down to what cannot harm a reader (texts come from pull requests of anybody)."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

import nh3

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["Sanitizer", "plain_text"]

_TAGS = {
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "li",
    "mark",
    "ol",
    "p",
    "path",
    "pre",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
}
_ATTRIBUTES = {
    "*": {"class", "id", "title", "lang", "dir", "style"},
    "a": {"href", "name", "data-search-exclude"},
    "abbr": {"title"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "div": {"data-tabs", "tabindex", "role", "aria-label"},
    "img": {"src", "alt", "width", "height"},
    "input": {"checked", "disabled", "name"},
    "label": {"for"},
    "li": {"value"},
    "ol": {"start", "reversed"},
    "path": {"d"},
    "q": {"cite"},
    "svg": {"viewbox", "viewBox", "xmlns", "width", "height"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr"},
    "time": {"datetime"},
}
_VALUES = {"input": {"type": {"checkbox", "radio"}}, "ol": {"type": {"1", "a", "A", "i", "I"}}}
_FOREIGN = re.compile(r"[a-z][a-z0-9+.\-]*:|//", re.IGNORECASE)
_IGNORED_IN_ADDRESSES = re.compile(r"[\x00-\x20]")
_TABBED = re.compile(r"__tabbed_\d+_?\d*")
_CODE_LINE = re.compile(r"__(?:codelineno|span|code)[\w-]*")
_NAME = re.compile(r"[\w:.\-]+")
_OWN_CLASS = re.compile(r"(?:md|qms)-", re.IGNORECASE)
_OWN_ANCHOR = re.compile(r"revision-(?:history|[\w.]+)|register", re.IGNORECASE)
_LENT_CLASS = re.compile(r"md-button(?:--primary)?|md-annotation__\w+")
_IMAGE = re.compile(r"<img((?: [\w\-]+=\"[^\"]*\")*)>")
_INPUT = re.compile(r"<input((?: [\w\-]+=\"[^\"]*\")*)>")
_ATTRIBUTE = re.compile(r" ([\w\-]+)=\"([^\"]*)\"")


class Sanitizer:
    """Cleans the HTML of texts."""

    def __init__(self, *, mermaid: bool) -> None:
        """`mermaid` says whether the site brings its own program for diagrams; else the theme would fetch one."""
        self._refused = frozenset() if mermaid else frozenset({"mermaid"})
        self._cleaner = nh3.Cleaner(
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            tag_attribute_values=_VALUES,
            attribute_filter=self._attribute,
            filter_style_properties={"text-align"},
            url_schemes={"http", "https", "mailto", "tel"},
            link_rel=None,
        )

    def clean(self, html: str, images: Collection[str] | None = None) -> str:
        """The HTML without anything that runs, poses as part of the site, or is fetched from another place.

        Of images those at other addresses than these are left out, where any are given.
        """
        cleaned = self._cleaner.clean(html)
        known = None if images is None else {_plain(each) for each in images}
        cleaned = _IMAGE.sub(lambda found: _image(found, known), cleaned)
        return _INPUT.sub(_input, cleaned)

    def _attribute(self, tag: str, name: str, value: str) -> str | None:
        if name == "class":
            return " ".join(each for each in value.split() if self._is_lent(each)) or None
        if name in ("id", "name", "for"):
            return value if _is_own_anchor(value) else None
        if tag == "img" and name == "src":
            return None if _is_foreign(value) else value
        if tag == "div" and name == "role":
            return value if value == "region" else None
        if name == "tabindex":
            return value if value == "0" else None
        return value

    def _is_lent(self, name: str) -> bool:
        """Whether a text may use the class: those of theme and header would let it pose as them."""
        return name not in self._refused and (not _OWN_CLASS.match(name) or bool(_LENT_CLASS.fullmatch(name)))


@lru_cache(maxsize=4096)
def plain_text(html: str) -> str:
    """The words of a piece of HTML, safe in any place of a page; most documents have the same headings."""
    return nh3.clean(html, tags=set())


def _is_own_anchor(value: str) -> bool:
    """Whether an id may come from a text: those that begin so belong to the theme's own parts."""
    if _OWN_CLASS.match(value) or _OWN_ANCHOR.fullmatch(value):
        return False
    if not value.startswith("__"):
        return True
    return bool(_TABBED.fullmatch(value) or _CODE_LINE.fullmatch(value))


def _is_foreign(address: str) -> bool:
    return bool(_FOREIGN.match(_IGNORED_IN_ADDRESSES.sub("", address).replace("\\", "/")))


def _plain(address: str) -> str:
    """The path of an address, so that two spellings of it are equal."""
    return unquote(address.partition("#")[0].partition("?")[0])


def _image(found: re.Match[str], known: Collection[str] | None) -> str:
    """An image of this site, or the words that stand in its place."""
    attributes = dict(_ATTRIBUTE.findall(found[1]))
    if "src" in attributes and (known is None or _plain(unescape(attributes["src"])) in known):
        return found[0]
    words = escape(unescape(attributes.get("alt", ""))) or "Image"
    return f'<span class="blocked-image">{words} <small>(image not shown: it is not part of this site)</small></span>'


def _input(found: re.Match[str]) -> str:
    """A mark of a task list or of a set of tabs; no other field."""
    attributes = dict(_ATTRIBUTE.findall(found[1]))
    if attributes.get("type") == "checkbox":
        return found[0] if "disabled" in attributes else found[0].replace("<input", '<input disabled=""', 1)
    is_tab = attributes.get("type") == "radio" and _TABBED.fullmatch(attributes.get("name", ""))
    return found[0] if is_tab and _NAME.fullmatch(attributes.get("id", "")) else ""
