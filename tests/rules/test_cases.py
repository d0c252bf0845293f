"""The rules against cases that somebody from the field could have written: `cases/*.yml`, one file a rule.

    rule: DC301                       # the rule that the cases are about
    policy: |                         # `qms.yml`, accepted on 2025-01-01 before anything else
      types: ...
    cases:
      - case: The text changes and its number does not
        policy: null                  # in place of the one above; null for none
        entries:                      # what was accepted, in its order, by day
          - 2026-01-05:
              procedures/purchasing.md: |
                ...                   # a text as a whole
          - 2026-02-10:
              procedures/purchasing.md: {10 offers: 12 offers}   # these words became those
              procedures/telex.md: null                          # deleted
              procedures/current.md: !link purchasing.md         # a symbolic link
              records/approvals/SOP-004/1/cid.dahl.yml: |
                digest: qms1:(procedures/purchasing.md)          # the digest of the text as it then stands
        branch: [...]                 # further entries, on a branch that is checked out
        published: [...]              # entries that were published once, whose manifest is given to the check
        work_tree: {...}              # files that are not committed
        today: 2026-06-01             # the day of the check, unless another is given
        as_of: 2026-03-01             # the day that is asked about, where that is another
        findings:                     # every finding there is, in the order of the report
          - {code: DC301, path: procedures/purchasing.md, line: 5, document: SOP-004, fact: part of the fact}
          - {code: DC105, ..., fact: "All of it.", whole: true, remedy: part of the remedy}
        refused: part of a sentence   # in place of findings: nothing can be checked (exit status 3)

A case without a word about a line means line 1. What is said of the manual as a whole (CL101, CL103) is looked at in
the cases of these two rules alone: the few texts of a case serve hardly a clause of the standards that it states.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest
import yaml

from qms_docs.check import RULES, check
from qms_docs.failures import CannotCheckError
from qms_docs.model.manifest import KeptManifest
from qms_docs.sources.loading import open_manual
from qms_docs.views.manifest import manifest_of
from support import Link, Story, digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qms_docs.model.finding import Finding
    from support import Branch, Clone
    from support.trees import Content

FILES = sorted((Path(__file__).parent / "cases").glob("*.yml"))
TODAY = date(2026, 6, 1)
FIRST_DAY = "2025-01-01"
OF_THE_WHOLE = ("CL101", "CL103")

Writing: TypeAlias = "Content | Mapping[str, str] | None"
"""What becomes of a file: a text, words that take the place of others, or nothing."""

Expected: TypeAlias = "dict[str, str | int | None]"


class _Loader(yaml.SafeLoader):
    """YAML with symbolic links."""


_Loader.add_constructor("!link", lambda loader, node: Link(str(loader.construct_scalar(node))))


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One case of a file."""

    rule: str
    case: str
    policy: str | None = None
    entries: Sequence[Mapping[date, Mapping[str, Writing]]] = ()
    branch: Sequence[Mapping[date, Mapping[str, Writing]]] = ()
    published: Sequence[Mapping[date, Mapping[str, Writing]]] = ()
    work_tree: Mapping[str, Writing] = field(default_factory=dict)
    today: date = TODAY
    as_of: date | None = None
    findings: Sequence[Expected] = ()
    refused: str = ""

    def findings_of(self, folder: Path) -> tuple[Finding, ...]:
        """What the rules find in the repository of the case."""
        self._build(folder)
        earlier = self._manifest(folder.with_name("published")) if self.published else None
        source = open_manual(folder, self.today)
        with source.repository:
            manual = source.manual(self.as_of, preview=True, judged=True, merged=True)
        found = check(replace(manual, earlier=earlier)).findings
        return found if self.rule in OF_THE_WHOLE else tuple(each for each in found if each.code not in OF_THE_WHOLE)

    def _manifest(self, folder: Path) -> KeptManifest:
        """The manifest of the published history on the day of its last entry."""
        self._told(self.published).build(folder)
        last = list(self.published[-1])[-1]
        source = open_manual(folder, last if type(last) is date else last.date())
        with source.repository:
            return KeptManifest(name="manifest.json", content=b"", manifest=manifest_of(source.manual(), None))

    def _told(self, entries: Sequence[Mapping[date, Mapping[str, Writing]]]) -> Story:
        story = Story()
        if self.policy is not None:
            story.policy(FIRST_DAY, self.policy)
        _tell(story, entries)
        return story

    def _build(self, folder: Path) -> None:
        story = self._told(self.entries)
        proposal = story.branch("proposal")
        _tell(proposal, self.branch)
        clone = story.build(folder, at=proposal if self.branch else None)
        standing = {path: blob.data for path, blob in (proposal if self.branch else story).tree.items()}
        for path, writing in self.work_tree.items():
            _write(clone, path, _with_digests(writing, standing) if isinstance(writing, str) else writing)


