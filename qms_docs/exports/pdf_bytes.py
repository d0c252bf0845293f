"""From a page of HTML to a PDF, by WeasyPrint, which gets nothing that it was not handed."""

from __future__ import annotations

import io
import logging
import re
import warnings
from typing import TYPE_CHECKING
from urllib.parse import unquote

from qms_docs.failures import CannotCheckError
from qms_docs.interruption import one_at_a_time

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["UnprintableError", "pdf_bytes", "refuse_excess", "require_printer"]

_BASE = "https://manual.invalid/"
"""An address that leads nowhere (RFC 6761), below which the files that are handed over are named."""
_FONT = "DejaVu"
"""The family in which pages are set; with another one, lines and pages break elsewhere."""
_MOST_ELEMENTS, _DEEPEST, _WIDEST = 60_000, 120, 1_000
"""Of elements about a thousand are set in a second."""
_MOST_COLUMNS = 50
_LONGEST_WORD = re.compile(r"[^\s<>]{10000}")
_SPAN = re.compile(r" (?:colspan|rowspan)=\"0*(\d+)\"")
_MOST_PIXELS = 60_000_000
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?:[^<>\"]|\"[^\"]*\")*?(?P<alone>/?)>")
_VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"))
_INSTALL = "Install them with `pip install 'qms-docs[pdf]'`{instead}."
_LIBRARIES = (
    "Install them: on Debian and Ubuntu `apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 "
    "fonts-dejavu-core`, on macOS `brew install pango font-dejavu`, on Windows in WSL as on Debian."
)


class UnprintableError(CannotCheckError):
    """A text or an image that no page can hold, or none in good time."""


def require_printer(who: str = "`qms pdf`", instead: str = "") -> None:
    """Raises CannotCheckError where what makes a PDF is not installed.

    `who` needs it, and `instead` is what else could be done, behind a semicolon.
    """
    try:
        # While libraries are looked for, files lie about that nobody would take away who is stopped there.
        with one_at_a_time():
            import segno  # noqa: F401, PLC0415 - only looked for
            import weasyprint  # noqa: F401, PLC0415 - only looked for
    except ImportError as error:
        fact = f"{who} needs WeasyPrint and segno, which are not installed."
        raise CannotCheckError(fact, _INSTALL.format(instead=instead)) from error
    except OSError as error:
        fact = f"{who} needs Pango and HarfBuzz, which this machine lacks."
        raise CannotCheckError(fact, f"{_LIBRARIES.removesuffix('.')}{instead}.") from error


def pdf_bytes(html: str, files: Mapping[str, bytes], name: str) -> bytes:
    """The PDF of a page; the same bytes for the same page, files, fonts and libraries.

    `files` are what the page may show, by the address under which it does; `name` is what people call the page.
    Raises CannotCheckError where an image is too large to be shown, and where the font is missing.
    """
    for address, content in files.items():
        _refuse_giant(address, content)
    with one_at_a_time():
        from weasyprint import HTML  # noqa: PLC0415 - only where a PDF is made

    from qms_docs.exports.handed_files import HandedFiles  # noqa: PLC0415 - as above

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    page = HTML(string=html, base_url=_BASE, url_fetcher=HandedFiles(_BASE, files))
    try:
        document = page.render(pdf_variant="pdf/ua-1", pdf_tags=True, presentational_hints=True)
        made = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True, presentational_hints=True)
    except RecursionError as error:
        raise _too_large(name, "it is nested too deeply") from error
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    if not any(_FONT in font.family for font in document.fonts.values()):
        raise CannotCheckError("The font DejaVu Sans is not installed, in which pages are set.", _LIBRARIES)
    return made


def refuse_excess(html: str, most_columns: int, name: str) -> None:
    """Raises CannotCheckError for a text that could not be set in good time, or on no page.

    `most_columns` are those of its widest table; `name` is what people call the text.
    """
    depth = number = 0
    for tag in _TAG.finditer(html):
        number += not tag["end"]
        if tag["name"].lower() in _VOID or tag["alone"]:
            continue
        depth += -1 if tag["end"] else 1
        if depth > _DEEPEST:
            raise _too_large(name, f"it is nested more than {_DEEPEST} deep")
    if number > _MOST_ELEMENTS:
        raise _too_large(name, f"it has more than {_MOST_ELEMENTS:,} cells, paragraphs and other parts")
    if _LONGEST_WORD.search(re.sub(r"=\"[^\"]*\"", "", html)):
        raise _too_large(name, "a word in it has more than 10,000 letters")
    if most_columns > _MOST_COLUMNS:
        raise _too_large(name, f"a table in it has more than {_MOST_COLUMNS} columns, which no page holds")
    if any(len(span) > len(str(_WIDEST)) or int(span) > _WIDEST for span in _SPAN.findall(html)):
        raise _too_large(name, f"a cell in it spans more than {_WIDEST:,} columns or rows")


def _too_large(name: str, reason: str) -> UnprintableError:
    return UnprintableError(
        f"{name} cannot be printed: {reason}.", "Attach large tables as files, or divide the document."
    )


def _refuse_giant(address: str, content: bytes) -> None:
    """An image is unpacked in memory: a few bytes can be gigabytes there."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - WeasyPrint brings it

    if address.lower().endswith(".svg"):
        return
    try:
        # More than twice as many pixels as the library warns of, it refuses itself.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as image:
                width, height = image.size
    except Image.DecompressionBombError:
        width = height = _MOST_PIXELS
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        # Whatever it is, its alternative text is printed.
        return
    if width * height > _MOST_PIXELS:
        image_name = unquote(address).rpartition("/")[2]
        raise UnprintableError(
            f"The image {image_name} is too large to be printed: more than {_MOST_PIXELS // 1_000_000} million pixels.",
            "Scale it down.",
        )
