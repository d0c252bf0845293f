"""What registers and record pages show beside fields: values against targets, matrices, calibrations, scores."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from support.improving import complaint, improving, objective, outlook, record, supplier

if TYPE_CHECKING:
    from support import Build
    from support.sites import Publish

DAY = date(2026, 11, 23)
MEASURED = "period,value,source,by,on,comment\n"
OBJECTIVE = "/records/objectives/OBJ-2025-001/"
CALIBRATED = "date,provider,certificate,as_found,as_left,result,next_due,impact_assessment\n"
ASKED = "period,method,n,score,comment\n"


def measured(*rows: str, number: int = 1) -> dict[str, str]:
    """Measurements of an objective, each as period and value."""
    told = "".join(f"{row},Report,ola.nord,2026-11-02,\n" for row in rows)
    return {f"records/objectives/OBJ-2025-{number:03}.csv": MEASURED + told}


def equipment(number: int, status: str = "in use", **fields: object) -> tuple[str, str]:
    """A gauge."""
    said = {"description": "Gauge", "serial": "S1", "range": "0 to 5 mm", "interval": "12 months", "acceptance": "1 %"}
    return record(f"EQ-2025-{number:03}", f"Gauge {number}", "2025-01-03", status, **said | fields)


@pytest.mark.parametrize(
    ("fields", "values", "said"),
    [
        ({}, ("2026-09,90", "2026-10,94"),
         ["has not reached the target of at least 95 %", "towards the target", "93 % of the way"]),
        ({}, ("2026-09,94", "2026-10,96"), ["has reached the target of at least 95 %", "towards the target"]),
        ({}, ("2026-09,96", "2026-10,97"), ["further to the good side of the target"]),
        ({}, ("2026-09,97", "2026-10,96"), ["back, and still on the good side of the target"]),
        ({}, ("2026-09,97", "2026-10,70"),
         ["away from the target", "is further from the target than at the beginning"]),
        ({}, ("2026-09,97", "2026-10,97"), ["unchanged"]),
        ({"direction": "down", "target": 3, "baseline": 9, "unit": "h"}, ("2026-09,5", "2026-10,4.50"),
         ["4.5 h for 2026-10", "has not reached the target of at most 3 h", "towards the target", "75 % of the way"]),
        ({"direction": "range", "target": "[10, 20]", "unit": "mm"}, ("2026-09,25", "2026-10,22"),
         ["has not reached the target of 10 to 20 mm", "towards the target", "It set out from 80 mm."]),
        ({"direction": "range", "target": "[10, 20]", "unit": "mm"}, ("2026-09,15", "2026-10,12"),
         ["has reached the target of 10 to 20 mm", "on the good side of the target, as before"]),
    ],
)  # fmt: skip
def test_an_objective_in_words(
    build: Build, publish: Publish, fields: dict[str, object], values: tuple[str, ...], said: list[str]
) -> None:
    """Whether the target is met, and whether the last value went towards it, follows from direction and unit."""
    files = dict([objective(1, **fields)]) | measured(*values)
    site = publish(build(improving(files)), today=DAY)
    words = site.words(OBJECTIVE)
    for each in said:
        assert each in words
    assert "The next is due by 1 December 2026." in words
    svg = site.article(OBJECTIVE).partition("<svg")[2].partition("</svg>")[0]
    assert "<title>OBJ-2025-001 On time 1: measured values against the target</title>" in svg
    assert "baseline:" in svg


def test_an_objective_that_was_never_measured(build: Build, publish: Publish) -> None:
    """It has no chart, and says what is missing since when."""
    site = publish(build(improving(dict([objective(1)]))), today=DAY)
    assert "Nothing is measured yet. The target is at least 95 %." in site.words(OBJECTIVE)
    assert "A measurement was due by 1 February 2025: overdue." in site.words(OBJECTIVE)
    assert 'class="qms-chart"' not in site.article(OBJECTIVE)


def test_the_last_word_about_a_period_counts(build: Build, publish: Publish) -> None:
    """Of several measurements for one period the one written last is drawn; periods stand in the order of time."""
    files = dict([objective(1)]) | measured("2026-10,50", "2026-08,70", "2026-10,96")
    words = publish(build(improving(files)), today=DAY).words(OBJECTIVE)
    assert "The last value, 96 % for 2026-10" in words
    assert "2026-10 96 % met 2026-08 70 % not met" in words


def test_all_objectives(build: Build, publish: Publish) -> None:
    """The register begins with the active objectives, those with trouble first, and their charts."""
    files = dict([objective(1), objective(2), objective(3), objective(4, status="draft"), objective(5)])
    files |= measured("2026-10,96") | measured("2026-10,94", number=2) | measured("2026-01,97", number=3)
    site = publish(build(improving(files)), today=DAY)
    words = site.words("/records/objectives/")
    assert "4 active objectives: 2 target reached, 1 target not reached, 1 nothing to compare yet." in words
    assert "2 measurements are overdue." in words
    assert site.article("/records/objectives/").count('class="qms-chart"') == 3
    table = words.partition("Next measurement")[2]
    order = re.findall(r"OBJ-2025-00[0-9](?= On time [0-9] (?:none|9))", table)
    assert order == ["OBJ-2025-005", "OBJ-2025-003", "OBJ-2025-002", "OBJ-2025-001"]
    assert "96 % (2026-10) yes" in words
    assert 'href="#all"' in site.article("/records/objectives/")


def test_hundreds_of_measurements(build: Build, publish: Publish) -> None:
    """Ten years of days are one chart of bounded size, in which the peak is there."""
    days = [date.fromordinal(date(2016, 1, 1).toordinal() + number) for number in range(3900)]
    rows = [f"{day},{99999 if number == 1500 else number % 97}" for number, day in enumerate(days)]
    files = dict([objective(1, start="2016-01-01", interval="1 day")]) | measured(*rows)
    html = publish(build(improving(files)), today=DAY).article(OBJECTIVE)
    svg = html.partition('<svg class="qms-chart"')[2].partition("</svg>")[0]
    assert len(svg) < 10_000
    assert ">100000</text>" in svg


def test_risks_and_opportunities_apart(build: Build, publish: Publish) -> None:
    """Each has a matrix of its own before and after treatment, with numbers and links in the cells."""
    treated = {"status": "monitored", "treatment": "reduce", "residual": "{likelihood: 1, impact: 4}",
               "actions": "[{what: Doors, owner: ola.nord, due: 2026-02-01, done_on: 2026-02-01}]"}  # fmt: skip
    files = dict([
        outlook("RSK", 1, 4, 4, **treated), outlook("RSK", 2, 4, 4), outlook("RSK", 3, 2, 3, status="closed"),
        outlook("RSK", 4, None, None, status="identified"), outlook("OPP", 1, 5, 3),
    ])  # fmt: skip
    site = publish(build(improving(files)), today=DAY)
    article, words = site.article("/records/risks/"), site.words("/records/risks/")
    assert "3 open risks, 2 of them assessed." in words
    before, after = (each.partition("</svg>")[0] for each in article.split('<svg class="qms-chart"')[1:])
    assert "2 risks with likelihood 4 and impact 4, score 16" in before
    assert "1 risk with likelihood 4 and impact 4, score 16; 1 risk with likelihood 1 and impact 4, score 4" in after
    assert "16 4 \u00d7 4 2 RSK-2026-001 , RSK-2026-002" in words
    assert 'href="RSK-2026-001/"' in article
    assert "OPP-2026-001" not in article
    assert "1 opportunity with likelihood 5 and impact 3, score 15" in site.article("/records/opportunities/")
    assert "Likelihood 4 times impact 4 is a score of 16 before treatment, and 1 times 4 is 4 after it." in site.words(
        "/records/risks/RSK-2026-001/"
    )
    assert "what is left after it is not assessed yet" in site.words("/records/risks/RSK-2026-002/")


def test_no_open_risk(build: Build, publish: Publish) -> None:
    """A register of closed risks says that none is open."""
    site = publish(build(improving(dict([outlook("RSK", 1, 2, 3, status="closed")]))), today=DAY)
    assert "There are no open risks." in site.words("/records/risks/")


def test_calibrations(build: Build, publish: Publish) -> None:
    """History, next day and what being out of tolerance meant are told; the register counts what is due by month."""
    files = dict([equipment(1), equipment(2), equipment(3, "out of use", closed_on="2026-01-01"), equipment(4)])
    rows = (
        "2025-01-20,Nord,N1,in tolerance,in tolerance,pass,2026-01-20,\n"
        '2026-01-19,Nord,N2,out of tolerance,in tolerance,adjusted,2026-12-19,"12 lots, none affected"\n'
    )
    files |= {"records/equipment/EQ-2025-001.csv": CALIBRATED + rows}
    late = "2025-09-20,Nord,N3,in tolerance,in tolerance,pass,2026-09-20,\n"
    files |= {"records/equipment/EQ-2025-002.csv": CALIBRATED + late}
    site = publish(build(improving(files)), today=DAY)
    words = site.words("/records/equipment/EQ-2025-001/")
    assert "Last calibrated on 19 January 2026: adjusted, as found out of tolerance." in words
    assert "The next calibration is due by 19 December 2026: in 26 days." in words
    assert "In 2 calibrations it was found out of tolerance 1 time, each time assessed." in words
    assert "2026-01-19 N2 12 lots, none affected" in words
    assert "overdue for 64 days" in site.words("/records/equipment/EQ-2025-002/")
    assert "It was never calibrated." in site.words("/records/equipment/EQ-2025-004/")
    register = site.words("/records/equipment/")
    assert "3 pieces of equipment in use: 1 overdue, 1 due within 60 days, 1 without a next calibration." in register
    assert "overdue 1 2026-12 1" in register
    assert "2026-01-19: adjusted, as found out of tolerance" in register


def test_out_of_tolerance_without_an_assessment(build: Build, publish: Publish) -> None:
    """What it meant is shown as missing."""
    row = "2026-01-19,Nord,N2,out of tolerance,in tolerance,adjusted,2027-01-19,\n"
    files = dict([equipment(1)]) | {"records/equipment/EQ-2025-001.csv": CALIBRATED + row}
    words = publish(build(improving(files)), today=DAY).words("/records/equipment/EQ-2025-001/")
    assert "1 without an assessment of what was measured." in words
    assert "2026-01-19 N2 missing" in words


def test_suppliers(build: Build, publish: Publish) -> None:
    """Scores are a line over the evaluations, and certificates say how long they hold."""
    files = dict([
        supplier(1, ("2025-01-10", 4, "A"), ("2026-07-03", 2, "C"), next_evaluation="2026-10-01",
                 certificates="[{kind: fsc, expires: 2026-12-20}, {kind: iso9001, expires: 2026-03-31}]"),
        supplier(2, ("2025-01-10", 5, "A")), supplier(3),
    ])  # fmt: skip
    site = publish(build(improving(files)), today=DAY)
    words = site.words("/records/suppliers/SUP-2025-001/")
    assert "Evaluated 2 times, last on 3 July 2026: class C, 2.0 of 5 on average." in words
    assert "That is worse than the time before (4.0)." in words
    assert "The next evaluation is due by 1 October 2026: overdue." in words
    assert "iso9001: expired on 2026-03-31; fsc: until 2026-12-20, 27 days left." in words
    assert "2026-07-03 2 2 2 C 2025-01-10 4 4 4 A" in words
    assert "mean score of each evaluation" in site.article("/records/suppliers/SUP-2025-001/")
    assert "It was not evaluated yet." in site.words("/records/suppliers/SUP-2025-003/")
    register = site.words("/records/suppliers/")
    assert "3 suppliers; 1 with an overdue evaluation, 1 with an expired certificate." in register
    assert "Class A 1 Class C 1 Not evaluated 1" in register
    assert "C 2.0 of 5 (before: 4.0) iso9001: expired on 2026-03-31" in register


def test_a_supplier_scored_for_very_much(build: Build, publish: Publish) -> None:
    """Beside the chart stand the first eight scores; the mean is that of all, and a hostile name is text."""
    scores = ", ".join(f"'c{number} <b>': {1 if number < 15 else 5}" for number in range(30))
    told = f"[{{date: 2026-01-02, scores: {{{scores}}}, class: A, decision: approved, by: siv.aune}}]"
    files = dict([supplier(1, status="approved", evaluations=told)])
    site = publish(build(improving(files)), today=DAY)
    numbers = site.article("/records/suppliers/SUP-2025-001/").partition('class="qms-chart-numbers"')[2]
    assert numbers.partition("</table>")[0].count('<th scope="col">') == 11
    assert "c0 &lt;b&gt;" in numbers
    assert "class A, 3.0 of 5 on average" in site.words("/records/suppliers/SUP-2025-001/")


def test_complaints(build: Build, publish: Publish) -> None:
    """Ages and times to the answer are counted from the day of receipt."""
    files = dict([
        complaint(1, "2026-09-01", "2026-09-16", satisfied="true"),
        complaint(2, "2026-10-01", "2026-10-06", satisfied="false"),
        complaint(3, "2026-11-01"),
    ])  # fmt: skip
    site = publish(build(improving(files)), today=DAY)
    words = site.words("/records/complaints/")
    assert "1 complaint without an answer, the oldest for 22 days." in words
    assert "2 answers: half of them within 10 days, the longest took 15 days." in words
    assert "Content with the answer: 1 of 2 customers who said so." in words
    assert "2026-11 1 0 2026-10 1 1 2026-09 1 1" in words
    assert "no answer for 22 days" in words
    assert "Answered after 15 days." in site.words("/records/complaints/CMP-2026-001/")


def test_satisfaction(build: Build, publish: Publish) -> None:
    """Each series has a chart of its scores, by period."""
    files = {
        "records/satisfaction/SAT-2025-001.csv": f"{ASKED}2026-H1,survey,44,4.4,\n2025-H2,survey,41,4.2,Praise\n",
        "records/satisfaction/SAT-2026-001.csv": f"{ASKED}2026-Q1,call,9,3,\n",
    }
    site = publish(build(improving(files)), today=DAY)
    words = site.words("/records/satisfaction/")
    assert "4.4 for 2026-H1, from 44 answers: 0.2 more than for 2025-H2." in words
    assert "3 for 2026-Q1, from 9 answers; there is one period so far." in words
    assert "2026-H1 4.4 44 survey 2025-H2 4.2 41 survey" in words
    assert site.article("/records/satisfaction/").count('class="qms-chart"') == 2


def test_external_documents(build: Build, publish: Publish) -> None:
    """The day of the next look is told, and that it has passed."""
    said = {"issuer": "Club", "edition": '"2"', "published": "2025", "where_held": "Shelf", "used_by": "[production]"}
    told = {"last_checked": "2025-10-20", "interval": "12 months"}
    files = dict([record("EXT-2025-001", "Guide", "2025-01-20", "current", **said, **told)])
    site = publish(build(improving(files)), today=DAY)
    assert "2026-10-20: overdue" in site.words("/records/external/")
    assert "is current by 20 October 2026: overdue for 34 days." in site.words("/records/external/EXT-2025-001/")


def test_restricted_ones_do_not_count(build: Build, publish: Publish) -> None:
    """No chart, number or link tells of what the readers may not know."""
    hidden = {"confidentiality": "restricted"}
    files = dict([
        outlook("RSK", 1, 5, 5, **hidden), outlook("RSK", 2, 1, 2), objective(1, **hidden), objective(2),
        supplier(1, ("2025-01-10", 1, "C"), **hidden), supplier(2, ("2025-01-10", 5, "A")),
        complaint(1, "2026-01-01", **hidden), complaint(2, "2026-11-01"), equipment(1, **hidden), equipment(2),
    ]) | measured("2026-10,17.25") | measured("2026-10,96", number=2)  # fmt: skip
    site = publish(build(improving(files)), today=DAY)
    assert "likelihood 5" not in site.article("/records/risks/")
    assert "1 open risk, 1 of them assessed." in site.words("/records/risks/")
    assert "17.25" not in site.article("/records/objectives/")
    assert "Class C" not in site.words("/records/suppliers/")
    assert "the oldest for 22 days" in site.words("/records/complaints/")
    assert "1 piece of equipment in use" in site.words("/records/equipment/")
    for address in (OBJECTIVE, "/records/suppliers/SUP-2025-001/", "/records/risks/RSK-2026-001/"):
        assert "qms-chart" not in site.article(address)


def test_a_public_site(build: Build, publish: Publish) -> None:
    """A public objective has its chart on a public site, without the people who measured."""
    files = dict([objective(1, confidentiality="public"), objective(2)]) | measured("2026-10,96")
    files |= measured("2026-10,17.25", number=2)
    site = publish(build(improving(files, policy={"site": {"audience": "public"}})), today=DAY)
    assert "has reached the target" in site.words(OBJECTIVE)
    assert "1 active objective: 1 target reached." in site.words("/records/objectives/")
    assert site.files_with("17.25") == []
    assert site.files_with("Ola Nord") == []
