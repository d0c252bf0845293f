"""Processes, interested parties and training requirements on the site."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING

from support import document, organization_file
from support.sites import MKDOCS

if TYPE_CHECKING:
    from support import Build, Story
    from support.sites import Publish, Tell

TODAY = date(2026, 6, 1)
_PROCESSES = """\
processes:
  - id: sales
    title: Sales <&>
    owner: sales-manager
    inputs_from: [customers]
    outputs_to: [production]
    documents: [SOP-004]
    measures: [OBJ-2026-001, Orders per month]
    risks: [RSK-2026-001]
  - id: production
    title: Production
    owner: production-manager
    outputs_to: [customers]
"""
_OBJECTIVE = """\
id: OBJ-2026-001
title: Quick answers
opened: 2026-01-10
owner: sales-manager
status: active
due: 2026-12-31
process: sales
confidentiality: {0}
statement: Every request is answered within a day.
measure: Share of requests
unit: "%"
target: 95
direction: up
start: 2026-01-01
evaluation_method: The last month counts.
"""
_RISK = """\
id: RSK-2026-001
title: One customer
opened: 2026-01-10
owner: sales-manager
status: identified
process: sales
confidentiality: {0}
source: Sales figures
cause: History
consequence: The firm stands still.
review_due: 2026-12-31
"""
_PARTIES = """\
interested_parties:
  - {party: customers, title: Our customers, requirement: On time, addressed_in: [SOP-004, sales, OBJ-2026-001]}
  - {party: customers, title: Our customers, requirement: Less waste, climate_related: true}
"""
_CONTEXT = """\
id: CTX-2026-001
title: Climate change
opened: 2026-01-12
owner: sales-manager
confidentiality: {0}
issue: Roads are closed more often.
kind: external
effect: Longer delivery times.
review_due: 2026-12-15
climate_decision: {{relevant: true, reason: Deliveries depend on roads., by: ann.berg, on: 2026-01-12}}
"""
_REQUIREMENTS = """\
requirements:
  - {role: sales-manager, subject: SOP-004, kind: reading, basis: RSK-2026-001}
  - {role: welder, subject: Welding, kind: test, mandatory: false, refresh: 24 months}
