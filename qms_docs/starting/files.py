"""The files of a manual that begins, by their paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.exports.editor_files import editor_files
from qms_docs.model.records.kinds import KINDS
from qms_docs.sources.organization import OrganizationFiles, read_organization
from qms_docs.sources.policy import read_policy
from qms_docs.sources.schemas import json_schema, schema_names
from qms_docs.sources.schemas.own_words import OwnWords
from qms_docs.sources.standards import load_library
from qms_docs.starting.first_issue import as_draft
from qms_docs.starting.forge_files import FORGES, codeowners_file, edit_address, forge_files
from qms_docs.starting.kit import Need, starter_documents, starter_files
from qms_docs.starting.sample import document_types, processes, retention_rules, role_titles
from qms_docs.starting.tags import with_tags_of
from qms_docs.starting.texts import filled_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qms_docs.starting.beginning import Beginning
    from qms_docs.starting.kit import StarterDocument

__all__ = ["manual_files"]

_DOCUMENTS = "procedures"
_OWNER = "owner"
_SECOND = {"1": "2", "A": "B", "1.0": "1.1"}
_EXAMPLE = (
    "> **Starter text, an example.** It speaks of the products of a made-up maker of light meters, and shows how\n"
    "> such a document may look. Write what you do in its place, then delete this note and the line `status: draft`."
)
_ASSUMES = (
    "> **Starter text.** It takes for granted what this organization has decided otherwise: {what}. Change that, then\n"
    "> delete this note and the line `status: draft`."
)
_ASSUMED = {"integer": "whole numbers of revisions", "signed": "approvals that are signed with a key"}
_RULES = (
    (
        "CL101",
        "Clauses without a document in force",
        "The manual is being built: documents come into force one by one.",
    ),
    ("CL103", "Required information that is not there yet", "The manual is being built: records come with the work."),
)
_ROWS = ("acknowledgement", "document-review", "satisfaction")


def manual_files(beginning: Beginning) -> Mapping[str, bytes]:
    """Everything that stands in the repository of a manual on its first day."""
    documents = () if beginning.minimal else starter_documents(beginning.organization, beginning.numbering)
    values = _values(beginning, documents)
    files = {
        path: filled_in(template, values)
        for path, template in (
            *(("README.md", "README.md"), ("qms.yml", "qms.yml"), ("mkdocs.yml", "mkdocs.yml")),
            *((".gitignore", "gitignore"), (".gitattributes", "gitattributes")),
            *(("records/README.md", "records_README.md"), ("records/organization.yml", "organization.yml")),
            (f"{_DOCUMENTS}/index.md", "index.md"),
        )
    }
    if not beginning.minimal:
        files["records/processes.yml"] = filled_in("processes.yml", values)
        files.update(_texts(beginning, documents))
    files.update(_deviations(beginning, values))
    files.update(forge_files(beginning, documents, values))
    files.update(_for_editors(files))
    return dict(sorted(files.items()))


def _values(beginning: Beginning, documents: Sequence[StarterDocument]) -> dict[str, object]:
    """What templates name."""
    forge, jobs = beginning.forge, beginning.jobs
    stated = {name: getattr(beginning, name) for name in ("organization", "standards", "branch", "day", "remote")}
    return {
        **stated,
        "complete_by": beginning.complete_by,
        "minimal": beginning.minimal,
        "person": beginning.person,
        "jobs": jobs,
        "numbering": beginning.numbering.value,
        "first": beginning.first,
        "second": _SECOND[beginning.first],
        "audience": beginning.audience.value,
        "evidence": beginning.evidence.value,
        "types": _types(beginning),
        "roles": _roles(beginning),
        "retention": _retention(),
        "processes": processes(frozenset(each.id for each in documents)),
        "documents": sorted(documents, key=lambda each: (list(Need).index(each.need), each.id)),
        "approvers_words": _approvers_in_words(beginning),
        "independence": _independence(beginning),
        "forge": forge.value,
        "forge_title": forge.title,
        "guide": jobs.guide(forge.value),
        "edit_uri": edit_address(forge, beginning.branch),
        **FORGES[forge],
        "codeowners": codeowners_file(forge),
    }


def _types(beginning: Beginning) -> Mapping[str, Mapping[str, str]]:
    """The types of the sample, approved as this organization wants it."""
    asked = ", ".join(f"{{role: {each}}}" for each in beginning.approvers)
    own = {"approvals": f"[{asked}]", "evidence": beginning.evidence.value}
    if not beginning.independent:
        own["independent"] = "false"
    left_out = {"editorial", "independent", "request"}
    if beginning.minimal:
        # Documents of one's own have headings of their own.
        left_out.add("sections")
    types = {}
    for name, fields in document_types().items():
        kept = {field: value for field, value in fields.items() if field not in left_out}
        types[name] = kept | own
    return types


def _roles(beginning: Beginning) -> Mapping[str, str]:
    """The roles that documents, policy and people name, with their titles."""
    known = role_titles()
    named = [*known, *beginning.approvers, *beginning.person.roles] if not beginning.minimal else []
    named = named or ["quality-manager", *beginning.approvers, *beginning.person.roles]
    return {each: known.get(each, _title(each)) for each in dict.fromkeys(named) if each != _OWNER}


def _title(role: str) -> str:
    """A role by its id, as people would write it."""
    words = role.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]


def _approvers_in_words(beginning: Beginning) -> str:
    if not beginning.approvers:
        return "no approval is asked for"
    roles = _roles(beginning)
    titles = [f"the {'owner' if each == _OWNER else roles[each].lower()}" for each in beginning.approvers]
    words = ", ".join(titles[:-1]) + (" and " if titles[1:] else "") + titles[-1]
    return f"{words} {'approve' if titles[1:] else 'approves'}"


def _independence(beginning: Beginning) -> str:
    asked = beginning.independent and beginning.approvers
    return "Somebody else than the authors has to approve." if asked else ""


def _retention() -> Mapping[str, str]:
    """A rule for every type of record, so that the first record of a type has one; the sample's where it has one."""
    known = retention_rules()
    rules = {}
    for name in sorted((*(kind.name for kind in KINDS), *_ROWS)):
        start = "last entry" if name in _ROWS else "closed"
        rule = known.get(name, {"keep": "6 years", "from": start, "then": "archive"})
        rules[name] = f"{{{', '.join(f'{field}: {value}' for field, value in rule.items())}}}"
    return rules


