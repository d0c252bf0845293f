"""From the text of a fence named `table` to what it asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qms_docs.model.finding import FaultKind
from qms_docs.model.table import ChosenColumn, TableBlock, TableFault
from qms_docs.sources.fields import nearest
from qms_docs.sources.yaml_text import Node, YamlFaultError, YamlMapping, YamlScalar, YamlSequence, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["is_table_fence", "read_table_block"]

_FENCE_NAME = re.compile(r"table(?![\w-])")
_LARGEST = 20_000
"""Characters: more than a file, a caption and a hundred columns need."""
_OPTIONS = ("file", "caption", "columns")
_EXAMPLE = "`file: tools.csv`"
_KINDS = {YamlScalar: "one value", YamlSequence: "a list of another kind", YamlMapping: "a group of fields"}


def is_table_fence(info: str) -> bool:
    """Whether a fence with this info string is a `table` block."""
    return _FENCE_NAME.match(info.strip()) is not None


def read_table_block(content: str, line: int = 1) -> TableBlock:
    """What a block says; `line` is that of its fence in the file, `content` what stands below that.

    What cannot be understood is a fault of the block. The file is that of every block that is YAML and names one.
    """
    if len(content) > _LARGEST:
        return _unreadable(line, f"it is longer than {_LARGEST:,} characters", "Put the data into a file of its own.")
    try:
        node = read_yaml(content, first_line=line + 1)
    except YamlFaultError as error:
        return _unreadable(error.line, error.fact, error.remedy, fence=line)
    if node is None:
        return TableBlock(line=line, faults=(_no_file(line),))
    if not isinstance(node, YamlMapping):
        return _unreadable(line + 1, "it has no options", f"Name its data file: {_EXAMPLE}.", fence=line)
    return _block(node, line)


def _unreadable(line: int, reason: str, remedy: str, fence: int | None = None) -> TableBlock:
    fact = f"The table block cannot be read: {reason}."
    fault = TableFault(kind=FaultKind.UNREADABLE, line=line, fact=fact, remedy=remedy)
    return TableBlock(line=fence or line, faults=(fault,))


def _no_file(line: int) -> TableFault:
    fact = f"The table block names no data file: expected {_EXAMPLE}."
    return TableFault(kind=FaultKind.WRONG_TYPE, line=line, fact=fact, remedy="Name the file, in CSV or YAML.")


def _block(node: YamlMapping, line: int) -> TableBlock:
    file, caption = node.items.get("file"), node.items.get("caption")
    faults = [*_unknown(node)]
    name = file.text if isinstance(file, YamlScalar) else ""
    if file is not None and not isinstance(file, YamlScalar):
        faults.append(_wrong("file", file, node.lines["file"], "one file, such as tools.csv"))
    elif not name:
        faults.append(_no_file(node.lines.get("file", line)))
    if caption is not None and not isinstance(caption, YamlScalar):
        faults.append(_wrong("caption", caption, node.lines["caption"], "a text"))
    columns, wrong = _columns(node.items.get("columns"), node.lines.get("columns", line))
    return TableBlock(
        line=line,
        file=name,
        file_line=node.lines.get("file", line),
        caption=" ".join(caption.text.split()) if isinstance(caption, YamlScalar) else "",
        columns=columns,
        faults=(*faults, *wrong),
    )


def _unknown(node: YamlMapping) -> Iterator[TableFault]:
    for name, line in node.lines.items():
        if name not in _OPTIONS:
            like = nearest(name, _OPTIONS)
            yield TableFault(
                kind=FaultKind.UNKNOWN_FIELD,
                line=line,
                fact=f"The table block has an option `{name}` that is not known.",
                remedy=f"Did you mean `{like}`?" if like else f"Take it out; there are: {', '.join(_OPTIONS)}.",
            )


def _wrong(option: str, got: Node, line: int, expected: str) -> TableFault:
    fact = f"Option `{option}` of the table block: got {_KINDS[type(got)]}, expected {expected}."
    return TableFault(kind=FaultKind.WRONG_TYPE, line=line, fact=fact, remedy="Correct the value.")


def _columns(node: Node | None, line: int) -> tuple[tuple[ChosenColumn, ...], tuple[TableFault, ...]]:
    """The columns as a list of names, a list of `name: title`, or both mixed, or as names with their titles."""
    if node is None:
        return (), ()
    if isinstance(node, YamlMapping):
        chosen = list(_renamed(node))
    elif isinstance(node, YamlSequence):
        chosen = [each for item in node.items for each in _chosen(item)]
    else:
        chosen = []
    if not chosen or None in chosen:
        return (), (_wrong("columns", node, line, "a list of columns, such as `[Tool, Place]`"),)
    return tuple(each for each in chosen if each), ()


def _chosen(item: Node) -> Iterator[ChosenColumn | None]:
    if isinstance(item, YamlScalar):
        yield ChosenColumn(name=item.text, title=item.text, line=item.line)
    elif isinstance(item, YamlMapping):
        yield from _renamed(item)
    else:
        yield None


def _renamed(node: YamlMapping) -> Iterator[ChosenColumn | None]:
    for name, title in node.items.items():
        if isinstance(title, YamlScalar):
            yield ChosenColumn(name=name, title=title.text or name, line=node.lines[name])
        else:
            yield None
