"""From the fields that front matter states to the header of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.header import Change, ChangeClass, Confidentiality, Header, Obsolescence, TranslationSource
from qms_docs.sources.yaml_nodes import YamlMapping, lines_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qms_docs.sources.fields import Checked
    from qms_docs.sources.schemas.front_matter import FrontMatterShape

__all__ = ["header_of"]

_LISTED = ("applies_to", "clauses", "principles", "supersedes")


def header_of(checked: Checked[FrontMatterShape], node: YamlMapping, spelling: Mapping[str, str]) -> Header | None:
    """The header of a block whose fields were checked, and how the file spells them; None without an id."""
    fields = checked.fields
    if fields.id is None:
        return None
    source, _, revision = (fields.translation_of or "").rpartition("@")
    return Header(
        id=fields.id,
        title=fields.title,
        type=fields.type,
        revision=fields.revision,
        owner=fields.owner,
        effective=fields.effective,
        effective_unreadable=any(location[0] in ("effective", "obsolete") for location in checked.wrong),
        change=_change(fields),
        **{name: getattr(fields, name) or () for name in _LISTED},
        process=fields.process,
        department=fields.department,
        review=fields.review,
        draft=fields.status == "draft",
        obsolete=_obsolescence(fields, node),
        confidentiality=_confidentiality(checked),
        language=fields.language,
        translation_of=TranslationSource(document=source, revision=revision) if source else None,
        unreadable=frozenset(".".join(map(str, place)) for place in checked.wrong | checked.misspelt),
        lines=lines_of(node),
        spelling=spelling,
    )


def _confidentiality(checked: Checked[FrontMatterShape]) -> Confidentiality:
    """A confidentiality that cannot be read is taken for the strictest."""
    if ("confidentiality",) in checked.wrong:
        return Confidentiality.RESTRICTED
    return checked.fields.confidentiality or Confidentiality.INTERNAL


def _change(fields: FrontMatterShape) -> Change | None:
    if fields.change is None:
        return None
    kind: ChangeClass | None = fields.change.kind
    return Change(kind=kind, summary=fields.change.summary, reason=fields.change.reason, request=fields.change.request)


def _obsolescence(fields: FrontMatterShape, node: YamlMapping) -> Obsolescence | None:
    if fields.obsolete is None:
        return None
    block = node.items["obsolete"]
    return Obsolescence(
        day=fields.obsolete.day,
        successor=fields.obsolete.superseded_by,
        successor_stated=isinstance(block, YamlMapping) and "superseded_by" in block.items,
        reason=fields.obsolete.reason,
    )
