"""Fields of a record as lines of YAML."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["written"]

_PLAIN = re.compile(r"[A-Za-z0-9](?:[\w .@/()-]*[\w.)])?", re.ASCII)
"""Words that need no quotation marks wherever they stand."""
_FEW = 2


def written(fields: Mapping[str, object]) -> str:
    """The fields, each from a line of its own on."""
    return "".join(f"{line}\n" for line in _block(fields))


def _block(value: object) -> Iterator[str]:
    """The lines of a value, all at the same depth."""
    pairs = value.items() if isinstance(value, dict) else [("-", each) for each in value]  # type: ignore[attr-defined]
    for name, inner in pairs:
        head = name if name == "-" else f"{name}:"
        if _is_flat(inner):
            yield f"{head} {_flow(inner)}"
            continue
        lines = [f"  {line}" for line in _block(inner)]
        if head == "-":
            lines[0] = f"- {lines[0][2:]}"
        else:
            yield head
        yield from lines


def _is_flat(value: object) -> bool:
    """Whether a value fits on one line: a single one, a list of single ones, or one or two under names."""
    if isinstance(value, dict):
        return len(value) <= _FEW and not any(isinstance(each, (dict, list)) for each in value.values())
    return not isinstance(value, list) or not any(isinstance(each, (dict, list)) for each in value)


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {_flow(each)}' for name, each in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    words = str(value)
    return words if _PLAIN.fullmatch(words) else json.dumps(words, ensure_ascii=False)
