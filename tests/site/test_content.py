"""Texts on the site: links, files, tables, pages that are under no control."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support import document
from support.sites import MKDOCS

if TYPE_CHECKING:
    from support import Build
    from support.sites import Publish, Tell

LINKS = """\
See [the rules](SOP-002#scope), [[SOP-002]], [[SOP-002@1]] and [[SOP-002|our rules]].
By path: [audit](../quality/audit.md#scope), [plan](plan%20A.pdf), ![Flow](flow.png).

Raw: <img src="flow.png" alt="Raw flow"> <a href="../quality/audit.md">raw audit</a>

In code: `[[SOP-002]]` and `[x](SOP-002)`.

```text
[[SOP-002]] [x](SOP-002)
```
"""
SCOPE = "## Scope\n\nEverything.\n"
CSV = "Tool,Limit\nCaliper,0.05 mm\n<b>Gauge</b>,=1+1\n"
TABLE = "```table\nfile: tools.csv\ncaption: Tools in use\n```\n\n````markdown\n```table\nfile: tools.csv\n```\n````\n"


def test_links_by_id_and_by_path(tell: Tell, build: Build, publish: Publish) -> None:
    """Links by id and relative links lead to the pages of the site, in raw HTML too, and code is left alone."""
    story = tell()
    story.entry(
        "2026-01-05",
        {
            "procedures/buying/orders.md": document("SOP-001", title="Orders", body=LINKS),
            "procedures/buying/flow.png": b"flow",
            "procedures/buying/plan A.pdf": b"plan",
            "procedures/buying/unused.png": b"unused",
            "procedures/quality/audit.md": document("SOP-002", title="Audit", body=SCOPE),
        },
    )
    site = publish(build(story))
    article = site.article("/buying/orders/")
    assert '<a href="../../quality/audit/#scope">the rules</a>' in article
    assert '<a href="../../quality/audit/">SOP-002 Audit</a>' in article
    assert '<a href="../../quality/audit/revisions/1/">SOP-002, revision 1</a>' in article
    assert '<a href="../../quality/audit/">our rules</a>' in article
    assert '<a href="../../quality/audit/#scope">audit</a>' in article
    assert '<a href="../plan%20A.pdf">plan</a>' in article
    assert '<img alt="Flow" src="../flow.png">' in article
    assert '<img src="../flow.png" alt="Raw flow">' in article
    assert '<a href="../../quality/audit/">raw audit</a>' in article
    assert "<code>[[SOP-002]]</code>" in article
    assert "[[SOP-002]] [x](SOP-002)" in site.words("/buying/orders/")
    assert site.files()["buying/flow.png"] == b"flow"
    assert not site.holds("buying/unused.png")


BESIDES = """\
[Who is who](../records/organization.yml#L2), [start](../README.md), [audits](../records/audits/), [all](..).
[Secret](../../secret.txt), ![Label](../records/files/label.jpg), [raw outside][outside].

Raw: <a href="../qms.yml">policy</a>, <a class="x" href='../../secret.txt'>raw secret</a>,
<img alt="Raw label" src="../records/files/label.jpg">.

[outside]: %2e%2e/../secret.txt
"""


def test_links_to_files_without_a_page(tell: Tell, build: Build, publish: Publish) -> None:
    """A relative link to a file that has no page leads to it on the forge; without a forge it is words.

    Nothing leads out of the repository, and an image that is no file among the documents is words.
    """
    story = tell()
    files = {
        "procedures/a.md": "---\ncontrolled: false\n---\n# A\n\n" + BESIDES,
        "README.md": "# Manual\n",
        "records/organization.yml": "roles: {}\npeople: {}\n",
        "records/audits/AUD 1.yml": "id: AUD-1\n",
        "records/files/label.jpg": b"label",
    }
    story.entry("2026-01-05", files)
    forge = "https://forge.example/firm/manual"
    # Links out of the repository and images beside the documents are findings, which do not stop a preview.
    repository = build(story)
    article = publish(repository, mode="preview").article("/a/")
    assert f'<a href="{forge}/blob/main/records/organization.yml#L2">Who is who</a>' in article
    assert f'<a href="{forge}/blob/main/README.md">start</a>' in article
    assert f'<a href="{forge}/tree/main/records/audits">audits</a>' in article
    assert f'<a href="{forge}/tree/main">all</a>' in article
    assert f'<a href="{forge}/blob/main/qms.yml">policy</a>' in article
    assert "<span>Secret<small> (outside the repository)</small></span>" in article
    assert "<span>raw outside<small> (outside the repository)</small></span>" in article
    assert "<span>Label<small> (not part of this site)</small></span>" in article
    assert '<a class="x">raw secret</a>' in article
    assert "Raw label <small>(image not shown: it is not part of this site)</small>" in article
    assert "secret.txt" not in article

    repository.write("mkdocs.yml", MKDOCS.replace("repo_url: https://forge.example/firm/manual\n", ""))
    article = publish(repository, mode="preview").article("/a/")
    assert "<span>Who is who</span>, <span>start</span>, <span>audits</span>, <span>all</span>." in article
    assert "<a>policy</a>" in article
    assert "href" not in article.partition("Who is who")[2].partition("Raw label")[0]


def test_links_to_files_without_a_page_are_in_order(tell: Tell, build: Build, publish: Publish) -> None:
    """A controlled site is built, with every warning heeded, from texts that link to records and other files."""
    story = tell()
    body = "[Who is who](../records/organization.yml), [start](../README.md), [all](../records/)\n"
    roles = "roles: {quality-manager: {title: Quality manager}}\npeople: {}\n"
    story.entry(
        "2026-01-05",
        {
            "procedures/a.md": document("SOP-001", body=body),
            "README.md": "# Manual\n",
            "records/organization.yml": roles,
        },
    )
    article = publish(build(story), strict=True).article("/a/")
    assert 'href="https://forge.example/firm/manual/blob/main/records/organization.yml"' in article


def test_files_are_those_of_the_published_text(tell: Tell, build: Build, publish: Publish) -> None:
    """Two texts that were issued with different bytes under one path both show theirs."""
    story = tell()
    old, new = "procedures/flow.png", b"new"
    story.entry("2026-01-05", {"procedures/a.md": document("SOP-001", body="![Flow](flow.png)\n"), old: b"old"})
    waiting = document("SOP-001", 2, effective="2027-01-01", body="![Flow](flow.png) later\n")
    story.entry("2026-02-05", {"procedures/a.md": waiting, old: new})
    story.entry("2026-02-06", {"procedures/b.md": document("SOP-002", body="![Flow](flow.png)\n")})
    site = publish(build(story))
    shown = {name: content for name, content in site.files().items() if name.startswith("flow")}
    assert sorted(shown.values()) == [b"new", b"old"]
    assert shown["flow.png"] == b"old"
    other = next(name for name, content in shown.items() if content == b"new")
    assert f'src="../{other}"' in site.article("/b/")
    assert 'src="../flow.png"' in site.article("/a/")


def test_table_block_shows_a_data_file(tell: Tell, build: Build, publish: Publish) -> None:
    """A `table` block becomes an accessible table of its file; one that is shown as code stays code."""
    story = tell()
    files = {"procedures/a.md": document("SOP-001", body=TABLE), "procedures/tools.csv": CSV}
    story.entry("2026-01-05", files)
    site = publish(build(story))
    article = site.article("/a/")
    assert '<th scope="col">Tool</th>' in article
    assert "<td>&lt;b&gt;Gauge&lt;/b&gt;</td>" in article
    assert 'Tools in use <a href="../tools.csv">tools.csv</a>' in article
    assert article.count("data-table-cells") == 1
    assert "file: tools.csv" in site.words("/a/")
    assert site.files()["tools.csv"] == CSV.encode()


def test_uncontrolled_page_says_so(tell: Tell, build: Build, publish: Publish) -> None:
    """A page without control is marked, shows its files, and cannot choose a template."""
    story = tell()
    meta = "controlled: false\ntitle: Map\ntemplate: evil.html\ndescription: 'A \"map\" <b>'\nhide: [toc]\n"
    files = {"procedures/map.md": f"---\n{meta}---\nA ![map](map.png).\n", "procedures/map.png": b"map"}
    story.entry("2026-01-05", {**files, "procedures/a.md": document("SOP-001")})
    site = publish(build(story))
    assert "This page is not a controlled document" in site.words("/map/")
    assert site.files()["map.png"] == b"map"
    assert '<meta name="description" content="A &#34;map&#34; &lt;b&gt;">' in site.html("/map/")


def test_home_has_the_text_of_index_and_the_panels(tell: Tell, build: Build, publish: Publish) -> None:
    """The text of `index.md` is followed by what is in force, what changed and what is coming."""
    story = tell({"types": {"procedure": {"review": "12 months"}}})
    story.entry("2026-01-05", {"procedures/index.md": "---\ncontrolled: false\n---\n# Welcome\n\nHello.\n"})
    orders = document("SOP-001", title="Orders", department="sales-office")
    story.entry("2026-01-05", {"procedures/a.md": orders})
    for revision in (1, 2):
        story.entry("2026-11-02", {"procedures/b.md": document("SOP-002", revision, title="Returns")})
    site = publish(build(story))
    assert "Review every year" in site.words("/control/")
    words = site.words("/")
    assert "Welcome This page is not a controlled document. Hello." in words
    assert "In force 2 documents Procedure 2 By department Sales office 1" in words
    assert words.index("Revision 2 replaced the revision before it") < words.index("Revision 1 came into force")
    assert "5 January 2027 SOP-001 Orders Is due for review" in words


def test_several_folders_and_hidden_ones(tell: Tell, build: Build, publish: Publish) -> None:
    """A folder beside `docs_dir` stands under its own name, and relative links between them work."""
    story = tell({"documents": ["procedures", "firm/policies"]})
    story.entry(
        "2026-01-05",
        {
            "procedures/a.md": document("SOP-001", title="Orders", body="[P](../firm/policies/quality.md)\n"),
            "procedures/.hidden/b.md": document("SOP-003", title="Hidden folder"),
            "firm/policies/quality.md": document("SOP-002", title="Quality", body="[O](../../procedures/a.md)\n"),
        },
    )
    site = publish(build(story))
    assert '<a href="../policies/quality/">P</a>' in site.article("/a/")
    assert '<a href="../../a/">O</a>' in site.article("/policies/quality/")
    assert "Hidden folder" in site.words("/.hidden/b/")


def test_edit_links_lead_to_the_file(tell: Tell, build: Build, publish: Publish) -> None:
    """Edit links take paths from the repository's root, encoded, and generated pages have none."""
    story = tell({"documents": ["procedures", "policies"]})
    files = {"procedures/buying/größe 1.md": document("SOP-001"), "policies/quality.md": document("SOP-002")}
    story.entry("2026-01-05", files)
    repository = build(story)
    site = publish(repository)
    start = "https://forge.example/firm/manual/edit/main/"
    assert f'href="{start}procedures/buying/gr%C3%B6%C3%9Fe%201.md"' in site.html("/buying/größe 1/")
    assert f'href="{start}policies/quality.md"' in site.html("/policies/quality/")
    assert 'rel="edit"' not in site.html("/register/")
    commit = repository.git("rev-parse", "HEAD")
    assert f'href="https://forge.example/firm/manual/commit/{commit}"' in site.article("/policies/quality/")


def test_stated_navigation_holds(tell: Tell, build: Build, publish: Publish) -> None:
    """A navigation of `mkdocs.yml` is kept, generated pages can stand in it, and obsolete documents leave it."""
    nav = "nav: [a.md, old.md, {Registers: [register.md]}]\nvalidation: {nav: {omitted_files: warn}}\n"
    story = tell(
        mkdocs=f"site_name: M\ndocs_dir: procedures\ntheme: {{name: material}}\nplugins: [document-control]\n{nav}"
    )
    gone = {"date": "2026-02-01", "superseded_by": None, "reason": "No longer done."}
    files = {"procedures/a.md": document("SOP-001", title="Orders"), "procedures/old.md": document("SOP-002")}
    story.entry("2026-01-05", files)
    story.entry("2026-02-01", {"procedures/old.md": document("SOP-002", 2, title="Old way", obsolete=gone)})
    navigation = publish(build(story), strict=True).navigation("/a/")
    assert "Orders" in navigation
    assert "Registers" in navigation
    assert "Old way" not in navigation
