"""Files for people who edit the manual in VS Code, on a computer or in a browser: schemas, snippets, settings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from qms_docs.model.records.kinds import KINDS
from qms_docs.model.records.registers import REGISTERS
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qms_docs.model.organization import Organization
    from qms_docs.model.policy import Policy

__all__ = ["EditorFiles", "editor_files", "schema_files"]

_FOLDER = ".vscode"
_PLAIN = {"editor.formatOnSave": False, "files.trimTrailingWhitespace": False, "files.insertFinalNewline": False}
"""An editor that tidies up would change texts and records that nobody meant to change."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EditorFiles:
    """Content by path in the repository."""

    own: Mapping[str, bytes]
    """Files of the program's own, which follow policy and organization."""
    given: Mapping[str, bytes]
    """Files that people go on with, written where they are missing."""


def schema_files(schemas: Mapping[str, str], folder: str) -> dict[str, bytes]:
    """Each schema as a file of a folder."""
    start = "" if folder == "." else f"{folder}/"
    return {f"{start}{name}.schema.json": schema.encode() for name, schema in schemas.items()}


def editor_files(schemas: Mapping[str, str], policy: Policy, organization: Organization) -> EditorFiles:
    """The files of the folder `.vscode`."""
    own = schema_files(schemas, f"{_FOLDER}/schemas")
    own[f"{_FOLDER}/qms.code-snippets"] = _json(_snippets(policy, organization))
    given = {
        f"{_FOLDER}/extensions.json": _json({"recommendations": ["redhat.vscode-yaml"]}),
        f"{_FOLDER}/settings.json": _json(_settings(policy)),
        f"{_FOLDER}/tasks.json": _json(_TASKS),
    }
    return EditorFiles(own=own, given=given)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _settings(policy: Policy) -> dict[str, object]:
    places = {
        "policy": "/qms.yml",
        "organization": f"/{policy.records}/organization.yml",
        "processes": f"/{policy.records}/processes.yml",
        "approval": f"/{policy.records}/approvals/**/*.yml",
        **{kind.name: f"/{policy.records}/{kind.folder}/**/{kind.prefix}-*.yml" for kind in KINDS},
        **{name: f"/{policy.records}/{path}" for path, (name, _) in REGISTERS.items()},
    }
    return {
        "yaml.schemas": {f"./{_FOLDER}/schemas/{name}.schema.json": place for name, place in places.items()},
        "files.encoding": "utf8",
        "[markdown]": {**_PLAIN, "editor.wordWrap": "on", "editor.quickSuggestions": {"other": "on"}},
        "[yaml]": {**_PLAIN, "editor.insertSpaces": True, "editor.tabSize": 2, "editor.detectIndentation": False},
    }


_TASKS = {
    "version": "2.0.0",
    "tasks": [
        {
            "label": "Check the manual",
            "type": "process",
            "command": "qms",
            "args": ["check"],
            "group": {"kind": "test", "isDefault": True},
            "presentation": {"reveal": "silent", "clear": True},
            "problemMatcher": {
                "owner": "qms",
                "source": "qms",
                "fileLocation": ["relative", "${workspaceFolder}"],
                "pattern": {
                    "regexp": r"^(.+?):(\d+): ([A-Z]{2}\d{3}) (.*)$",
                    "file": 1,
                    "line": 2,
                    "code": 3,
                    "message": 4,
                },
            },
        },
        {
            "label": "Show the manual while it is edited",
            "type": "process",
            "command": "qms",
            "args": ["serve"],
            "isBackground": True,
            "problemMatcher": [],
        },
    ],
}


def _snippets(policy: Policy, organization: Organization) -> dict[str, object]:
    name = policy.vocabulary.fields.get
    types = [_own_value(policy, "type", each) for each in policy.types]
    roles = [_own_value(policy, "owner", each) for each in organization.roles or {}]
    document = [
        "---",
        f"{name('id', 'id')}: ${{1:SOP-001}}",
        f"{name('title', 'title')}: ${{2:Title}}",
        f"{name('type', 'type')}: {_choice(3, types, 'procedure')}",
        f"{name('revision', 'revision')}: {_first(policy)}",
        f"{name('owner', 'owner')}: {_choice(4, roles, 'quality-manager')}",
        "---",
        "# ${2:Title}",
        "",
        "$0",
    ]
    change = [
        f"{name('change', 'change')}:",
        "  class: ${1|major,minor,editorial|}",
        "  summary: ${2:What changed, in one sentence.}",
        "  reason: ${3:Why it changed.}$0",
    ]
    withdrawal = [
        f"{name('obsolete', 'obsolete')}:",
        "  date: ${1:$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE}",
        "  superseded_by: ${2:null}",
        "  reason: ${3:Why it is withdrawn.}$0",
    ]
    table = ["```table", "file: ${1:tools.csv}", "caption: ${2:Tools in use}", "```", "$0"]
    uncontrolled = ["---", "controlled: false", "title: ${1:Title}", "---", "# ${1:Title}", "", "$0"]
    return {
        "Controlled document": _snippet("document", document, "Front matter of a new document, below it the title."),
        "Change of a revision": _snippet(
            "change", change, "What the revision changes and why; from the second one on."
        ),
        "Withdrawal of a document": _snippet("obsolete", withdrawal, "Withdraws the document from use, as a revision."),
        "Table of a data file": _snippet("table", table, "Shows a CSV or YAML file as a table."),
        "Uncontrolled page": _snippet("uncontrolled", uncontrolled, "A page that is under no document control."),
    }


def _snippet(prefix: str, body: Iterable[str], description: str) -> dict[str, Any]:
    return {"scope": "markdown", "prefix": f"qms-{prefix}", "body": list(body), "description": description}


def _own_value(policy: Policy, field: str, value: str) -> str:
    """The organization's own word for a value of the contract."""
    own = policy.vocabulary.values.get(field, {})
    return next((each for each, meaning in own.items() if meaning == value), value)


def _choice(place: int, values: Iterable[str], example: str) -> str:
    """A place of a snippet at which one of these values is chosen."""
    listed = [_escaped(each) for each in values]
    return f"${{{place}|{','.join(listed)}|}}" if listed else f"${{{place}:{example}}}"


def _escaped(value: str) -> str:
    return "".join(f"\\{each}" if each in "\\,|$}" else each for each in value)


def _first(policy: Policy) -> str:
    return {"integer": "1", "letter": "A", "major.minor": "1.0"}[policy.scheme.value]
