"""Tables of data files on pages: which bytes they show, who sees them, where their data is edited."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from qms_docs.failures import NotInOrderError
from support import document
from support.sites import MKDOCS

if TYPE_CHECKING:
    from support import Build
    from support.sites import Publish, Tell

BLOCK = "```table\nfile: data/tools.csv\ncaption: Tools in use\n```\n"
CSV = "Tool,Price\nCaliper,1200\nGauge,80.50\n"
PATH, DATA = "procedures/a.md", "procedures/data/tools.csv"
EDIT = "https://forge.example/firm/manual/edit"


def test_a_table_for_everybody(tell: Tell, build: Build, publish: Publish) -> None:
    """Titles are header cells, numbers stand below each other, lines of a cell are kept, and markup stays text."""
    story = tell()
    csv = 'Tool,Price,Note\nCaliper,1200,"<img src=x onerror=alert(1)>\n[[SOP-001]]"\nGauge,80.50,\n'
    story.entry("2026-01-05", {PATH: document("SOP-001", body=BLOCK), DATA: csv})
    site = publish(build(story))
    article = site.article("/a/")
    assert (
        '<div class="data-table" role="region" tabindex="0" aria-label="Tools in use"><table class="data-table-cells">'
        in article
    )
    assert '<th scope="col">Tool</th>' in article
    assert '<th scope="col" style="text-align:right">Price</th>' in article
    assert '<td style="text-align:right">80.50</td>' in article
    assert "<td>&lt;img src=x onerror=alert(1)&gt;<br>[[SOP-001]]</td>" in article
    assert 'Tools in use <a href="../data/tools.csv">tools.csv</a>' in article


def test_the_search_finds_cells(tell: Tell, build: Build, publish: Publish) -> None:
    """What stands in a cell is found, and words of the page around the table are not."""
    story = tell()
    story.entry("2026-01-05", {PATH: document("SOP-001", body=BLOCK), DATA: CSV})
    index = json.loads(publish(build(story)).text("search/search_index.json"))
    words = " ".join(each["text"] for each in index["docs"])
    assert "Caliper" in words
    assert "Edit this table" not in words


def test_the_bytes_belong_to_the_revision(tell: Tell, build: Build, publish: Publish) -> None:
    """The page shows the data of the revision in force, though the file holds that of the next; so does a past day."""
    story = tell()
    story.entry("2026-01-05", {PATH: document("SOP-001", body=BLOCK), DATA: CSV})
    second = document("SOP-001", 2, effective="2026-12-24", body=BLOCK)
    story.entry("2026-11-05", {PATH: second, DATA: CSV.replace("Gauge", "Ruler")})
    repository = build(story)
    assert "Gauge" in publish(repository).words("/a/")
    assert publish(repository).files()["data/tools.csv"] == CSV.encode()
    assert "Ruler" in publish(repository, mode="preview").words("/a/")
    assert "Ruler" in publish(repository, as_of=date(2026, 12, 24)).words("/a/")
    assert "Gauge" in publish(repository, as_of=date(2026, 2, 1)).words("/a/")


def test_a_preview_shows_what_is_not_committed(tell: Tell, build: Build, publish: Publish) -> None:
    """Whoever edits the data sees it at once, also in a file that git does not know yet."""
    story = tell()
    story.entry("2026-01-05", {PATH: document("SOP-001", body=BLOCK), DATA: CSV})
    repository = build(story)
    repository.write(DATA, "Tool;Price\r\nMicrometer;95,50\r\n")
    repository.write(PATH, document("SOP-001", 2, body=BLOCK + "\n```table\nfile: data/new.yml\n```\n"))
    repository.write("procedures/data/new.yml", "- place: Drawer 7\n")
    words = publish(repository, mode="preview").words("/a/")
    assert "Micrometer 95,50" in words
    assert "Drawer 7" in words


def test_tables_of_an_uncontrolled_page(tell: Tell, build: Build, publish: Publish) -> None:
    """A page under no control shows tables too, also in a note and in a list."""
    story = tell()
    body = "!!! note\n\n    ```table\n    file: tools.csv\n    columns:\n      - Tool: Kept here\n    ```\n\n"
    body += "- Prices:\n\n    ~~~table\n    file: tools%2Ecsv\n    columns: [Price]\n    ~~~\n"
    story.entry("2026-01-05", {"procedures/data/b.md": f"---\ncontrolled: false\n---\n# B\n\n{body}", DATA: CSV})
    site = publish(build(story), strict=True)
    article = site.article("/data/b/")
    assert article.count("<table") == 2
    assert "Kept here Caliper Gauge" in site.words("/data/b/")
    assert "Price 1200 80.50" in site.words("/data/b/")


def test_a_fault_stops_the_build_and_is_a_sentence_in_the_preview(tell: Tell, build: Build, publish: Publish) -> None:
    """A controlled site is not built with a gap in a page; the preview says why there is no table."""
    story = tell()
    files = {PATH: document("SOP-001", body=BLOCK), DATA: "Tool,Price\nCaliper\n"}
    story.entry("2026-01-05", files)
    repository = build(story)
    with pytest.raises(NotInOrderError):
        publish(repository)
    words = publish(repository, mode="preview").words("/a/")
    assert "A table is missing here: data/tools.csv cannot be shown as a table: this row has 1 cell" in words


def test_data_of_a_withheld_document_is_withheld(tell: Tell, build: Build, publish: Publish) -> None:
    """Data of a restricted document is nowhere on the site; what a public one shows as well is."""
    story = tell({"site": {"audience": "public"}})
    shown = BLOCK.replace("data/tools.csv", "prices.csv")
    story.entry(
        "2026-01-05",
        {
            PATH: document("SOP-001", body=BLOCK),
            DATA: CSV.replace("Caliper", "Zaphod"),
            "procedures/b.md": document("SOP-002", confidentiality="public", body=shown),
            "procedures/prices.csv": CSV,
        },
    )
    site = publish(build(story))
    assert site.files_with("Zaphod") == []
    assert "Caliper" in site.words("/b/")
    assert not site.holds("data/tools.csv")


def test_data_is_edited_where_it_stands(tell: Tell, build: Build, publish: Publish) -> None:
    """A link leads to the data file on the release branch; there is none for a file that stands there no more."""
    story = tell({"release_branch": "main"})
    umlaut = "procedures/größe/maß 1.csv"
    body = BLOCK.replace("data/tools.csv", "größe/maß%201.csv")
    story.entry("2026-01-05", {PATH: document("SOP-001", body=body), umlaut: CSV})
    second = document("SOP-002", body=BLOCK)
    story.entry("2026-01-05", {"procedures/b.md": second, DATA: CSV})
    waiting = document("SOP-002", 2, effective="2027-01-01", body="Without a table.\n")
    story.entry("2026-11-01", {"procedures/b.md": waiting, DATA: None})
    site = publish(build(story))
    href = f"{EDIT}/main/procedures/gr%C3%B6%C3%9Fe/ma%C3%9F%201.csv"
    assert f'href="{href}">Edit this table' in site.article("/a/")
    assert "Caliper" in site.words("/b/")
    assert "Edit this table" not in site.words("/b/")


def test_without_edit_links_no_data_is_edited(tell: Tell, build: Build, publish: Publish) -> None:
    """Where the configuration switches edit links off, tables have none either."""
    story = tell(mkdocs=MKDOCS.replace("edit_uri: edit/main/procedures/", "edit_uri: ''"))
    story.entry("2026-01-05", {PATH: document("SOP-001", body=BLOCK), DATA: CSV})
    assert "Edit this table" not in publish(build(story)).words("/a/")


def test_data_that_is_not_published_is_shown_all_the_same(tell: Tell, build: Build, publish: Publish) -> None:
    """A file with a name that a web server could obey is no download, and its table stands on the page."""
    story = tell()
    body = BLOCK.replace("data/tools.csv", "_tools.csv")
    story.entry("2026-01-05", {PATH: document("SOP-001", body=body), "procedures/_tools.csv": CSV})
    site = publish(build(story))
    assert "Tools in use" in site.words("/a/")
    assert "Gauge 80.50" in site.words("/a/")
    assert not site.holds("_tools.csv")