def _texts(beginning: Beginning, documents: Sequence[StarterDocument]) -> Iterator[tuple[str, bytes]]:
    """The starter documents as drafts, and what they show."""
    for each in documents:
        text = with_tags_of(as_draft(each.text, _note(beginning, each)), beginning.standards)
        yield f"{_DOCUMENTS}/{each.path}", text.encode("utf-8")
    for file in starter_files(beginning.organization):
        yield f"{_DOCUMENTS}/{file.path}", file.content


def _note(beginning: Beginning, document: StarterDocument) -> str:
    """What whoever makes the document theirs has to know."""
    if document.example:
        return _EXAMPLE
    chosen = {beginning.numbering.value, beginning.evidence.value}
    otherwise = [_ASSUMED[each] for each in document.assumes if each not in chosen]
    return _ASSUMES.format(what=" and ".join(otherwise)) if otherwise else ""


def _deviations(beginning: Beginning, values: Mapping[str, object]) -> Iterator[tuple[str, bytes]]:
    """While the manual is built, what is missing for the standards is told and does not count."""
    for number, (rule, title, reason) in enumerate(_RULES if beginning.standards else (), 1):
        name = f"DEV-{beginning.day.year}-{number:03}"
        said = {"id": name, "rule": rule, "title": title, "reason": reason}
        yield f"records/deviations/{name}.yml", filled_in("deviation.yml", {**values, **said})


def _for_editors(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Schemas and settings, in the words of the files themselves."""
    policy = read_policy(files["qms.yml"]).required()
    told = OrganizationFiles(policy.records, files["records/organization.yml"], files.get("records/processes.yml"))
    organization, _ = read_organization(told)
    words = OwnWords(policy=policy, organization=organization, library=load_library())
    written = editor_files({name: json_schema(name, words) for name in schema_names()}, policy, organization)
    return {**written.own, **written.given}
