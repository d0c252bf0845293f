"""YAML and schemas as an editor takes them: values by the core schema of YAML 1.2, formats judged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # It brings no types.

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["departures", "read_as_editor"]


class _Loader(yaml.SafeLoader):
    """Values of the core schema of YAML 1.2 (yaml.org/spec/1.2.2, 10.3.2): days stay text, `no` and `on` too."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern in (
    ("null", r"|~|null|Null|NULL"),
    ("bool", r"true|True|TRUE|false|False|FALSE"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), None)


def _whole(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int:
    text = str(loader.construct_scalar(node))
    return int(text, 0) if text[:2] in ("0o", "0x") else int(text)


def _number(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> float:
    return float(str(loader.construct_scalar(node)))


_Loader.add_constructor("tag:yaml.org,2002:int", _whole)
_Loader.add_constructor("tag:yaml.org,2002:float", _number)


def read_as_editor(text: str) -> Any:  # noqa: ANN401 - whatever the text holds
    """The values of a YAML text, or of the front matter of a page."""
    block = text.split("---\n")[1] if text.startswith("---\n") else text
    return yaml.load(block, Loader=_Loader)  # noqa: S506 - a safe loader


def departures(value: object, schema: Mapping[str, Any]) -> list[str]:
    """Where a value departs from a schema, each with the message that an editor shows."""
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return sorted(f"{'.'.join(map(str, each.path))}: {each.message}" for each in validator.iter_errors(value))