def _tell(branch: Branch, entries: Sequence[Mapping[date, Mapping[str, Writing]]]) -> None:
    for entry in entries:
        for day, files in entry.items():
            before = {path: blob.data for path, blob in branch.tree.items()}
            after = {path: _content(writing, before.get(path, b"")) for path, writing in files.items()}
            branch.entry(day, {path: _with_digests(content, before | after) for path, content in after.items()})


def _with_digests(content: Content | None, standing: Mapping[str, Content | None]) -> Content | None:
    """The content with the digest of a text, which shows no file, in the place of its path."""

    def digest(found: re.Match[str]) -> str:
        text = standing[found[1]]
        assert isinstance(text, (str, bytes))
        return digest_of(text)

    return re.sub(r"qms1:\(([^)]+)\)", digest, content) if isinstance(content, str) else content


def _write(clone: Clone, path: str, writing: Writing) -> None:
    file = clone.path / path
    content = _content(writing, file.read_bytes() if file.is_file() else b"")
    if content is None:
        file.unlink()
    else:
        clone.write(path, content)


def _content(writing: Writing, before: bytes) -> Content | None:
    if not isinstance(writing, dict):
        return writing  # type: ignore[return-value]
    text = before.decode()
    for old, new in writing.items():
        assert text.count(str(old)) == 1, f"{old!r} does not stand exactly once in the text"
        text = text.replace(str(old), str(new))
    return text


def _cases() -> Iterator[Case]:
    for path in FILES:
        told = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader
        for case in told["cases"]:
            yield Case(rule=told["rule"], **{"policy": told.get("policy"), **case})


CASES = list(_cases())


def _named(case: Case) -> str:
    return f"{case.rule}: {case.case}"


@pytest.mark.parametrize("case", CASES, ids=_named)
def test_case(case: Case, tmp_path: Path) -> None:
    """A case brings the findings that it names, at their places, and no other."""
    if case.refused:
        with pytest.raises(CannotCheckError) as refusal:
            case.findings_of(tmp_path / "manual")
        assert case.refused in str(refusal.value)
        return
    found = case.findings_of(tmp_path / "manual")
    places = [(each.code, each.path, each.line, each.document) for each in found]
    expected = [(each["code"], each["path"], each.get("line", 1), each["document"]) for each in case.findings]
    assert places == expected, "\n".join(each.sentence for each in found)
    for finding, stated in zip(found, case.findings, strict=True):
        assert (stated["fact"] == finding.fact) if stated.get("whole") else (str(stated["fact"]) in finding.fact)
        assert str(stated.get("remedy", "")) in finding.remedy


@pytest.mark.parametrize("rule", [rule.code for rule in RULES])
def test_every_rule_has_cases(rule: str) -> None:
    """Each rule has cases that it finds and cases that it leaves alone."""
    about = [case for case in CASES if case.rule == rule]
    assert any(stated["code"] == rule for case in about for stated in case.findings)
    assert any(all(stated["code"] != rule for stated in case.findings) and not case.refused for case in about)


