"""How anyone verifies an approval by hand, with git and OpenSSH alone (document-control.md 5 and 6)."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from qms_docs.model.policy import Audience, Evidence
from qms_docs.values import dataclass
from qms_docs.views.publication import readable_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.approval import Approval
    from qms_docs.model.document import Revision
    from qms_docs.model.manual import Manual

__all__ = ["Example", "VerificationStep", "example_of", "verification_steps"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """The approval that the commands verify; the reader puts another in its place."""

    record: str
    """Path of the file of the approval."""
    text: str
    """Path of the document at the entry that brought the approval."""
    files: tuple[tuple[str, str], ...] = ()
    """What the text shows or attaches: the name as the text writes it, and the path to which it leads."""
    branch: str = "main"
    records: str = "records"
    real: bool = False
    """Whether such an approval stands in the manual."""


@dataclass(frozen=True, kw_only=True, slots=True)
class VerificationStep:
    """One step: what it is for, and what is typed into a terminal."""

    title: str
    sentences: tuple[str, ...]
    command: str


def example_of(manual: Manual) -> Example:
    """A signed approval of this manual, or a made-up one; a public site names no person, and no path that does."""
    branch, records = manual.policy.release_branch or "main", manual.policy.records
    folder = manual.policy.documents[0] if manual.policy.documents else "procedures"
    if manual.policy.site.audience is not Audience.PUBLIC:
        for revision in _in_force(manual):
            signed = [each for each in revision.approvals if _is_plain(each)]
            if signed:
                files = tuple((each.name, each.path) for each in revision.text.text.files)
                path, text = signed[0].record.path, revision.text.path
                return Example(record=path, text=text, files=files, branch=branch, records=records, real=True)
    path = f"{records}/approvals/SOP-001/1/firstname.lastname.yml"
    return Example(record=path, text=f"{folder}/document.md", branch=branch, records=records)


def _is_plain(approval: Approval) -> bool:
    """Whether the steps verify it as they stand."""
    return approval.counts and approval.evidence is Evidence.SIGNED and not approval.founding


def _in_force(manual: Manual) -> Iterator[Revision]:
    for document in readable_documents(manual):
        revision = document.effective(manual.as_of)
        if revision is not None:
            yield revision


def verification_steps(example: Example) -> tuple[VerificationStep, ...]:
    """The steps in their order; together the commands are one script for any POSIX shell."""
    return (_record(example), _text(example), _person(example), _statement(), _signature(), _held())


def _record(example: Example) -> VerificationStep:
    return VerificationStep(
        title="Look at the approval",
        sentences=(
            "Name the file of the approval. Git says with which entry of the branch it was accepted, and when.",
            "An approval is never changed afterwards: what holds is the file as that entry brought it.",
        ),
        command=f"""\
file={shlex.quote(example.record)}
entry=$(git log --first-parent --reverse --format=%H {shlex.quote(example.branch)} -- "$file" | head -n 1)
git log -1 --format='Accepted on %cI by the entry %H' "$entry"
git cat-file blob "$entry:$file"
""",
    )


def _text(example: Example) -> VerificationStep:
    shown = "".join(
        f"""  echo "$(fingerprint {shlex.quote(path)})  "{shlex.quote(name)}\n""" for name, path in example.files
    )
    return VerificationStep(
        title="Work out the digest of the text",
        sentences=(
            (
                "Name the file of the document. The first line below must show the same characters as the second has "
                "after “qms1:”; then the text is byte for byte the one that was approved."
            ),
            (
                "Every picture or other local file that the text shows or links to, Markdown apart, adds a line before "
                "the closing brace, sorted by the name that the text writes: "
                'echo "$(fingerprint path/of/the/file)  name-in-the-text".'
            ),
        ),
        command=f"""\
text={shlex.quote(example.text)}
plain() {{
  tr -d '\\r' | sed "s/  *#.*//; s/ *\\$//; s/^'\\(.*\\)'\\$/\\1/; s/^\\"\\(.*\\)\\"\\$/\\1/"
}}
value() {{ git cat-file blob "$entry:$file" | sed -n "s/^$1: *//p" | plain; }}
fingerprint() {{ git cat-file blob "$entry:$1" | sha256sum | cut -c 1-64; }}
{{
  echo "$(fingerprint "$text")  $(value document)"
{shown}}} | sha256sum
value digest
""",
    )


def _person(example: Example) -> VerificationStep:
    path = shlex.quote(f"{example.records}/organization.yml")
    return VerificationStep(
        title="Look up the person",
        sentences=(
            (
                "What counts is the list of people as it stood before the entry that brought the approval. See that "
                "the person held the role on the day of the approval."
            ),
            (
                "Only where that very entry brought the first list of people, that list vouches for itself: then write "
                "“people=$entry:$list” in the second line."
            ),
        ),
        command=f"""\
list={path}
people="$entry^:$list"
person=$(value person)
about() {{
  git cat-file blob "$people" | tr -d '\\r' | awk -v list="$1:" -v id="$2:" '
    /^[^ #]/ {{ inside = ($1 == list) }}
    /^  [^ #]/ {{ found = ($1 == id) }}
    inside && found'
}}
about people "$person"
""",
    )


def _statement() -> VerificationStep:
    return VerificationStep(
        title="Write down what was signed",
        sentences=("The signature is over these nine lines and nothing else. Read them.",),
        command="""\
work=$(mktemp -d)
cat > "$work/statement" <<END
qms-approval 1
document: $(value document)
revision: $(value revision)
digest: $(value digest)
meaning: $(value meaning)
person: $person
name: $(about people "$person" | sed -n 's/^ *name: *//p' | plain)
role: $(value role)
at: $(value at)
END
cat "$work/statement"
""",
    )


def _signature() -> VerificationStep:
    return VerificationStep(
        title="Verify the signature",
        sentences=(
            (
                "OpenSSH is told which keys are the person's, and for what purpose they sign. It answers “Good "
                '"qms-approval" signature” with the person and the fingerprint of the key, or it fails.'
            ),
            (
                "A review that a job has recorded and signed is verified in the same way, with “section=importers” "
                "and, after “signer=”, the name that the list gives to the job."
            ),
        ),
        command="""\
section=people
signer=$person
git cat-file blob "$entry:$file" | tr -d '\\r' |
  sed -n '/-----BEGIN SSH/,/-----END SSH/s/^ *//p' > "$work/signature"
about "$section" "$signer" | sed -n 's/.*key: *\\([^,}]*\\).*/\\1/p' | plain |
  while read -r key; do echo "$signer namespaces=\\"qms-approval\\" $key"; done \\
  > "$work/allowed_signers"
ssh-keygen -Y verify -n qms-approval -I "$signer" -f "$work/allowed_signers" \\
  -s "$work/signature" < "$work/statement"
""",
    )


def _held() -> VerificationStep:
    return VerificationStep(
        title="See that the key was held then",
        sentences=(
            (
                "The fingerprints of the person's keys, in the order of the list. The one that signed must have been "
                "held both on the day of the approval and on the day of the entry: “from” and “until” in the list "
                "say so."
            ),
        ),
        command="""\
cut -d ' ' -f 3- "$work/allowed_signers" | ssh-keygen -l -f -
""",
    )
