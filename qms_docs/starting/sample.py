"""The sample manual as the program brings it: its documents, and the words that these use."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from qms_docs.sources.yaml_text import YamlMapping, YamlScalar, YamlSequence, read_yaml
from qms_docs.writing.record_text import scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable

    from qms_docs.sources.yaml_text import Node

__all__ = ["document_files", "document_types", "processes", "retention_rules", "role_titles"]


def document_files() -> tuple[tuple[str, Traversable], ...]:
    """Every file of the sample's documents with its path below their folder, sorted."""
    return tuple(sorted(_below(_sample().joinpath("procedures"), ""), key=lambda each: each[0]))


def document_types() -> Mapping[str, Mapping[str, str]]:
    """The fields of each type of document in the sample's policy, as YAML on one line."""
    types = _fields(_read("qms.yml").items["types"])
    return {name: {field: _inline(value) for field, value in _fields(kind).items()} for name, kind in types.items()}


def retention_rules() -> Mapping[str, Mapping[str, str]]:
    """How long the sample keeps records, by their type; why, is its own affair."""
    rules = _fields(_read("qms.yml").items["retention"])
    return {
        name: {field: _inline(value) for field, value in _fields(rule).items() if field != "basis"}
        for name, rule in rules.items()
    }


def role_titles() -> Mapping[str, str]:
    """The titles of the sample's roles by their ids."""
    roles = _fields(_read("records/organization.yml").items["roles"])
    return {name: _text(_fields(role)["title"]) for name, role in roles.items()}


def processes(documents: frozenset[str]) -> tuple[Mapping[str, str], ...]:
    """The fields of the sample's processes, as YAML on one line; what they name is there, and no record is named."""
    listed = _read("records/processes.yml").items["processes"]
    assert isinstance(listed, YamlSequence)  # noqa: S101 - a file of our own, tested
    return tuple(_process(_fields(each), documents) for each in listed.items)


def _process(fields: Mapping[str, Node], documents: frozenset[str]) -> Mapping[str, str]:
    stated = {name: _inline(value) for name, value in fields.items()}
    stated["documents"] = _listed(each for each in _texts(fields, "documents") if each in documents)
    # One word is the id of an objective, which is a record of the sample's.
    stated["measures"] = _listed(each for each in _texts(fields, "measures") if " " in each)
    stated["risks"] = "[]"
    return stated


def _texts(fields: Mapping[str, Node], name: str) -> list[str]:
    value = fields.get(name)
    return [_text(each) for each in value.items] if isinstance(value, YamlSequence) else []


def _listed(values: Iterator[str]) -> str:
    return f"[{', '.join(scalar(each, braces=True) for each in values)}]"


def _inline(node: Node) -> str:
    """The value as YAML on one line."""
    if isinstance(node, YamlSequence):
        return f"[{', '.join(_inline(each) for each in node.items)}]"
    if isinstance(node, YamlMapping):
        return f"{{{', '.join(f'{name}: {_inline(each)}' for name, each in node.items.items())}}}"
    # Patterns read better between single quotation marks, where a backslash stands for itself.
    return f"'{node.text}'" if "\\" in node.text and "'" not in node.text else scalar(node.text, braces=True)


def _text(node: Node) -> str:
    assert isinstance(node, YamlScalar)  # noqa: S101 - a file of our own, tested
    return node.text


def _fields(node: Node) -> Mapping[str, Node]:
    assert isinstance(node, YamlMapping)  # noqa: S101 - a file of our own, tested
    return node.items


def _read(path: str) -> YamlMapping:
    node = read_yaml(_sample().joinpath(path).read_text(encoding="utf-8"))
    assert isinstance(node, YamlMapping)  # noqa: S101 - a file of our own, tested
    return node


def _sample() -> Traversable:
    """The sample as the wheel carries it; in a checkout, the repository itself: there is one source."""
    packed = resources.files("qms_docs.starting").joinpath("sample")
    return packed if packed.is_dir() else Path(__file__).resolve().parents[2]


def _below(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for each in folder.iterdir():
        if each.name.startswith("."):
            continue
        if each.is_dir():
            yield from _below(each, f"{prefix}{each.name}/")
        else:
            yield f"{prefix}{each.name}", each
