"""What the manual tells people to type to verify an approval by hand does verify it, and nothing else."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from qms_docs.views.verification import Example, verification_steps
from support import Story, document, organization_file
from support.approvals import digest_of
from support.desk import Desk

if TYPE_CHECKING:
    from support import Build, Clone

README = Path(__file__).parents[2] / "records" / "README.md"
RECORD = "records/approvals/SOP-004/1/cid.dahl.yml"
TEXT = "procedures/purchasing/purchasing-and-suppliers.md"
GOOD = 'Good "qms-approval" signature for cid.dahl with ED25519 key '
STATEMENT = """\
qms-approval 1
document: SOP-004
revision: 1
digest: {digest}
meaning: approved
person: cid.dahl
name: Cid Dahl
role: quality-manager
at: 2026-01-11T09:00:00+01:00
"""
BODY = document("SOP-004", body="Every order is checked.\n")


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What a shell printed."""

    status: int
    out: str
    err: str


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Everybody's keys."""
    return Desk(tmp_path_factory.mktemp("keys"))


def people(desk: Desk) -> str:
    """The list of people, with Cid between others, with remarks, and with the job that records reviews."""
    listed = desk.organization(
        {"Ann Berg": ["quality-manager"], "Cid Dahl": ["quality-manager"], "Liv Strand": ["buyer"]}
    )
    job = f"importers:\n  github-reviews:\n    title: Job\n    keys:\n      - {{key: {desk.signer('Job').public}}}\n"
    key = desk.signer("Cid Dahl").public
    return listed.replace("name: Cid Dahl", "name: Cid Dahl   # since 2024").replace(key, f"{key} cid@laptop") + job


def approval(desk: Desk, text: str = BODY, **how: Any) -> str:  # noqa: ANN401 - as the desk takes it
    """Cid's approval of a text."""
    at = "2026-01-11T09:00:00+01:00"
    return next(iter(desk.approval(text, "Cid Dahl", "quality-manager", at, **how).values()))


