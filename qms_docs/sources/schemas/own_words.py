"""The words of one organization in the schemas: its types, roles, processes, clauses, and its own names of fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qms_docs.model.numbering import Scheme
from qms_docs.model.organization import ALL_STAFF
from qms_docs.model.policy import OWNER
from qms_docs.sources.schemas.editors import titled
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qms_docs.model.organization import Organization
    from qms_docs.model.policy import Policy
    from qms_docs.model.standard import Library
    from qms_docs.sources.schemas.editors import Schema

__all__ = ["OwnWords", "with_own_words"]

_AGAIN = "What is new there is known here once `qms schema` has written the schemas anew."
_FEW = 8
_NUMBERS: Mapping[Scheme, Schema] = {
    Scheme.INTEGER: {"type": ["integer", "string"], "pattern": r"^(0|[1-9]\d{0,8})$", "minimum": 0},
    Scheme.LETTER: {"type": "string", "pattern": "^[A-HJ-NPR-Z]{1,6}$"},
    Scheme.MAJOR_MINOR: {"type": ["number", "string"], "pattern": r"^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})$"},
}
_FIRST: Mapping[Scheme, object] = {Scheme.INTEGER: 1, Scheme.LETTER: "A", Scheme.MAJOR_MINOR: "1.0"}
_ONLY_IN_PYTHON = re.compile(r"\(\?[^:=!]|\\[AZ]|\{,")
"""Parts of a regular expression that editors do not read, or read otherwise."""
_BARE_CLAUSE: Schema = {"type": ["number", "string"], "pattern": r"^[1-9]\d{0,2}(\.[1-9]\d{0,2}){0,5}$"}


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnWords:
    """What the files of an organization define, as they stand."""

    policy: Policy
    organization: Organization
    library: Library

    @property
    def roles(self) -> dict[str, str]:
        """The titles of the roles by their ids; empty where nothing defines any."""
        return {each.id: each.title for each in (self.organization.roles or {}).values()}


def with_own_words(name: str, schema: Schema, words: OwnWords) -> None:
    """The schema of a file knows the words of the organization."""
    change = _CHANGES.get(name)
    if change is not None:
        change(schema, words)


def _front_matter(schema: Schema, words: OwnWords) -> None:
    fields, policy = schema["properties"], words.policy
    types = {each.id: each.title for each in policy.types.values()}
    processes = {each.id: each.title for each in (words.organization.processes or {}).values()}
    principles = {each.id: each.summary for each in words.library.principles}
    everybody = {ALL_STAFF: "Everybody with a role."} if words.roles else {}
    organization = f"{policy.records}/organization.yml"
    _choose(fields["type"], types, "a type of qms.yml", words, "type")
    _choose(fields["owner"], words.roles, f"a role of {organization}", words, "owner")
    _choose(fields["applies_to"], everybody | words.roles, f"a role of {organization}", words, "applies_to")
    _choose(fields["process"], processes, f"a process of {policy.records}/processes.yml", words, "process")
    _choose(fields["principles"], principles, "one of the quality management principles", words, "principles")
    _clauses(fields["clauses"], words)
    if policy.stated:
        expected = f"Expected a revision number such as {policy.scheme.examples}."
        told = {"errorMessage": expected, "patternErrorMessage": expected}
        fields["revision"]["anyOf"] = [{**_NUMBERS[policy.scheme], **told}]
        fields["revision"]["examples"] = [_FIRST[policy.scheme]]
    for name, values in policy.vocabulary.values.items():
        _translated(fields[name], values)
    schema["allOf"] = [each for kind in policy.types if (each := _numbered(words, kind))]
    _renamed(schema, policy)


def _choose(field: Schema, members: Mapping[str, str], expected: str, words: OwnWords, name: str) -> None:
    """The field takes one of these values, or a list of them, each with what it stands for."""
    if not members:
        return
    own = {
        each: meaning for each, meaning in words.policy.vocabulary.values.get(name, {}).items() if meaning in members
    }
    known = {**{each: members[meaning] for each, meaning in own.items()}, **members}
    choice = {
        "enum": list(known),
        "enumDescriptions": list(known.values()),
        "errorMessage": f"Expected {expected}: {_listed(list(known))}. {_AGAIN}",
    }
    # What is proposed are the words of this organization, and no example.
    field.pop("examples", None)
    first = field["anyOf"][0]
    if first.get("type") == "array":
        field["anyOf"][0] = {**first, "items": choice}
    else:
        field["anyOf"][0] = choice


def _listed(names: Sequence[str]) -> str:
    """A few of the names, and how many more there are."""
    more = len(names) - _FEW
    return ", ".join(names[:_FEW]) + (f" and {more} more" if more > 0 else "")


def _clauses(field: Schema, words: OwnWords) -> None:
    """Clauses of the standards in use, with their edition; a bare number may stand for one in each of them."""
    in_use = words.policy.standards
    standards = [found for each in in_use if (found := words.library.standard(each))]
    known = {f"{each.standard}#{each.number}": each.title for one in standards for each in one.clauses}
    if not known:
        return
    others = [{"type": "string", "pattern": f"^{re.escape(each)}#"} for each in in_use if not words.library.known(each)]
    field.pop("examples", None)
    choice = {"enum": list(known), "enumDescriptions": list(known.values())}
    message = f"Expected a clause of a standard in use, such as {next(iter(known))}."
    told = [{**each, "errorMessage": message} for each in (choice, _BARE_CLAUSE, *others)]
    field["anyOf"][0] = {**field["anyOf"][0], "items": {"anyOf": told}}


def _translated(field: Schema, values: Mapping[str, str]) -> None:
    """The organization's own values are taken as well, also where the field has a list of them."""
    for each in field["anyOf"]:
        if each.get("type") == "array":
            each["items"] = {"anyOf": [each["items"], {"enum": list(values)}]}
        elif "enum" in each:
            each["enum"] = [*(value for value in values if value not in each["enum"]), *each["enum"]]
            each.pop("enumDescriptions", None)
    if all("enum" not in each and each.get("type") != "array" for each in field["anyOf"]):
        field["anyOf"].insert(0, {"enum": list(values)})