"""


def told(tell: Tell, confidentiality: str = "internal", **policy: object) -> Story:
    """Two processes, of which one has all that there can be, and the registers around them."""
    quiet = MKDOCS.replace("document-control]", "{document-control: {fail_on: never}}]")
    story = tell({"standards": [], **policy}, quiet)
    titles = {each: {"title": each.capitalize().replace("-", " ")} for each in ("sales-manager", "production-manager")}
    files = {
        "records/organization.yml": organization_file(
            {"Ann Berg": ["sales-manager"]}, {**titles, "welder": {"title": "Welder"}}
        ),
        "records/processes.yml": _PROCESSES,
        "records/objectives/OBJ-2026-001.yml": _OBJECTIVE.format(confidentiality),
        "records/risks/RSK-2026-001.yml": _RISK.format(confidentiality),
        "records/context/parties.yml": _PARTIES,
        "records/context/CTX-2026-001.yml": _CONTEXT.format(confidentiality),
        "records/training/requirements.yml": _REQUIREMENTS,
        "procedures/purchasing.md": document(
            "SOP-004", title="Offers", owner="sales-manager", confidentiality=confidentiality
        ),
        "procedures/work.md": document("SOP-005", title="Work", owner="sales-manager", process="sales"),
    }
    story.entry("2026-01-10", files)
    return story


def test_the_process_map(tell: Tell, build: Build, publish: Publish) -> None:
    """A picture that stands still shows who hands something to whom, each process a link, and a table says the same."""
    site = publish(build(told(tell)), today=TODAY)
    page = site.article("/records/processes/")
    assert (
        "<desc>Our customers → Sales &lt;&amp;&gt;; Sales &lt;&amp;&gt; → Production; Production → Our customers"
        in page
    )
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page
    assert 'role="group"' in page
    assert '<a href="sales/"><rect' in page
    words = site.words("/records/processes/")
    assert "Sales <&> Sales manager Our customers Production 2 0 nothing" in words
    gaps = "Nobody holds the role that owns it. No document names it, and it names none. It is measured by nothing."
    assert f"Production Production manager Sales <&> Our customers 0 0 {gaps}" in words
    assert "Process map" in site.navigation()
    assert 'href="../records/processes/sales/"' in site.article("/processes/")


def test_the_page_of_a_process(tell: Tell, build: Build, publish: Publish) -> None:
    """Owner, inputs, outputs, documents, measures with their last value, risks and records, with links."""
    site = publish(build(told(tell)), today=TODAY)
    words = site.words("/records/processes/sales/")
    assert "Owner Sales manager ( Ann Berg ) Gets its input from Our customers (interested party)" in words
    assert "Hands its output to Production (said by one of the two alone)" in words
    assert "SOP-004 Offers SOP-005 Work" in words
    assert "OBJ-2026-001 Quick answers active at least 95 % not measured" in words
    assert "Orders per month" in words
    assert "RSK-2026-001 One customer Risk identified" in words
    page = site.article("/records/processes/sales/")
    for address in ("../../../purchasing/", "../../risks/RSK-2026-001/", "../production/", "../"):
        assert f'href="{address}"' in page


def test_interested_parties_and_the_climate(tell: Tell, build: Build, publish: Publish) -> None:
    """Each requirement with what addresses it, what nothing addresses, and the decision about the climate."""
    site = publish(build(told(tell)), today=TODAY)
    words = site.words("/records/context/parties/")
    assert "CTX-2026-001 Climate change says:" in words
    assert "Relevant Yes Reason Deliveries depend on roads. By Ann Berg On 12 January 2026" in words
    assert "2 requirements of 1 party, 1 addressed nowhere" in words
    assert "Our customers On time SOP-004 Offers Sales <&> OBJ-2026-001 Quick answers no" in words
    assert "Our customers Less waste nowhere yes" in words
    rows = list(csv.DictReader(io.StringIO(site.text("records/interested-parties.csv"))))
    assert json.loads(rows[0]["addressed_in"]) == ["SOP-004", "sales", "OBJ-2026-001"]
    assert (rows[1]["requirement"], rows[1]["climate_related"]) == ("Less waste", "true")
    assert json.loads(site.text("records/processes.json"))[1]["outputs_to"] == ["customers"]


def test_training_requirements(tell: Tell, build: Build, publish: Publish) -> None:
    """What each role has to know and why, and which requirement is for a role that nobody holds."""
    site = publish(build(told(tell)), today=TODAY)
    words = site.words("/records/training/requirements/")
    assert "2 requirements, 1 for roles that nobody holds" in words.replace(" ,", ",")
    assert "Sales manager SOP-004 Offers reading not stated RSK-2026-001 One customer" in words
    assert "Welder held by nobody Welding test nobody has to 2 years" in words
    assert 'href="../competence/"' in site.article("/records/training/requirements/")


def test_a_decision_that_is_restricted(tell: Tell, build: Build, publish: Publish) -> None:
    """Restricted records and documents are neither listed with a process nor quoted."""
    site = publish(build(told(tell, "restricted")), today=TODAY)
    assert "The decision about climate change is in a restricted record." in site.words("/records/context/parties/")
    page = site.article("/records/processes/sales/")
    for words in ("RSK-2026-001", "OBJ-2026-001", "SOP-004", "at least 95"):
        assert words not in page
    assert "SOP-005 Work" in site.words("/records/processes/sales/")


def test_a_public_site_shows_processes_alone(tell: Tell, build: Build, publish: Publish) -> None:
    """Parties and requirements are internal, as records are; a process names no people and no gaps."""
    site = publish(build(told(tell, site={"audience": "public"})), today=TODAY)
    assert not site.holds("records/context/parties/index.html")
    assert not site.holds("records/training/requirements/index.html")
    assert not [name for name in site.files() if name.startswith("records/processes.")]
    pages = site.article("/records/processes/") + site.article("/records/processes/sales/")
    for words in ("Ann Berg", "RSK-2026-001", "OBJ-2026-001", "SOP-00", "missing"):
        assert words not in pages
    assert "Sales manager" in pages


def test_hundreds_of_processes(tell: Tell, build: Build, publish: Publish) -> None:
    """What would be too large for a picture is a table alone."""
    story = tell({"standards": []})
    lines = "".join(f"  - {{id: p{n}, title: Step {n}, owner: clerk, outputs_to: [p{n + 1}]}}\n" for n in range(300))
    files = {
        "records/organization.yml": organization_file({"Ann Berg": ["clerk"]}),
        "procedures/work.md": document("SOP-005", title="Work", owner="clerk"),
        "records/processes.yml": f"processes:\n{lines}  - {{id: p300, title: End, owner: clerk}}\n",
    }
    story.entry("2026-01-10", files)
    site = publish(build(story), today=TODAY)
    assert "There are too many processes and ways between them for one picture." in site.words("/records/processes/")
    assert "301 processes" in site.words("/records/processes/")
    assert site.holds("records/processes/p299/index.html")


def test_a_manual_without_any(tell: Tell, build: Build, publish: Publish) -> None:
    """Without these files there are no such pages."""
    story = tell({"standards": []})
    story.entry("2026-01-05", {"procedures/purchasing.md": document("SOP-004")})
    site = publish(build(story))
    assert not [name for name in site.files() if name.startswith("records/")]
