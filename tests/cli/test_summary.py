"""`qms summary`: what a pull request says of itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from support import Story, document, organization_file, policy, record_of
from support.changes import markdown_of, summary_of

if TYPE_CHECKING:
    from cli.conftest import Qms
    from support import Branch, Build, Clone

PURCHASING, SALES = "procedures/purchasing.md", "procedures/sales.md"
PEOPLE = {
    "Ann Berg": ["quality-manager"],
    "Cid Dahl": ["quality-manager"],
    "Liv Strand": ["purchasing-manager"],
    "Kai Moen": ["buyer"],
    "Per Haug": [{"role": "buyer", "from": "2024-01-01", "until": "2024-12-31"}],
}
PROCESSES = "processes:\n  - {id: buying, title: Buying, owner: purchasing-manager, documents: [SOP-004]}\n"
TYPES = {
    "procedure": {
        "approvals": [{"role": "owner"}, {"role": "quality-manager"}],
        "retrain": ["major", "minor"],
        "acknowledge": "14 days",
        "effective": "P7D",
    },
    "form": {},
}
FIRST = document(owner="purchasing-manager", applies_to=["buyer"], body="Two offers from 10,000 NOK.\n\nThe end.\n")


def told() -> Story:
    """A manual that was there before control began, with people, a process and records."""
    story = Story()
    story.policy("2026-01-01", {"types": TYPES, "control_from": "2026-02-01"})
    files = {
        "records/organization.yml": organization_file(PEOPLE),
        "records/processes.yml": PROCESSES,
        "records/nonconformities/NC-2026-001.yml": "id: NC-2026-001\nlinks: [{changes: SOP-004@1}]\n",
        "records/external/EXT-002.yml": "id: EXT-002\nused_by: [SOP-004]\n",
        "records/external/EXT-003.yml": "id: EXT-003\nused_by: [SOP-0041, XSOP-004]\n",
        PURCHASING: FIRST,
        SALES: document("SOP-009", title="Sales", body="Buy as in [[SOP-004]].\n"),
        "procedures/form.md": document("FRM-001", type="form", title="Order"),
        "procedures/index.md": "---\ncontrolled: false\n---\n# Home\n\n[Buying](purchasing.md)\n",
    }
    story.entry("2026-01-05", files)
    return story


def revised(**changes: object) -> str:
    """The second revision of purchasing."""
    body = "Two offers from 25,000 NOK.\n\nThe end.\n"
    stated = {"owner": "purchasing-manager", "applies_to": ["buyer"], "body": body} | changes
    return document(**({"revision": 2} | stated))  # type: ignore[arg-type]


def branch(files: dict[str, str | None]) -> tuple[Story, Branch]:
    """The manual with a branch of one commit."""
    story = told()
    pr = story.branch("pr")
    pr.entry("2026-03-01", files)
    return story, pr


def proposed(build: Build, files: dict[str, str | None]) -> Clone:
    """A branch of the manual with one commit is checked out."""
    story, pr = branch(files)
    return build(story, at=pr)


def lines(text: str) -> dict[str, str]:
    """The facts of a summary by their names; of several of one name the last."""
    return dict(re.findall(r"^- \*\*([^*]+)\*\*: (.*)$", text, re.MULTILINE))


def test_a_revision_with_everything_that_reviewers_ask(build: Build) -> None:
    """Class, summary, reason, effective day, approvals, who acknowledges, who refers to it, and the words."""
    text = markdown_of(proposed(build, {PURCHASING: revised(effective="2027-03-01")}))
    assert text.startswith(
        "<!-- qms-summary -->\n\n## What this change does to the manual\n\nOne controlled document is revised.\n"
    )
    assert "### SOP-004 Purchasing: revision 1 → 2\n" in text
    facts = lines(text)
    assert facts["Document"] == "Procedure, revised"
    assert facts["Class"] == "major"
    assert facts["What changes"] == "Every order is checked by a second person."
    assert facts["Reason"] == "Finding 2 of audit AUD-2026-01."
    assert facts["Takes effect"] == (
        "Once it is approved by Purchasing manager and Quality manager, 7 days after that, but not before 1 March 2027."
    )
    assert facts["Approval needed of"] == "Purchasing manager (Liv Strand) and Quality manager (Ann Berg or Cid Dahl)"
    assert facts["To approve"] == "`qms approve SOP-004`"
    assert facts["To acknowledge"] == "Buyer (Kai Moen) within 14 days of its effective day"
    assert facts["Referred to by"] == (
        "documents SOP-009 Sales; processes Buying; records NC-2026-001; external documents EXT-002; "
        "pages procedures/index.md"
    )
    assert facts["Effective date"] == "<ins>2027-03-01</ins>"
    assert "Two offers from <del>10,000</del><ins>25,000</ins> NOK." in text
    assert text.index("<details>") < text.index("Two offers") < text.index("</details>")


def test_nobody_is_asked_by_a_role_that_the_same_change_gives(build: Build) -> None:
    """Whom the change itself names for a role may not approve in it (CH101), so that others are asked."""
    named = organization_file(PEOPLE | {"Eva Lund": ["quality-manager"]})
    text = markdown_of(proposed(build, {PURCHASING: revised(), "records/organization.yml": named}))
    assert lines(text)["Approval needed of"] == (
        "Purchasing manager (Liv Strand) and Quality manager (Ann Berg or Cid Dahl)"
    )


def test_the_first_people_are_asked_by_the_change_that_names_them(build: Build) -> None:
    """Where nobody is named before the change, those are asked whom it names."""
    story = Story()
    story.policy("2026-01-01", {"types": TYPES})
    pr = story.branch("pr")
    pr.entry("2026-03-01", {PURCHASING: FIRST, "records/organization.yml": organization_file(PEOPLE)})
    asked = lines(markdown_of(build(story, at=pr)))["Approval needed of"]
    assert asked == "Purchasing manager (Liv Strand) and Quality manager (Ann Berg or Cid Dahl)"


def test_approvals_that_come_along_are_given(build: Build) -> None:
    """What is approved on the branch counts as it will after the merge, and what does not count says why."""
    second = revised()
    approvals = {
        **record_of(second, "liv.strand", revision=2, role="purchasing-manager", at="2026-03-01T13:00:00+00:00"),
        **record_of(second, "kai.moen", revision=2, at="2026-03-01T13:00:00+00:00"),
    }
    story, pr = branch({PURCHASING: second})
    pr.entry("2026-03-02", approvals)
    facts = lines(markdown_of(build(story, at=pr)))
    assert facts["Approved by"] == "Liv Strand, Purchasing manager (1 March 2026, declared)"
    assert facts["Approval needed of"] == "Quality manager (Ann Berg or Cid Dahl)"
    assert facts["Does not count"].startswith("Kai Moen, Quality manager: ")
    assert facts["Takes effect"] == "Once it is approved by Quality manager, 7 days after that."


def test_an_approved_revision_has_its_day(build: Build) -> None:
    """With every approval the day is known; a document that needs none takes effect with the merge."""
    second = revised()
    approvals = {
        **record_of(second, "liv.strand", revision=2, role="purchasing-manager", at="2026-03-01T13:00:00+00:00"),
        **record_of(second, "cid.dahl", revision=2, at="2026-03-01T13:00:00+00:00"),
    }
    story, pr = branch({PURCHASING: second, "procedures/form.md": document("FRM-001", 2, type="form", title="Order")})
    pr.entry("2026-03-02", approvals)
    text = markdown_of(build(story, at=pr), today="2026-03-05")
    assert "- **Takes effect**: On 12 March 2026." in text
    assert "- **Takes effect**: At once when it is merged." in text
    assert "| SOP-004 Purchasing | revised | 1 → 2 | major | Every order is checked by a second person. |" in text
    assert "2 controlled documents are concerned: 2 are revised." in text


def test_approvals_alone_are_a_change_of_their_document(build: Build) -> None:
    """A pull request that brings an approval of what was merged before says whose it is."""
    story = told()
    second = revised()
    story.entry("2026-03-01", {PURCHASING: second})
    pr = story.branch("pr")
    given = record_of(second, "cid.dahl", revision=2, at="2026-03-02T13:00:00+00:00")
    pr.entry("2026-03-03", dict(given))
    text = markdown_of(build(story, at=pr))
    assert "One controlled document is approved." in text
    assert lines(text)["Approved by"] == "Cid Dahl, Quality manager (2 March 2026, declared)"
    assert "What else changes" not in text


def test_classes_that_ask_for_no_acknowledgement(build: Build) -> None:
    """An editorial change asks nobody but the roles that the document did not address before."""
    editorial = {"class": "editorial"}
    alone = markdown_of(proposed(build, {PURCHASING: revised(change=editorial)}))
    assert lines(alone)["To acknowledge"] == (
        "nobody, because the policy asks for it only after a change of class major or minor"
    )
    story, pr = branch({PURCHASING: revised(change=editorial, applies_to=["buyer", "all-staff"])})
    more = lines(markdown_of(build(story, "more", at=pr)))
    assert more["To acknowledge"] == (
        "only those whom it did not address before: All staff (Ann Berg, Cid Dahl, Kai Moen and Liv Strand) "
        "within 14 days of its effective day"
    )


def test_a_time_for_acknowledging_without_classes(build: Build) -> None:
    """A new document is to be acknowledged, a revision only by roles that it did not address before."""
    types = {"procedure": {"acknowledge": "14 days"}}
    story = Story()
    story.policy("2026-01-01", {"types": types})
    story.entry("2026-01-05", {"records/organization.yml": organization_file(PEOPLE), PURCHASING: FIRST})
    pr = story.branch("pr")
    pr.entry("2026-03-01", {PURCHASING: revised(), SALES: document("SOP-009", title="Sales", applies_to=["buyer"])})
    said = re.findall(r"^- \*\*To acknowledge\*\*: (.*)$", markdown_of(build(story, at=pr)), re.MULTILINE)
    assert said == [
        "nobody, because the policy asks for it once, and after no change again (<code>retrain</code>)",
        "Buyer (Kai Moen) within 14 days of its effective day",
    ]


def test_readers_that_the_requirements_of_training_name(build: Build) -> None:
    """Who has to read it without being named in it is told too, as TR101 asks for it later."""
    asked = "requirements:\n  - {role: quality-manager, subject: SOP-004, kind: reading}\n"
    files = {PURCHASING: revised(), "records/training/requirements.yml": asked}
    told_ = lines(markdown_of(proposed(build, files)))["To acknowledge"]
    assert told_ == "Buyer (Kai Moen); Quality manager (Ann Berg and Cid Dahl) within 14 days of its effective day"


def test_new_withdrawn_removed_and_moved_documents(build: Build) -> None:
    """Each is told as what it is, with what somebody has to know of it."""
    obsolete = {"date": "2027-01-31", "superseded_by": "SOP-041", "reason": "Bought elsewhere."}
    files = {
        PURCHASING: revised(obsolete=obsolete),
        "procedures/new.md": document("SOP-041", title="New", applies_to=["buyer"]),
        SALES: None,
        "procedures/form.md": None,
        "procedures/forms/order.md": document("FRM-001", type="form", title="Order"),
    }
    told_ = summary_of(proposed(build, files))
    assert [(each.id, each.fate.value, each.before, each.after) for each in told_.documents] == [
        ("FRM-001", "moved", "1", "1"),
        ("SOP-004", "withdrawn", "1", "2"),
        ("SOP-009", "removed", "1", None),
        ("SOP-041", "new", None, "1"),
    ]
    story, pr = branch(files)
    text = markdown_of(build(story, "again", at=pr))
    assert (
        "- **Withdrawn from use**: from 31 January 2027 on; in its place SOP-041. Reason: Bought elsewhere.\n" in text
    )
    assert "- **Moves**: <code>procedures/form.md</code> becomes <code>procedures/forms/order.md</code>" in text
    assert "- **Not in order**: a document is withdrawn by a revision with an `obsolete` block" in text
    assert "- **To acknowledge**: Buyer (Kai Moen) within 14 days of its effective day" in text
    assert "- **DC304** " in text


def test_withdrawn_without_a_successor(build: Build) -> None:
    """That nothing takes the place of a document is said once."""
    obsolete = {"date": "2027-01-31", "superseded_by": None, "reason": "No longer bought."}
    text = markdown_of(proposed(build, {PURCHASING: revised(obsolete=obsolete)}))
    assert "from 31 January 2027 on; nothing takes its place" in text
    assert not {"Successor", "Obsolete from", "Reason for the withdrawal"} & lines(text).keys()


def test_another_successor(build: Build) -> None:
    """What changes of a withdrawal that was decided before is told as fields, and no field stands empty."""
    obsolete = {"date": "2026-02-28", "superseded_by": "SOP-009", "reason": "No longer bought."}
    story = told()
    story.entry("2026-02-20", {PURCHASING: revised(obsolete=obsolete)})
    pr = story.branch("pr")
    pr.entry("2026-02-25", {PURCHASING: revised(revision=3, obsolete=obsolete | {"superseded_by": None})})
    facts = lines(markdown_of(build(story, at=pr)))
    assert facts["Successor"] == "<del>SOP-009</del> <ins>none</ins>"


def test_a_draft_publishes_nothing(build: Build) -> None:
    """A text that is marked as a draft says so, and waits for nobody."""
    facts = lines(markdown_of(proposed(build, {"procedures/new.md": document("SOP-041", status="draft")})))
    assert facts["Takes effect"] == "It is a draft: merging it publishes nothing, and what is in force stays in force."
    assert "Approval needed of" not in facts


def test_a_restricted_text_is_not_shown(build: Build) -> None:
    """Of a restricted document, before or after, there is neither a word of the text nor of its change."""
    text = markdown_of(proposed(build, {PURCHASING: revised(confidentiality="restricted")}))
    assert "25" not in text
    assert "second person" not in text
    assert "- **Restricted**: " in text


def test_reviews_on_the_forge_are_recorded_after_the_merge(build: Build) -> None:
    """Where the policy takes reviews for approvals nobody is sent to sign anything."""
    story = told()
    types = {"procedure": TYPES["procedure"] | {"evidence": "attested"}, "form": {}}  # type: ignore[operator]
    story.policy("2026-02-10", {"types": types, "control_from": "2026-02-01"})
    pr = story.branch("pr")
    pr.entry("2026-03-01", {PURCHASING: revised()})
    assert lines(markdown_of(build(story, at=pr)))["To approve"] == (
        "approve this pull request; the review is recorded after the merge"
    )


def test_changes_that_touch_no_document(build: Build) -> None:
    """Policy, people, processes, records, pages and files are said in a line each, what decides first."""
    people = PEOPLE | {"Eva Lund": ["quality-manager"], "Cid Dahl": ["buyer"]}
    organization = organization_file(people).replace("Quality manager", "Head of quality")
    types = TYPES | {"procedure": TYPES["procedure"] | {"approvals": [{"role": "owner"}]}}  # type: ignore[operator]
    story = told()
    pr = story.branch("pr")
    files = {
        "records/organization.yml": organization,
        "records/processes.yml": PROCESSES.replace("Buying", "Purchasing"),
        "records/nonconformities/NC-2026-002.yml": "id: NC-2026-002\n",
        "records/external/EXT-003.yml": None,
        "procedures/index.md": "---\ncontrolled: false\n---\n# Welcome\n\n[Buying](purchasing.md)\n",
        "Makefile": "all:\n",
    }
    pr.entry("2026-03-02", files | {"qms.yml": policy(types=types, control_from="2026-02-01")})
    text = markdown_of(build(story, at=pr))
    assert "Nothing changes in controlled documents.\n" in text
    found = dict(re.findall(r"^- \*\*(.*?)(?: \(<code>\S+</code>\))?\*\*: (.*)$", text, re.MULTILINE))
    buyer, manager = "the role buyer from 1 January 2024", "the role quality-manager from 1 January 2024"
    assert list(found.items()) == [
        ("The policy", "type procedure: approvals (owner and quality-manager before, owner after)"),
        (
            "People and roles",
            (
                "role quality-manager is called Head of quality; "
                f"Cid Dahl: has {buyer}, no longer has {manager}; Eva Lund added ({manager})"
            ),
        ),
        ("The processes", "changed"),
        ("Records", "removed records/external/EXT-003.yml; new records/nonconformities/NC-2026-002.yml"),
        ("Pages that are not controlled", "changed procedures/index.md"),
        ("Other files", "new Makefile"),
    ]


def test_nothing_at_all(build: Build) -> None:
    """A change of nothing says so, with the marker by which the comment is found."""
    clone = build(told())
    said = re.sub(r" \d+ findings were there before\.", "", markdown_of(clone, today="2026-03-05"))
    assert said == (
        "<!-- qms-summary -->\n\n## What this change does to the manual\n\nNothing changes in controlled documents.\n\n"
        "<sub>Compared with main as of 2026-03-05.</sub>\n"
    )


def test_findings_that_the_change_brings(build: Build) -> None:
    """What is broken is named with its remedy; what was broken before is counted."""
    clone = proposed(build, {PURCHASING: revised(body="See [[SOP-404]].\n"), "procedures/x.md": "# X\n"})
    text = markdown_of(clone)
    assert "### Findings that this change brings: 3 errors\n" in text
    line = (clone.path / PURCHASING).read_text(encoding="utf-8").splitlines().index("See [[SOP-404]].") + 1
    place = f"<code>{PURCHASING}:{line}</code>"
    assert f"- **DC105** {place} The link leads to SOP-404, which does not exist. Correct it.\n" in text


def test_long_changes_fit_into_a_comment(build: Build) -> None:
    """Hundreds of documents and texts without end stay below what GitHub takes, and say what is left out."""
    hard = "&<>@x " * 200
    story = told()
    story.entry("2026-02-01", {f"procedures/p{each:03}.md": document(f"SOP-1{each:03}") for each in range(150)})
    pr = story.branch("pr")
    change = {"summary": hard, "reason": hard}
    body = "".join(f"{each} {hard}\n\n" for each in range(40))
    files = {
        f"procedures/p{each:03}.md": document(f"SOP-1{each:03}", 2, title=hard, change=change, body=body)
        for each in range(150)
    }
    pr.entry("2026-03-01", files)
    text = markdown_of(build(story, at=pr))
    assert 30_000 < len(text) < 65_536
    assert "Details of " in text
    assert "more documents are left out here: SOP-1" in text
    assert text.count("<details>") == text.count("</details>")


def test_one_long_text_is_cut_with_where_to_see_it(build: Build) -> None:
    """The redline says how much is left out, and the sentence after it names the command that shows all."""
    body = "".join(f"Step {each} of many steps that change.\n\n" for each in range(3000))
    text = markdown_of(proposed(build, {PURCHASING: revised(body=body)}))
    assert len(text) < 65_536
    assert "changes are too long to be shown here" in text
    assert "\n\n`qms diff SOP-004 1..` shows the whole.\n\n</details>" in text


def test_code_keeps_its_lines(build: Build) -> None:
    """A block of code that changed is shown line by line, and none of its lines can be read as Markdown."""
    code = "```\nfirst @all\n\n# second\n    /close\n```\n"
    text = markdown_of(proposed(build, {PURCHASING: revised(body=code)}))
    (shown,) = re.findall(r"<pre>.*?</pre>", text)
    assert "first @\N{WORD JOINER}all&#10;&#10;# second&#10;    /close" in shown


def test_it_mentions_nobody_and_orders_nothing(build: Build) -> None:
    """Titles, reasons, names, paths and texts make no mention, link, image or order to a bot."""
    hostile = "@all #1 https://evil.example ![x](https://evil.example/x.png) <img src=x> /close"
    second = revised(
        title=hostile, change={"summary": hostile, "reason": hostile}, body=f"/close\n\n/merge\n\n{hostile}\n"
    )
    story, pr = branch({PURCHASING: second, "procedures/@all/#1 [x](y).md": document("SOP-042", title="/approve")})
    text = markdown_of(build(story, at=pr))
    assert not [line for line in text.splitlines() if line.lstrip().startswith("/")]
    assert not re.search(r"@[a-z]|#\d|https?://|\]\(|<img|<script", text)


def test_the_command(qms: Qms, copy: Clone) -> None:
    """Status 0 whatever is found, the same bytes twice, nothing on standard error, and a link to the preview."""
    copy.write("procedures/sales.md", document("SOP-009", 5, title="Sales", change=False))
    first, second = (
        qms(copy, "summary", "--base", "main", "--preview-url", "https://preview.example/7/") for _ in range(2)
    )
    assert (first.status, first.err, first.out) == (0, "", second.out)
    assert "[Preview of the manual as it would be](https://preview.example/7/)" in first.text
    assert "- **DC302** " in first.text


def test_wrong_use(qms: Qms, copy: Clone) -> None:
    """A base has to be named and to exist; an address has to be one: status 2 and a sentence."""
    assert "--base" in qms(copy, "summary").err
    for arguments in ((), ("--base", "nowhere"), ("--base", "main", "--preview-url", "javascript:alert(1)")):
        ran = qms(copy, "summary", *arguments)
        assert (ran.status, ran.out) == (2, b"")
    unfit = ("https://x.example/ y", "https://x.example/)[x](y", "x", f"https://x.example/{'y' * 3000}")
    assert [qms(copy, "summary", "--base=main", f"--preview-url={each}").status for each in unfit] == [2, 2, 2, 2]


@pytest.mark.parametrize("arguments", [("summary", "--help"), ("check", "--help")])
def test_help_has_an_example(qms: Qms, small: Clone, arguments: tuple[str, ...]) -> None:
    """Whoever asks for help sees how the base is named."""
    assert "--base origin/main" in qms(small, *arguments).text
