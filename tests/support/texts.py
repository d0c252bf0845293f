"""The texts of the stories: controlled documents, the policy and the list of people, in the form of the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from support.people import person
from support.yaml_text import yaml_text

if TYPE_CHECKING:
    from datetime import date

__all__ = ["document", "organization_file", "policy"]

FIRST_REVISIONS = frozenset({"1", "1.0", "A"})

USUAL_CHANGE = {
    "class": "major",
    "summary": "Every order is checked by a second person.",
    "reason": "Finding 2 of audit AUD-2026-01.",
}

USUAL_BODY = "Every order is checked before it is sent.\n"

USUAL_PEOPLE: Mapping[str, Sequence[str]] = {
    "Ann Berg": ["quality-manager"],
    "Cid Dahl": ["internal-auditor"],
    "Liv Strand": ["purchasing-manager"],
}


def document(
    id: str | None = "SOP-004",  # noqa: A002 - the word of the front matter
    revision: object = 1,
    *,
    title: str | None = "Purchasing",
    type: str | None = "procedure",  # noqa: A002 - the word of the front matter
    owner: str | None = "quality-manager",
    effective: str | date | None = None,
    change: bool | Mapping[str, object] = True,
    body: str = USUAL_BODY,
    heading: bool = True,
    newline: str = "\n",
    bom: bool = False,
    **fields: object,
) -> str:
    """A controlled document: front matter and text.

    Fields that are None are left out. `change` is there from the second revision on, with what is given in place of
    the usual class, summary and reason; False leaves it out. The body stands below the title as its top heading,
    unless `heading` is False. `newline` takes the place of every line break.
    """
    header: dict[str, object] = {
        "id": id,
        "title": title,
        "type": type,
        "revision": revision,
        "owner": owner,
        "effective": effective,
        "change": _change(change, revision),
        **fields,
    }
    stated = yaml_text({name: value for name, value in header.items() if value is not None})
    top = f"# {title}\n\n" if heading and title else ""
    text = f"---\n{stated}---\n\n{top}{body}"
    return ("\ufeff" if bom else "") + text.replace("\n", newline)


def policy(**overrides: object) -> str:
    """The text of `qms.yml`; a type asks for no approvals and is titled by its name, unless it says otherwise.

    Keys that are None are left out.
    """
    keys: dict[str, object] = {
        "organization": "Fjordlys Instruments",
        "release_branch": "main",
        "types": {"procedure": {}},
    } | overrides
    types = keys["types"]
    if isinstance(types, Mapping):
        keys["types"] = {
            name: {"title": _title(name), "approvals": []} | dict(stated) for name, stated in types.items()
        }
    return yaml_text({name: value for name, value in keys.items() if value is not None})


def organization_file(
    people: Mapping[str, Sequence[str] | Mapping[str, object]] | None = None,
    roles: Mapping[str, object] | None = None,
) -> str:
    """The text of `records/organization.yml`: people by name with their roles since 2024.

    Instead of roles a person may have any of the keys `id`, `name`, `emails`, `forges`, `roles` and `keys`. Roles are
    those that people hold, unless they are given.
    """
    everybody: dict[str, dict[str, object]] = {}
    held: list[str] = []
    for name, stated in (USUAL_PEOPLE if people is None else people).items():
        facts: dict[str, object] = dict(stated) if isinstance(stated, Mapping) else {"roles": stated}
        given = facts.pop("roles", ())
        duties = [_duty(each) for each in (given if isinstance(given, (list, tuple)) else ())]
        held.extend(str(duty["role"]) for duty in duties)
        id_ = str(facts.pop("id", name.lower().replace(" ", ".")))
        everybody[id_] = {"name": name, "emails": [person(name).email], **facts, "roles": duties}
    named = {role: {"title": _title(role)} for role in held} if roles is None else roles
    return yaml_text({"roles": named, "people": everybody})


def _change(change: bool | Mapping[str, object], revision: object) -> dict[str, object] | None:
    if isinstance(change, Mapping):
        return USUAL_CHANGE | dict(change)
    return dict(USUAL_CHANGE) if change and revision is not None and str(revision) not in FIRST_REVISIONS else None


def _duty(role: object) -> dict[str, object]:
    return dict(role) if isinstance(role, Mapping) else {"role": role, "from": "2024-01-01"}


def _title(name: str) -> str:
    return name.replace("-", " ").capitalize()
