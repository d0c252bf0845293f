"""Small charts on the home page and on that of what is due."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from support.improving import corrective_action, improving, nonconformity, objective, outlook

if TYPE_CHECKING:
    from support import Build
    from support.sites import Publish

DAY = date(2026, 11, 23)
MEASURED = "period,value,source,by,on,comment\n2026-10,96,Report,ola.nord,2026-11-02,\n"


def test_nothing_to_look_at(build: Build, publish: Publish) -> None:
    """Without records and duties neither page has a chart, nor a heading for one."""
    site = publish(build(improving({})), today=DAY)
    for address in ("/", "/status/"):
        assert "qms-chart" not in site.article(address)
    assert "At a glance" not in site.words("/")


def test_charts_with_their_numbers_and_ways(build: Build, publish: Publish) -> None:
    """What is due, objectives, corrective actions and risks are drawn, each with its numbers and the way to more."""
    files = dict([
        nonconformity(1, "2026-10-01", due="2026-11-01"),
        nonconformity(2, "2026-10-01", due="2026-11-23"),
        nonconformity(3, "2026-10-01", due="2026-12-23"),
        nonconformity(4, "2026-10-01", due="2027-02-21"),
        nonconformity(5, "2026-10-01", due="2027-02-22"),
        corrective_action(1, "2026-10-02", "2026-11-02", origin="NC-2026-001"),
        objective(1), outlook("RSK", 1, 4, 5), outlook("OPP", 1, 1, 2),
    ])  # fmt: skip
    files["records/objectives/OBJ-2025-001.csv"] = MEASURED
    site = publish(build(improving(files)), today=DAY)
    words, article = site.words("/status/"), site.article("/status/")
    assert article.count("<svg") == 5
    assert "When Number overdue 1 within 7 days 1 within 30 days 2 within 60 days 1 within 90 days 1" in words
    assert "Objectives Number target reached 1" in words
    assert "Month Opened Closed 2026-11 0 1 2026-10 1 0" in words
    assert "Score Likelihood Impact Number 20 4 5 1" in words
    for address in ("records/objectives/", "records/improvement/", "records/risks/", "records/opportunities/"):
        assert f'href="../{address}"' in article
    home = site.article("/")
    assert home.count("<svg") == 3
    assert 'href="status/">What is due, and for whom' in home
    assert 'href="records/improvement/"' in home


def test_nonconformities_where_no_action_was_taken(build: Build, publish: Publish) -> None:
    """Where there is no corrective action the chart shows nonconformities."""
    site = publish(build(improving(dict([nonconformity(1, "2026-10-01")]))), today=DAY)
    assert "Nonconformities opened and closed by month, in the last twelve months." in site.words("/")


def test_a_public_site_shows_what_is_public(build: Build, publish: Publish) -> None:
    """Neither improvement nor what is internal is drawn on a public site."""
    files = dict([
        nonconformity(1, "2026-10-01", confidentiality="public"), outlook("RSK", 1, 4, 5),
        objective(1, confidentiality="public"), objective(2),
    ])  # fmt: skip
    site = publish(build(improving(files, policy={"site": {"audience": "public"}})), today=DAY)
    article = site.article("/status/")
    assert "Improvement" not in article
    assert "Likelihood" not in article
    assert "nothing to compare yet: 1" in article
