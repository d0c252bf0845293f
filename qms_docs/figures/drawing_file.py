"""A drawing in a file (SVG), cut down to what stands still; what is taken out, nobody would have seen."""

from __future__ import annotations

import re
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from qms_docs.figures.undrawn import UndrawnError

__all__ = ["still_drawing"]

_LARGEST = 5_000_000
_DEEPEST = 100
_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
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
            "path",
            "rect",
            "circle",
            "ellipse",
            "line",
            "polyline",
        ),
        *("polygon", "text", "tspan", "textPath", "marker", "linearGradient", "radialGradient", "stop", "clipPath"),
        *("mask", "pattern", "image", "switch", "style", "filter", "feBlend", "feColorMatrix", "feComposite"),
        *("feDropShadow", "feFlood", "feGaussianBlur", "feMerge", "feMergeNode", "feOffset", "feTile"),
        *("feComponentTransfer", "feFuncR", "feFuncG", "feFuncB", "feFuncA", "feMorphology"),
    )
)
_UNSEEN = frozenset(("script", "metadata", "view", "cursor"))
"""Elements that draw nothing themselves."""
_MOVING = frozenset(("animate", "animateColor", "animateMotion", "animateTransform", "set", "mpath"))
_FETCHING = re.compile(r"url\s*\((?!\s*[\"']?#)|@import|@font-face|image-set|expression|javascript:|\\", re.IGNORECASE)
_BLANKS = re.compile(r"[\x00-\x20]")
_PICTURES = ("data:image/png;base64,", "data:image/jpeg;base64,", "data:image/jpg;base64,")


def still_drawing(content: bytes) -> bytes:
    """The drawing without programs, links and whatever else draws nothing; the same bytes where nothing is taken out.

    Raises UndrawnError, with the line of the file, where the picture would not be the same: it moves, fetches something
    or shows text that is no drawing.
    """
    if len(content) > _LARGEST:
        raise UndrawnError(1, "The drawing is larger than 5 MB.", "Simplify it, or export it as PNG.")
    return _Copy().of(content)


class _Copy:
    """Writes the drawing anew while it is read."""

    def __init__(self) -> None:
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.namespace_prefixes = False
        # Otherwise a style could be handed over in pieces, each of them harmless.
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        parser.EntityDeclHandler = self._entity
        parser.ProcessingInstructionHandler = self._instruction
        self._written: list[str] = []
        self._open: list[str] = []
        self._left_out = 0
        """How many elements are open that are left out."""
        self._changed = False

    def of(self, content: bytes) -> bytes:
        self._parser.buffer_size = max(len(content), 1)
        try:
            self._parser.Parse(content, True)  # noqa: FBT003 - the signature of expat
        except expat.ExpatError as error:
            fact = f"The drawing is no SVG that can be read: {expat.ErrorString(error.code)}."
            raise UndrawnError(max(error.lineno, 1), fact, "Export it again.") from error
        except UnicodeError as error:
            raise UndrawnError(
                1, "The drawing is not in UTF-8.", "Export it again, with the encoding UTF-8."
            ) from error
        return "".join(self._written).encode() if self._changed else content

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if self._left_out or (space not in ("", _SVG) and self._open) or local in _UNSEEN:
            self._left_out += 1
            self._changed = True
            return
        tag = self._tag(local)
        if tag is None:
            self._left_out += 1
            return
        if len(self._open) >= _DEEPEST:
            raise self._not_shown("It is nested more than 100 deep.")
        kept = "".join(self._attribute(tag, key, value) for key, value in attributes.items())
        spaces = "" if self._open else f' xmlns="{_SVG}" xmlns:xlink="{_XLINK}"'
        self._written.append(f"<{tag}{spaces}{kept}>")
        self._open.append(tag)

    def _tag(self, local: str) -> str | None:
        """The element by which this one is drawn; None where it is left out."""
        if not self._open and local != "svg":
            raise self._not_shown("It does not begin with `svg`.")
        if local == "a":
            self._changed = True
            return "g"
        if local == "foreignObject" and self._open[-1] == "switch":
            # What follows in the switch is drawn by programs that draw no foreign text.
            self._changed = True
            return None
        if local in _MOVING:
            raise self._not_shown(f"`{local}` makes it move.")
        if local not in _DRAWN:
            raise self._not_shown(f"`{local[:40]}` is not drawn.")
        return local

    def _attribute(self, tag: str, key: str, value: str) -> str:
        space, _, name = key.rpartition(" ")
        if name.lower().startswith("on") or space not in ("", _SVG, _XLINK, _XML) or name.startswith("data-"):
            self._changed = True
            return ""
        if name in ("href", "src"):
            return self._reference(tag, space, name, value)
        if space == _XLINK:
            self._changed = True
            return ""
        if tag == "g" and name in ("target", "download", "ping", "rel", "requiredExtensions"):
            self._changed = True
            return ""
        if _FETCHING.search(value):
            raise self._not_shown(f"`{name}` fetches something.")
        return f" {'xml:' if space == _XML else ''}{name}={quoteattr(value)}"

    def _reference(self, tag: str, space: str, name: str, value: str) -> str:
        plain = _BLANKS.sub("", value)
        if tag == "g":
            self._changed = True
            return ""
        if plain.startswith("#") or (tag == "image" and plain.lower().startswith(_PICTURES)):
            return f" {'xlink:' if space == _XLINK else ''}{name}={quoteattr(plain)}"
        raise self._not_shown(f"`{tag}` shows something of another file.")

    def _words(self, text: str) -> None:
        if self._left_out or not self._open:
            return
        if self._open[-1] == "style" and _FETCHING.search(text):
            raise self._not_shown("Its style fetches something.")
        self._written.append(escape(text))

    def _end(self, _: str) -> None:
        if self._left_out:
            self._left_out -= 1
        else:
            self._written.append(f"</{self._open.pop()}>")

    def _entity(self, *_: object) -> None:
        raise self._not_shown("It defines entities of its own.")

    def _instruction(self, *_: object) -> None:
        raise self._not_shown("It asks for a style sheet or another program.")

    def _not_shown(self, reason: str) -> UndrawnError:
        remedy = "Export it as plain SVG with text as paths and pictures embedded, or as PNG."
        return UndrawnError(self._parser.CurrentLineNumber, f"The drawing is not shown. {reason}", remedy)