def test_every_case_is_told_once() -> None:
    """No two cases have the same name, and each file is named after its rule."""
    assert [name for name, number in Counter(map(_named, CASES)).items() if number > 1] == []
    assert [path.stem for path in FILES] == sorted({case.rule for case in CASES})


STATED = {
    "IN101": ("unreadable-file", "error", "P"),
    "IN102": ("unknown-field", "error", "P"),
    "IN103": ("field-of-wrong-type", "error", "P"),
    "IN104": ("typed-lifecycle-field", "error", "P"),
    "IN105": ("missing-policy", "warning", "P"),
    "DC101": ("missing-control-field", "error", "S"),
    "DC102": ("duplicate-document-id", "error", "S"),
    "DC103": ("reused-document-id", "error", "P"),
    "DC104": ("id-outside-numbering", "error", "O"),
    "DC105": ("unresolved-document-link", "error", "S"),
    "DC106": ("unmarked-uncontrolled-page", "error", "S"),
    "DC107": ("unknown-reference", "error", "P"),
    "DC108": ("missing-section", "error", "O"),
    "DC109": ("image-without-text", "warning", "P"),
    "DC201": ("effective-without-approval", "error", "S"),
    "DC202": ("approval-of-another-text", "error", "S"),
    "DC203": ("author-as-only-approver", "error", "O"),
    "DC204": ("approver-without-authority", "error", "S"),
    "DC205": ("effective-before-approval", "warning", "S"),
    "DC206": ("backdated-approval", "error", "P"),
    "DC207": ("approval-below-evidence-level", "error", "O"),
    "DC208": ("invalid-signature", "error", "P"),
    "DC301": ("changed-text-under-same-revision", "error", "S"),
    "DC302": ("gap-in-revisions", "error", "P"),
    "DC303": ("missing-change-summary", "error", "S"),
    "DC304": ("vanished-document", "error", "S"),
    "DC305": ("dates-running-backwards", "warning", "P"),
    "DC401": ("link-to-obsolete-document", "error", "S"),
    "DC402": ("obsolete-without-successor", "warning", "P"),
    "DC403": ("review-overdue", "warning", "O"),
    "DC404": ("stale-translation", "warning", "P"),
    "DC501": ("rewritten-history", "error", "S"),
    "DC601": ("no-retention-rule", "warning", "S"),
    "DC602": ("disposition-due", "warning", "O"),
    "DC701": ("overdue-currency-check", "warning", "S"),
    "DC702": ("superseded-edition-in-use", "warning", "P"),
    "RC101": ("altered-closed-record", "error", "S"),
    "RC102": ("deleted-record", "error", "S"),
    "RC103": ("broken-record-link", "error", "P"),
    "RC104": ("skipped-gate", "error", "S"),
    "RC105": ("overdue-record", "warning", "O"),
    "RC106": ("duplicate-record-id", "error", "P"),
    "IM101": ("corrective-action-without-cause", "error", "S"),
    "IM102": ("closed-without-effectiveness-review", "error", "S"),
    "IM103": ("audit-by-own-process-owner", "error", "S"),
    "IM104": ("incomplete-management-review", "error", "S"),
    "IM105": ("objective-not-measurable", "warning", "S"),
    "TR101": ("training-outstanding", "warning", "O"),
    "TR102": ("acknowledgement-of-another-text", "error", "P"),
    "CH101": ("self-granted-authority", "error", "P"),
    "CH102": ("change-outside-request", "warning", "O"),
    "CL101": ("uncovered-clause", "warning", "S"),
    "CL102": ("clause-without-edition", "error", "P"),
    "CL103": ("missing-required-information", "error", "S"),
}
"""Code, name, severity and basis as they are promised to users; a code is never given to something else."""


def test_rules_are_those_that_are_promised() -> None:
    """No promised rule is missing, and none has another name, severity or basis."""
    made = {rule.code: (rule.name, rule.severity.value, rule.basis.value) for rule in RULES}
    assert {code: made.get(code) for code in STATED} == STATED
