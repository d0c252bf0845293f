"""`qms schema`: what it prints, and the files that it writes for editors."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from qms_docs.model.finding import Finding, Severity
from qms_docs.model.policy import Vocabulary
from qms_docs.reports.findings import finding_line
from qms_docs.sources.pages import read_head
from support import organization_file, policy

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Qms

NAMES = [
    *("approval", "front-matter", "organization", "policy", "processes"),
    *("gap-assessment", "audit-programme", "internal-audit", "audit-finding", "nonconformity", "corrective-action"),
    *("management-review", "risk", "opportunity", "objective", "training", "equipment", "supplier", "complaint"),
    *("change-request", "external-document", "deviation", "context-issue", "disposition"),
    *("objective-measurements", "acknowledgement", "equipment-calibrations", "satisfaction", "document-review"),
    *("training-requirements", "interested-parties"),
]
SCHEMAS = sorted(f"{name}.schema.json" for name in NAMES)
TYPES = {"procedure": {}, "work-instruction": {}}


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    """The folder of a manual, with a folder of documents in it."""
    folder = tmp_path / "firm"
    (folder / "records").mkdir(parents=True)
    (folder / "procedures").mkdir()
    (folder / ".git").mkdir()
    (folder / "qms.yml").write_text(policy(types=TYPES))
    (folder / "records" / "organization.yml").write_text(organization_file())
    return folder


def schema(text: str | bytes) -> dict[str, Any]:
    """The schema, which is JSON."""
    found: dict[str, Any] = json.loads(text)
    return found


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path in it."""
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_names(qms: Qms, tmp_path: Path) -> None:
    """Without a name the names are printed; an unknown one is status 1 and names those there are."""
    assert qms(tmp_path, "schema").text.splitlines() == NAMES
    unknown = qms(tmp_path, "schema", "polici")
    assert (unknown.status, unknown.out) == (1, b"")
    assert ", ".join(NAMES) in unknown.err


def test_general_and_own(qms: Qms, firm: Path, tmp_path: Path) -> None:
    """In a manual the schema knows its words, from any folder of it; elsewhere and with --general it does not."""
    own = qms(firm / "procedures", "schema", "front-matter")
    assert (own.status, own.err) == (0, "")
    assert schema(own.out)["properties"]["type"]["anyOf"][0]["enum"] == ["procedure", "work-instruction"]
    general = qms(firm, "schema", "front-matter", "--general").out
    assert "enum" not in schema(general)["properties"]["type"]["anyOf"][0]
    assert qms(tmp_path, "schema", "front-matter").out == general


def test_a_policy_that_cannot_be_read(qms: Qms, firm: Path) -> None:
    """It is status 3 with its line, and the general schema is there all the same."""
    (firm / "qms.yml").write_text("types: {\n")
    ran = qms(firm, "schema", "policy")
    assert (ran.status, ran.out) == (3, b"")
    assert "qms.yml:1: IN101" in ran.err
    assert qms(firm, "schema", "policy", "--general").status == 0


def test_write(qms: Qms, firm: Path) -> None:
    """Every schema is a file of the folder; a second run writes nothing, a change of the policy what it concerns."""
    ran = qms(firm / "procedures", "schema", "--write", "../editor")
    assert (ran.status, ran.err) == (0, "")
    assert ran.text.splitlines() == [f"editor/{each}" for each in SCHEMAS]
    assert sorted(files_below(firm / "editor")) == SCHEMAS
    assert (firm / "editor" / "policy.schema.json").read_bytes() == qms(firm, "schema", "policy").out
    before = files_below(firm)
    again = qms(firm, "schema", "--write", "editor")
    assert (again.status, again.out) == (0, b"")
    assert again.err == "There is nothing to do: every file is as it should be.\n"
    assert files_below(firm) == before
    (firm / "qms.yml").write_text(policy(types={**TYPES, "form": {}}))
    assert qms(firm, "schema", "--write", "editor").text == "editor/front-matter.schema.json\n"


def test_where_nothing_is_written(qms: Qms, firm: Path, tmp_path: Path) -> None:
    """Outside of a manual, out of it, through a link, and for two wishes at once: status and sentence, and no file."""
    before = files_below(tmp_path)
    for arguments, status, said in (
        (("--write", "../out"), 2, "does not lie in the repository"),
        (("policy", "--editor"), 2, "Give a NAME to print one schema"),
        (("--write", "a", "--editor"), 2, "Give a NAME"),
    ):
        ran = qms(firm, "schema", *arguments)
        assert (ran.status, ran.out) == (status, b"")
        assert said in ran.err
    ran = qms(tmp_path, "schema", "--editor")
    assert (ran.status, "There is no qms.yml here or above" in ran.err) == (2, True)
    assert files_below(tmp_path) == before
    (firm / ".vscode").symlink_to(tmp_path)
    ran = qms(firm, "schema", "--editor")
    assert (ran.status, "symbolic link" in ran.err) == (3, True)
    assert not (tmp_path / "schemas").exists()