def _numbered(words: OwnWords, kind: str) -> Schema | None:
    """The form of the ids of a type, as the condition that holds for documents of that type."""
    policy = words.policy
    pattern = policy.types[kind].pattern
    if pattern is None or _ONLY_IN_PYTHON.search(pattern):
        return None
    own = [each for each, meaning in policy.vocabulary.values.get("type", {}).items() if meaning == kind]
    named = policy.vocabulary.fields
    type_, id_ = named.get("type", "type"), named.get("id", "id")
    message = f"Expected an id as qms.yml asks for in documents of the type {kind}: {pattern}."
    told = {"pattern": f"^(?:{pattern})$", "patternErrorMessage": message, "errorMessage": message}
    return {
        "if": {"properties": {type_: {"enum": [kind, *own]}}, "required": [type_]},
        "then": {"properties": {id_: told}},
    }


def _renamed(schema: Schema, policy: Policy) -> None:
    """Fields have the names that the organization gives them; those of the contract are taken, but not proposed."""
    fields: Schema = schema["properties"]
    names = policy.vocabulary.fields
    for name, own in names.items():
        if own == name:
            continue
        both = {"not": {"required": [name, own]}}
        schema["allOf"].append(both)
        if name in schema["required"]:
            schema["required"].remove(name)
            schema["allOf"].append({"anyOf": [{"required": [own]}, {"required": [name]}]})
    for name in policy.vocabulary.ignored - {*names.values()}:
        fields[name] = {"title": titled(name), "description": "This name is ignored, as qms.yml says."}
    foreign = {own for name, own in names.items() if own != name}
    own_fields = {names.get(name, name): {**field} for name, field in fields.items() if name not in foreign}
    for name, own in names.items():
        own_fields.setdefault(name, {**fields[name], "doNotSuggest": True})
        own_fields[own]["description"] += f" In the words of the contract it is {name}."
    schema["properties"] = own_fields


def _policy(schema: Schema, words: OwnWords) -> None:
    roles = {OWNER: "The owner that the document names.", **words.roles}
    _propose(schema["$defs"]["RequirementShape"]["properties"]["role"], roles)
    editions = {each.id: "This edition is known, with its clauses." for each in words.library.standards}
    standards = schema["properties"]["standards"]["anyOf"][0]
    standards["items"] = {"anyOf": [_proposed(editions), standards["items"]]}


def _organization(schema: Schema, words: OwnWords) -> None:
    _propose(schema["$defs"]["RoleHeldShape"]["properties"]["role"], words.roles)


def _processes(schema: Schema, words: OwnWords) -> None:
    _propose(schema["$defs"]["ProcessShape"]["properties"]["owner"], words.roles)


def _approval(schema: Schema, words: OwnWords) -> None:
    people = {each.id: each.name for each in words.organization.people.values()}
    _propose(schema["properties"]["role"], words.roles)
    _propose(schema["properties"]["person"], people)


_CHANGES: Mapping[str, Callable[[Schema, OwnWords], None]] = {
    "approval": _approval,
    "front-matter": _front_matter,
    "organization": _organization,
    "policy": _policy,
    "processes": _processes,
}


def _propose(field: Schema, members: Mapping[str, str]) -> None:
    """The values are proposed; others are taken, because what defines them may come with the same change."""
    if not members:
        return
    if "anyOf" in field:
        field["anyOf"].insert(0, _proposed(members))
        return
    kept = ("title", "description", "markdownDescription", "examples")
    form = {key: field.pop(key) for key in list(field) if key not in kept}
    field["anyOf"] = [_proposed(members), form]


def _proposed(members: Mapping[str, str]) -> Schema:
    return {"enum": list(members), "enumDescriptions": list(members.values())}
