"""From the bytes of a page to its control fields."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from frontmatter.default_handlers import YAMLHandler

from qms_docs.model.finding import Fault, FaultKind
from qms_docs.sources.fields import Checked, Place, check_fields
from qms_docs.sources.header_fields import header_of
from qms_docs.sources.lifecycle_fields import typed_lifecycle
from qms_docs.sources.pages import BOUNDARY, LARGEST_BLOCK
from qms_docs.sources.readable import UnreadableBlockError, refuse_merge_markers, strict_text
from qms_docs.sources.readings import Reading
from qms_docs.sources.schemas.front_matter import FrontMatterShape
from qms_docs.sources.yaml_text import Node, YamlFaultError, YamlMapping, YamlScalar, YamlSequence, read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qms_docs.model.policy import Vocabulary

__all__ = [
    "Reading",
    "front_matter_block",
    "parsed_head",
]

_REQUIRED = ("id", "title", "type", "revision", "owner")


class _Fence(YAMLHandler):
    """A block between lines of exactly three hyphens."""

    FM_BOUNDARY = BOUNDARY


_FENCE = _Fence()


def parsed_head(head: bytes, vocabulary: Vocabulary) -> Reading:
    """What a page says of itself, from the block as a whole alone."""
    try:
        node = front_matter_block(head)
    except UnreadableBlockError as error:
        return Reading(readable=False, faults=(error.fault,))
    if node is None:
        return Reading()
    node, spelling, faults = _translated(node, vocabulary)
    if "id" not in node.items:
        return _page(node)
    return _document(node, spelling, faults)


def _closed(text: str) -> bool:
    return len(_FENCE.FM_BOUNDARY.findall(text)) > 1


def front_matter_block(content: bytes) -> YamlMapping | None:
    """The fields between the two lines `---`; None where there are none.

    Raises UnreadableBlockError.
    """
    text = strict_text(content)
    if not _FENCE.detect(text):
        if text.lstrip().startswith("---\n") and not text.startswith("---"):
            raise UnreadableBlockError(
                "There are blank lines before the front matter.", 1, "Begin the file with the line `---`."
            )
        return None
    if not _closed(text):
        raise UnreadableBlockError(
            "The front matter is opened in line 1 and never closed.", 1, "Put a line `---` after its last field."
        )
    block, _ = _FENCE.split(text)
    if len(block) > LARGEST_BLOCK:
        raise UnreadableBlockError(
            f"The front matter is larger than {LARGEST_BLOCK // 1000} kB.",
            1,
            "Move what is no control field into the text.",
        )
    refuse_merge_markers(text)
    try:
        node = read_yaml(block.removeprefix("\n"), first_line=2)
    except YamlFaultError as error:
        raise UnreadableBlockError(
            f"The front matter cannot be read: {error.fact}.", error.line, error.remedy
        ) from error
    if node is None:
        return YamlMapping({}, {}, 1)
    if not isinstance(node, YamlMapping):
        raise UnreadableBlockError(
            "The front matter is not a list of fields.", 2, "Write each field as `name: value` on a line of its own."
        )
    return node


def _translated(node: YamlMapping, vocabulary: Vocabulary) -> tuple[YamlMapping, dict[str, str], list[Fault]]:
    """The block in the words of the contract, and how the file spells them."""
    items, lines = dict(node.items), dict(node.lines)
    spelling: dict[str, str] = {}
    faults: list[Fault] = []
    for name, foreign in vocabulary.fields.items():
        if foreign not in items:
            # What is absent is asked for in the organization's own words.
            spelling |= {} if name in items else {name: foreign}
            continue
        if name in items and name != foreign:
            faults.append(_both(name, foreign, lines[foreign]))
            del items[foreign], lines[foreign]
            continue
        items[name], lines[name] = items.pop(foreign), lines.pop(foreign)
        spelling[name] = foreign
    for name, values in vocabulary.values.items():
        if name in items:
            items[name] = _revalued(items[name], values)
    for ignored in vocabulary.ignored & items.keys():
        del items[ignored], lines[ignored]
    return YamlMapping(items, lines, node.line), spelling, faults


def _both(name: str, foreign: str, line: int) -> Fault:
    return Fault(
        kind=FaultKind.WRONG_TYPE,
        path="",
        line=line,
        fact=f"Field `{foreign}`: got it beside `{name}`, expected one of the two (in qms.yml they mean the same).",
        remedy=f"Take out `{foreign}` or `{name}`.",
    )


def _revalued(node: Node, values: Mapping[str, str]) -> Node:
    if isinstance(node, YamlScalar):
        return YamlScalar(values[node.text], node.line, quoted=True) if node.text in values else node
    if isinstance(node, YamlSequence):
        return YamlSequence(tuple(_revalued(item, values) for item in node.items), node.line)
    return node


def _page(node: YamlMapping) -> Reading:
    mark = node.items.get("controlled")
    title = node.items.get("title")
    return Reading(
        uncontrolled=isinstance(mark, YamlScalar) and mark.text.lower() == "false",
        title=title.text if isinstance(title, YamlScalar) and not title.is_null else None,
        marked_in=node.lines.get("controlled", 1),
    )


def _document(node: YamlMapping, spelling: dict[str, str], faults: list[Fault]) -> Reading:
    place = Place(path="", spelling=spelling)
    node, typed = typed_lifecycle(node)
    items = {name: _stated(name, value) for name, value in node.items.items() if name != "controlled"}
    checked = check_fields(FrontMatterShape, YamlMapping(items, node.lines, node.line), place)
    found = [*faults, *typed, *checked.faults, *_contradiction(node), *_absent(checked, node, place)]
    header = header_of(checked, node, spelling)
    document = header.id if header else None
    return Reading(header=header, has_id=True, faults=tuple(replace(fault, document=document) for fault in found))


def _stated(name: str, value: Node) -> Node:
    """The value; one of a required field that consists of blanks in quotation marks is as empty as none at all."""
    blank = name in _REQUIRED and isinstance(value, YamlScalar) and not value.text.strip()
    return YamlScalar("", value.line) if blank else value


def _contradiction(node: YamlMapping) -> list[Fault]:
    mark = node.items.get("controlled")
    if mark is None or (isinstance(mark, YamlScalar) and mark.text.lower() == "true"):
        return []
    return [
        Fault(
            kind=FaultKind.WRONG_TYPE,
            path="",
            line=node.lines["controlled"],
            fact="Field `controlled`: got it in a document that has an id, expected it on uncontrolled pages only.",
            remedy="Take out `controlled`; a document that is no longer needed is made obsolete.",
        )
    ]


def _absent(checked: Checked[FrontMatterShape], node: YamlMapping, place: Place) -> list[Fault]:
    fields = checked.fields
    known = checked.wrong | checked.misspelt
    missing = [(name,) for name in _REQUIRED if getattr(fields, name) is None and (name,) not in known]
    if fields.obsolete is not None:
        for alias, name in (("date", "day"), ("reason", "reason")):
            if getattr(fields.obsolete, name) is None and ("obsolete", alias) not in known:
                missing.append(("obsolete", alias))  # type: ignore[arg-type]
    return [_missing(location, node, place) for location in missing]


def _missing(location: tuple[str, ...], node: YamlMapping, place: Place) -> Fault:
    spelt = place.spelt(location)
    return Fault(
        kind=FaultKind.MISSING,
        path="",
        line=1,
        fact=f"The field `{spelt}` is {'empty' if location[0] in node.items and len(location) == 1 else 'missing'}.",
        remedy=f"Add `{spelt.rpartition('.')[2]}:` with its value.",
    )