def test_editor(qms: Qms, firm: Path) -> None:
    """Schemas, snippets and settings fit each other; what people made of the settings stays theirs."""
    ran = qms(firm, "schema", "--editor")
    written = ran.text.splitlines()
    given = [".vscode/extensions.json", ".vscode/settings.json", ".vscode/tasks.json"]
    assert written == sorted([*given, ".vscode/qms.code-snippets", *(f".vscode/schemas/{each}" for each in SCHEMAS)])
    settings = json.loads((firm / ".vscode" / "settings.json").read_text())
    for place, pattern in settings["yaml.schemas"].items():
        assert (firm / place).is_file()
        # A firm begins records as it needs them.
        assert "*" in pattern or (firm / pattern.strip("/")).is_file() or pattern.startswith("/records/")
    (firm / ".vscode" / "settings.json").write_text("// ours\n{}\n")
    (firm / ".vscode" / "qms.code-snippets").write_text("{}")
    again = qms(firm, "schema", "--editor")
    assert again.text == ".vscode/qms.code-snippets\n"
    assert again.err == ".vscode/settings.json is yours and stays as it is; a new one would say something else.\n"
    assert (firm / ".vscode" / "settings.json").read_text() == "// ours\n{}\n"


def test_snippets_begin_documents_that_are_in_order(qms: Qms, firm: Path) -> None:
    """With the first of each choice and the words that are proposed, the reader finds nothing to complain about."""
    own = {"front_matter": {"id": "doc_id", "change": "what"}, "values": {"type": {"A, B|$}": "procedure"}}}
    (firm / "qms.yml").write_text(policy(types=TYPES, **own))
    qms(firm, "schema", "--editor")
    snippets = json.loads((firm / ".vscode" / "qms.code-snippets").read_text())
    document = chosen(snippets["Controlled document"]["body"])
    assert document[:6] == [
        "---",
        "doc_id: SOP-001",
        "title: Title",
        "type: A, B|$}",
        "revision: 1",
        "owner: quality-manager",
    ]
    head = [*document[:5], *document[5:6], *chosen(snippets["Change of a revision"]["body"]), "---"]
    head[3] = "type: procedure"
    reading = read_head("\n".join(head).encode(), Vocabulary(fields={"id": "doc_id", "change": "what"}))
    assert reading.faults == ()
    assert reading.header is not None
    assert reading.header.change is not None
    withdrawal = [*document[:3], *chosen(snippets["Withdrawal of a document"]["body"]), "---"]
    assert "  superseded_by: null" in withdrawal
    assert chosen(snippets["Table of a data file"]["body"])[:2] == ["```table", "file: tools.csv"]


def chosen(body: list[str]) -> list[str]:
    """The lines of a snippet with the first choice or the proposed words at each place."""
    text = re.sub(r"\$\{\d+\|((?:\\.|[^\\,|])*)(?:,(?:\\.|[^\\|])*)?\|\}", lambda found: found[1], "\n".join(body))
    text = re.sub(r"\\(.)", r"\1", re.sub(r"\$\{\d+:([^}$]*)\}", r"\1", text))
    return text.replace("$0", "").split("\n")


def test_the_task_finds_findings_at_their_lines(qms: Qms, firm: Path) -> None:
    """The editor reads place, code and message from what `qms check` prints."""
    qms(firm, "schema", "--editor")
    tasks = json.loads((firm / ".vscode" / "tasks.json").read_text())["tasks"]
    pattern = tasks[0]["problemMatcher"]["pattern"]
    finding = Finding(
        code="DC105", rule="", severity=Severity.WARNING, path="procedures/a: b.md", line=12, document=None,
        fact="The link leads to x: 3, which does not exist.", remedy="Correct it.",
    )  # fmt: skip
    found = re.match(pattern["regexp"], finding_line(finding))
    assert found is not None
    assert (found[pattern["file"]], found[pattern["line"]], found[pattern["code"]]) == (
        "procedures/a: b.md",
        "12",
        "DC105",
    )
    assert found[pattern["message"]].startswith("The link leads to x: 3, which does not exist. Correct it.")