def readme_commands() -> list[str]:
    """The commands of the README, block by block."""
    return re.findall(r"^```sh\n(.*?)^```$", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def typed(repository: Clone, script: str, shell: str = "sh") -> Said:
    """What a shell in the top folder says to a script."""
    done = subprocess.run(
        [shell], input=script, cwd=repository.path, capture_output=True, text=True, encoding="utf-8", check=False
    )
    return Said(status=done.returncode, out=done.stdout, err=done.stderr)


@pytest.fixture
def approved(build: Build, desk: Desk) -> Clone:
    """A manual in which Cid has approved the purchasing procedure by a pull request that was merged."""
    story = Story()
    story.policy("2026-01-01")
    story.entry("2026-01-05", {"records/organization.yml": people(desk), TEXT: BODY})
    proposed = story.branch("approve")
    proposed.entry("2026-01-11", {RECORD: approval(desk)})
    story.entry("2026-01-12", {"README.md": "Meanwhile.\n"})
    story.merge("2026-01-13", proposed, name="accepted")
    story.entry("2026-01-14", {"records/organization.yml": organization_file({"Ann Berg": ["buyer"]})})
    return build(story)


def test_readme_says_what_the_page_says() -> None:
    """The README of the records gives the very commands that the page about control gives."""
    example = Example(record=RECORD, text=TEXT)
    assert readme_commands() == [step.command for step in verification_steps(example)]


@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_commands_of_the_readme_verify_an_approval(approved: Clone, desk: Desk, shell: str) -> None:
    """Typed as they stand, they name the entry, the digest twice, what was signed, and the key."""
    said = typed(approved, "".join(readme_commands()), shell)
    assert (said.status, said.err) == (0, "")
    digest = digest_of(BODY)
    assert f"Accepted on 2026-01-13T12:00:00+00:00 by the entry {approved.commit('accepted')}\n" in said.out
    assert f"{digest.removeprefix('qms1:')}  -\n{digest}\n" in said.out
    assert "      - {role: quality-manager, from: 2024-01-01}\n" in said.out
    assert STATEMENT.format(digest=digest) in said.out
    fingerprint = typed(approved, f"ssh-keygen -lf {desk.signer('Cid Dahl').file}").out.split()[1]
    assert f"{GOOD}{fingerprint}\n256 {fingerprint} " in said.out
    assert "Ann Berg" not in said.out


def test_nothing_is_left_in_the_repository(approved: Clone) -> None:
    """Who verifies changes nothing."""
    typed(approved, "".join(readme_commands()))
    assert not approved.git("status", "--porcelain")


def test_signature_by_another_key_fails(approved: Clone, desk: Desk) -> None:
    """A signature in Cid's name by Ann's key is refused."""
    other = RECORD.replace("SOP-004/1", "SOP-004/2")
    approved.write(other, approval(desk, key="Ann Berg"))
    approved.git("add", ".")
    # The list of people is that of the day on which the first approval came in.
    approved.git("checkout", "-q", "HEAD~1", "--", "records/organization.yml")
    approved.git("commit", "-q", "-m", "Forge", day="2026-01-15")
    approved.git("commit", "-q", "--allow-empty", "-m", "Later", day="2026-01-16")
    script = (
        "".join(readme_commands()).replace(RECORD, other).replace('people="$entry^:$list"', 'people="$entry:$list"')
    )
    said = typed(approved, script)
    assert "Good" not in said.out
    assert "Could not verify signature" in said.err + said.out


def test_changed_text_has_another_digest(approved: Clone, desk: Desk) -> None:
    """An approval that names the digest of other bytes is seen at once: the two lines differ."""
    other = RECORD.replace("cid.dahl.yml", "cid.dahl.quality-manager.yml")
    approved.write(other, approval(desk, BODY.replace("checked", "Checked")))
    approved.git("add", ".")
    approved.git("commit", "-q", "-m", "Another text", day="2026-01-15")
    said = typed(approved, "".join(readme_commands()[:2]).replace(RECORD, other))
    first, second = said.out.splitlines()[-2:]
    assert first.removesuffix("  -") == digest_of(BODY).removeprefix("qms1:") != second.removeprefix("qms1:")


def test_approval_that_came_with_the_first_list_of_people(build: Build, desk: Desk) -> None:
    """The list before it does not exist, git says so, and the way that the README names for it works."""
    story = Story()
    story.policy("2026-01-01")
    story.entry("2026-01-05", {TEXT: BODY})
    record = approval(desk)
    story.entry("2026-01-11", {"records/organization.yml": people(desk), RECORD: record})
    repository, script = build(story), "".join(readme_commands())
    said = typed(repository, script)
    assert "records/organization.yml" in said.err
    assert "Good" not in said.out
    readme = README.read_text(encoding="utf-8")
    assert "write `people=$entry:$list`" in readme
    assert GOOD in typed(repository, script.replace('people="$entry^:$list"', "people=$entry:$list")).out


def test_review_that_a_job_recorded(approved: Clone, desk: Desk) -> None:
    """The signature below `source` is verified with the key of the job, as the README says."""
    other = RECORD.replace("cid.dahl.yml", "cid.dahl.quality-manager.yml")
    approved.write(other, approval(desk, key=None, source={"forge": "github"}, importer="Job"))
    approved.git("add", ".")
    approved.git("checkout", "-q", "HEAD~1", "--", "records/organization.yml")
    approved.git("commit", "-q", "-m", "Record", day="2026-01-15")
    readme = README.read_text(encoding="utf-8")
    assert "write `section=importers`" in readme
    script = "".join(readme_commands()).replace(RECORD, other).replace('people="$entry^:$list"', "people=$entry:$list")
    assert "Good" not in typed(approved, script).out
    job = script.replace("section=people", "section=importers").replace("signer=$person", "signer=github-reviews")
    assert GOOD.replace("cid.dahl", "github-reviews") in typed(approved, job).out


def test_text_with_pictures(build: Build, desk: Desk) -> None:
    """What a text shows adds lines to the listing; names are safe in a shell whatever they are."""
    text, shown = BODY + "![A flow](a.svg) ![It's $(touch x)](b.svg)\n", {"a": b"<svg/>", "b": b"<svg></svg>"}
    folder = "procedures/it's $(touch pwned)"
    story = Story()
    story.policy("2026-01-01")
    files = {f"{folder}/{name}.svg": content for name, content in shown.items()}
    story.entry("2026-01-05", {"records/organization.yml": people(desk), f"{folder}/text.md": text, **files})
    digest = digest_of(text, {f"{name}.svg": content for name, content in shown.items()})
    story.entry(
        "2026-01-11", {RECORD: approval(desk, text, files={f"{name}.svg": content for name, content in shown.items()})}
    )
    repository = build(story)
    named = tuple((f"{name}.svg", f"{folder}/{name}.svg") for name in shown)
    example = Example(record=RECORD, text=f"{folder}/text.md", files=named)
    said = typed(repository, "".join(step.command for step in verification_steps(example)))
    assert f"{digest.removeprefix('qms1:')}  -\n{digest}\n" in said.out
    assert GOOD in said.out
    assert not list(repository.path.glob("pwned")) + list(repository.path.glob("x"))


def test_hostile_approval_runs_nothing(approved: Clone) -> None:
    """Values of an approval are never taken for commands by the shell, sed or awk."""
    hostile = {
        "document": "SOP-004",
        "revision": "$(touch pwned)",
        "digest": "`touch pwned`",
        "person": 'x/e;touch pwned;" \\',
        "role": "'; touch pwned; '",
        "meaning": "approved",
        "at": "w pwned",
    }
    approved.write(RECORD, "".join(f"{name}: {value}\n" for name, value in hostile.items()))
    other = RECORD.replace("SOP-004/1", "SOP-004/2")
    (approved.path / other).parent.mkdir()
    (approved.path / RECORD).rename(approved.path / other)
    approved.git("add", ".")
    approved.git("commit", "-q", "-m", "Attack", day="2026-01-15")
    said = typed(approved, "".join(readme_commands()).replace(RECORD, other))
    assert "Good" not in said.out
    assert not list(approved.path.rglob("pwned"))
