"""Images that a controlled document shows are those that its digest covers (document-control.md 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support import document
from support.manuals import document_of
from support.sites import MKDOCS

if TYPE_CHECKING:
    from support import Build
    from support.sites import Publish, Tell

FREE_PAGE = "---\ncontrolled: false\n---\n# Canteen\n\n![Menu](img/menu.png)\n"
LENIENT = MKDOCS.replace("document-control]", "{document-control: {fail_on: never}}]")


@pytest.mark.parametrize(
    "body",
    [
        "![Flow](/img/menu.png)",
        '<img src="/img/menu.png" alt="Flow">',
        "![Flow](../img/menu.png)",
        "<img/src=../img/menu.png alt=Flow>",
        '![Flow](nothing.png){src="/img/menu.png"}',
    ],
)
def test_image_by_its_address_on_the_site(build: Build, publish: Publish, tell: Tell, body: str) -> None:
    """A file that another page publishes is not shown: it could change without a new revision of the document."""
    story = tell(mkdocs=LENIENT)
    story.entry("2026-01-05", {"procedures/canteen.md": FREE_PAGE, "procedures/img/menu.png": b"\x89PNG\r\n\x1a\n"})
    story.entry("2026-01-06", {"procedures/purchasing.md": document("SOP-004", body=f"{body}\n")})
    clone = build(story)
    assert document_of(clone).revisions[-1].text.text.files == ()
    site = publish(clone)
    assert "menu.png" in site.article("/canteen/")
    assert "<img" not in site.article("/purchasing/")


@pytest.mark.parametrize("name", ["img/flow chart.png", "img/Fluß.png", "img/a&b.png"])
def test_image_of_the_text(build: Build, publish: Publish, tell: Tell, name: str) -> None:
    """A file that the digest covers is shown, however its name is spelt in an address."""
    story = tell()
    files: dict[str, str | bytes] = {
        "procedures/purchasing.md": document("SOP-004", body=f"![Flow](<{name}>)\n"),
        f"procedures/{name}": b"\x89PNG\r\n\x1a\n",
    }
    story.entry("2026-01-06", files)
    assert '<img alt="Flow" src="../img/' in publish(build(story)).article("/purchasing/")
