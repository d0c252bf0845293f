"""An address as a QR code."""

from __future__ import annotations

from itertools import groupby

__all__ = ["qr_code"]

_MARGIN = 4
"""Modules of white around the code, without which cameras do not find it."""


def qr_code(address: str) -> str:
    """The code as SVG with its address as its name; dark on white whatever stands around it.

    Raises ValueError for an address that is too long for a code.
    """
    import segno  # noqa: PLC0415 - only where a code is printed

    # One way of masking and numbering for all: equal addresses give equal pictures.
    code = segno.make_qr(address, error="m")
    path = []
    for y, row in enumerate(code.matrix):
        x = 0
        for dark, modules in groupby(row):
            width = len(list(modules))
            if dark:
                path.append(f"M{x + _MARGIN} {y + _MARGIN}h{width}v1h-{width}z")
            x += width
    size = len(code.matrix) + 2 * _MARGIN
    return (
        f'<svg class="qms-code" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
        f'shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/>'
        f'<path d="{"".join(path)}" fill="#000"/></svg>'
    )
