"""What every page says of the whole site is put into pages that an earlier build has drawn for another kind of site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mkdocs_document_control.many.fresh import FreshPages
from mkdocs_document_control.stamps import BANNER
from support import document
from support.sites import one_processor

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

    from mkdocs_document_control.page import PlannedPage
    from support import Build, Clone
    from support.sites import Publish, Site, Tell

TITLE = '<p class="qms-notice__title">Preview, not controlled</p>'
BREAKING = f"{BANNER}<script>broken()</script>"
SPANNING = "\ue000</head>\ue001"
"""What begins like a stamp in the head of a page and ends in its body."""


@pytest.fixture
def manual(tell: Tell, build: Build) -> Clone:
    """Documents, one of which has the characters of the banner wherever a text can have them."""
    story = tell()
    texts = f'# {BANNER}\n\n{BANNER} [it](https://example.org "{BREAKING}") <span title="{BREAKING}">there</span>\n\n'
    story.entry("2026-01-05", {"procedures/purchasing.md": document("SOP-004")})
    story.entry(
        "2026-01-06",
        {
            "procedures/hostile.md": document(
                "SOP-005", title=f"Hostile {BREAKING} {SPANNING[0]}", body=texts + SPANNING
            )
        },
    )
    return build(story)


def pages(site: Site) -> dict[str, bytes]:
    """All pages of a site."""
    return {name: content for name, content in site.files().items() if name.endswith(".html")}


def test_each_site_has_its_own(manual: Clone, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is kept of the other one, a controlled site has no banner, and a preview has its own."""
    told: dict[tuple[str, str], dict[str, bytes]] = {}
    for _ in range(2):
        for mode in ("controlled", "preview"):
            told[mode, "kept"] = pages(publish(manual, mode=mode))
            with monkeypatch.context() as patch:
                patch.setenv("QMS_CACHE", "off")
                told[mode, "off"] = pages(publish(manual, mode=mode))
            assert told[mode, "kept"] == told[mode, "off"]
    of_controlled, of_preview = told["controlled", "kept"], told["preview", "kept"]
    assert all(TITLE not in content.decode() for content in of_controlled.values())
    with_sheet = [content.decode() for content in of_preview.values() if b"qms-sheet__body" in content]
    assert len(with_sheet) > 3
    assert all(content.count(TITLE) == 1 for content in with_sheet)


def test_a_text_that_means_the_banner_does_not_get_it(manual: Clone, publish: Publish) -> None:
    """What stands in attributes stays there."""
    page = publish(manual, mode="preview").html("/hostile/")
    assert page.count("qms-banner") == 1
    outside = re.sub(r'"[^"]*"', '""', page)
    assert "broken()" not in re.sub(r"&lt;script&gt;broken\(\)&lt;/script&gt;", "", outside)


def test_pages_of_the_other_kind_are_not_drawn_again(
    manual: Clone, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A preview after a controlled site draws what says something else, and no page of a rule."""
    publish(manual, mode="controlled")
    drawn: list[str] = []
    add = FreshPages.add

    def noted(self: FreshPages, page: Page, planned: PlannedPage) -> None:
        drawn.append(planned.src_uri)
        add(self, page, planned)

    monkeypatch.setattr(FreshPages, "add", noted)
    with one_processor():
        publish(manual, mode="preview")
    assert "hostile.md" in drawn
    assert not [each for each in drawn if each.startswith("rules/dc")]
