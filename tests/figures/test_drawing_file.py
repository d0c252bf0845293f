"""Drawings in files: what is taken out, and what keeps one from being shown."""

from __future__ import annotations

import pytest

from qms_docs.figures.drawing_file import still_drawing
from qms_docs.figures.undrawn import UndrawnError

SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def drawn(inside: str) -> str:
    """A drawing with this inside as it is shown."""
    return still_drawing(f"<svg {SVG}>{inside}</svg>".encode()).decode()


def test_plain_drawing_keeps_its_bytes() -> None:
    """A drawing in which nothing runs is shown byte for byte, comments and line ends included."""
    content = f'<?xml version="1.0"?>\r\n<!-- flow -->\r\n<svg {SVG}><path d="M0 0h1"/></svg>\r\n'.encode()
    assert still_drawing(content) == content


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("<script>alert(1)</script><rect/>", "<rect></rect>"),
        ('<rect onclick="alert(1)" width="2"/>', '<rect width="2"></rect>'),
        ('<a xlink:href="javascript:alert(1)"><text>Go</text></a>', "<g><text>Go</text></g>"),
        ('<metadata><x:y xmlns:x="urn:x"/></metadata><g data-cell="1"/>', "<g></g>"),
        (
            '<switch><foreignObject><p xmlns="urn:x">x</p></foreignObject><text>A &lt; B</text></switch>',
            "<switch><text>A &lt; B</text></switch>",
        ),
    ],
)
def test_what_nobody_sees_is_taken_out(inside: str, shown: str) -> None:
    """Programs, links, notes of the drawing program and texts that have a drawn twin are taken out."""
    assert drawn(inside) == f"<svg {SVG}>{shown}</svg>"


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ('\n<rect><animate attributeName="x"/></rect>', "`animate` makes it move"),
        ("\n<foreignObject><p>Words</p></foreignObject>", "`foreignObject` is not drawn"),
        ('\n<image href="https://evil.example/a.png"/>', "`image` shows something of another file"),
        ('\n<use xlink:href="other.svg#a"/>', "`use` shows something of another file"),
        ("\n<style>@import 'x.css';</style>", "Its style fetches something"),
        ("\n<style>rect { fill: u\\72l(x) }</style>", "Its style fetches something"),
        ('\n<rect fill="url(https://evil.example)"/>', "`fill` fetches something"),
        ('\n<image href="data:image/svg+xml;base64,PHN2Zy8+"/>', "`image` shows something of another file"),
    ],
)
def test_what_would_change_the_picture_is_named(inside: str, reason: str) -> None:
    """A drawing that moves, fetches something or shows foreign text is not shown, and the line is named."""
    with pytest.raises(UndrawnError, match=reason) as refused:
        drawn(inside)
    assert refused.value.line == 2


@pytest.mark.parametrize(
    "content",
    [
        b"no drawing",
        b"",
        b"\xff\xfe<",
        b"<!DOCTYPE svg [<!ENTITY x 'y'>]><svg>&x;</svg>",
        b"<?xml-stylesheet href='a.css'?><svg/>",
        b"<html/>",
        b"<svg>" * 200,
        b" " * 6_000_000,
    ],
)
def test_what_is_no_drawing_is_refused(content: bytes) -> None:
    """Entities, style sheets, other documents and endless nesting are refused in a sentence."""
    with pytest.raises(UndrawnError):
        still_drawing(content)


def test_attributes_cannot_break_out() -> None:
    """Whatever stands in an attribute stays in it when the drawing is written anew."""
    shown = drawn("""<script/><text id="&quot;&gt;&lt;script&gt;" class='a"b'>x</text>""")
    assert "<script" not in shown
    assert """id='"&gt;&lt;script&gt;' class='a"b'""" in shown
