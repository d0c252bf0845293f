"""Files that a browser or a web server would run or obey; such files are not published."""

from __future__ import annotations

import posixpath
import re
from xml.parsers import expat

__all__ = ["is_active"]

_STILL = frozenset(
    (
        *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".tif", ".tiff", ".pdf", ".csv", ".tsv", ".txt"),
        *(".docx", ".xlsx", ".pptx", ".doc", ".xls", ".ppt", ".odt", ".ods", ".odp", ".rtf", ".zip", ".json", ".yml"),
        *(".yaml", ".step", ".stp", ".dxf", ".dwg", ".stl", ".mp4", ".webm", ".mp3", ".drawio", ".vsdx"),
    )
)
"""Files that a browser shows or saves, and that no web server takes for instructions."""
_DRAWINGS = (".svg",)
_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_METADATA = (
    *("http://creativecommons.org/ns#", "http://purl.org/dc/", "http://www.inkscape.org/", "http://sodipodi."),
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
)
_DRAWN = frozenset(
    (
        *(
            "svg",
            "g",
            "defs",
            "symbol",
            "use",
            "title",
            "desc",
            "metadata",
            "path",
            "rect",
            "circle",
            "ellipse",
            "line",
        ),
        *("polyline", "polygon", "text", "tspan", "textpath", "marker", "lineargradient", "radialgradient", "stop"),
        *("clippath", "mask", "pattern", "image", "a", "switch", "style", "filter", "feblend", "fecolormatrix"),
        *("fecomposite", "fedropshadow", "feflood", "fegaussianblur", "femerge", "femergenode", "feoffset", "fetile"),
    )
)
"""The elements of a drawing that stands still."""
_FETCHING = re.compile(r"url\s*\((?!\s*[\"']?#)|@import|image-set|expression|\\\\", re.IGNORECASE)
_BLANKS = re.compile(r"[\x00-\x20]")


def is_active(path: str, content: bytes) -> bool:
    """Whether a file is of no kind that surely stands still: it could run, fetch something, or instruct a server."""
    name = posixpath.basename(path).lower()
    ending = posixpath.splitext(name)[1]
    if name.startswith((".", "_")) or name == "robots.txt" or ending not in (*_STILL, *_DRAWINGS):
        return True
    return ending in _DRAWINGS and not _is_plain_drawing(content)


def _is_plain_drawing(content: bytes) -> bool:
    """Whether the XML can be read, defines nothing of its own, and holds nothing that runs."""
    plain = True

    def refuse(*_: object) -> None:
        nonlocal plain
        plain = False

    def element(name: str, attributes: dict[str, str]) -> None:
        nonlocal plain
        plain = plain and _is_plain(name, attributes)

    def words(text: str) -> None:
        nonlocal plain
        plain = plain and not _FETCHING.search(text)

    parser = expat.ParserCreate(namespace_separator=" ")
    # Otherwise a style could be handed over in pieces, each of them harmless.
    parser.buffer_text, parser.buffer_size = True, len(content) + 1
    parser.StartElementHandler = element
    parser.CharacterDataHandler = words
    parser.EntityDeclHandler = refuse
    parser.ProcessingInstructionHandler = refuse
    try:
        parser.Parse(content, True)  # noqa: FBT003 - the signature of expat
    except expat.ExpatError:
        return False
    return plain


def _is_plain(name: str, attributes: dict[str, str]) -> bool:
    space, _, local = name.rpartition(" ")
    if not space.startswith(_METADATA) and (space not in ("", _SVG) or local.lower() not in _DRAWN):
        return False
    return all(_is_plain_attribute(*key.rpartition(" ")[::2], value) for key, value in attributes.items())


def _is_plain_attribute(space: str, name: str, value: str) -> bool:
    if name.lower().startswith("on") or _FETCHING.search(value):
        return False
    if name.lower() in ("href", "src") and space in ("", _XLINK, _SVG):
        return _BLANKS.sub("", value).startswith(("#", "data:image/png", "data:image/jpeg"))
    return "javascript:" not in _BLANKS.sub("", value).lower()
