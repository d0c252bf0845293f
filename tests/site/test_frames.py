"""What the theme draws around pages is drawn once for those that get the same, and is what it would have drawn."""

from __future__ import annotations

import os
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from jinja2 import ChoiceLoader, DictLoader
from mkdocs.theme import Theme

from mkdocs_document_control.frames.frames import Frames
from support import document
from support.sites import MKDOCS

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment
    from mkdocs.utils.templates import TemplateContext

    from support import Build, Clone
    from support.sites import Publish, Site, Tell

FOLDERS = ("", "buying/", "making/", "making/tools/")
NAVIGATION = """
nav:
  - index.md
  - Making: [making/index.md, "Another <i>title</i>": making/d1.md, making/d2.md, making/d3.md, buying/d1.md]
  - Buying: [{"Twice": buying/d2.md}, buying/d3.md, {"Deep & down": [making/tools/d0.md, making/tools/d1.md]}]
  - register.md
"""
SITES = {
    "plain": ("", ""),
    "pruned": ("navigation.prune", ""),
    "indexes": ("navigation.prune, navigation.indexes, navigation.path", ""),
    "tabs": ("navigation.prune, navigation.tabs, navigation.sections, navigation.footer", ""),
    "sections": ("navigation.sections, navigation.expand, toc.integrate", "site_url: https://firm.example/manual/\n"),
    "files": ("navigation.prune, navigation.indexes, navigation.top", "use_directory_urls: false\n"),
    "home": ("navigation.prune, content.action.edit", "extra: {homepage: making/d3/}\n"),
    "view": ("content.action.view", ""),
    "own": ("navigation.prune, navigation.footer, navigation.tabs", NAVIGATION),
}
MANY = 9
"""Documents of each folder."""


def text(folder: str, number: int) -> str:
    """A document with headings of its own, with those of its neighbours, with none; or a page under no control."""
    title = f"Step {number} & <b>more</b>" if number % 2 else f"Step of {folder or 'all'}"
    if number in (4, 5):
        return f'---\ncontrolled: false\ntitle: {title}\ndescription: About "{number}"\nhide: [toc]\n---\nText.\n'
    headed = "## First\n\nText.\n\n### Below\n\n## Second\n\nMore.\n"
    body = {1: "", 2: "## Only this\n\nText.\n", 3: f"# Another\n\n## Heading of {number}\n"}.get(number, headed)
    return document(f"SOP-{FOLDERS.index(folder)}{number:02}", 1, title=title, body=body)


@pytest.fixture(params=SITES.values(), ids=SITES)
def manual(request: pytest.FixtureRequest, tell: Tell, build: Build) -> Clone:
    """A manual in several folders under a theme with some of its features."""
    features, further = request.param
    mkdocs = MKDOCS.replace("content.action.edit", features).replace(
        "document-control]", "{document-control: {fail_on: never}}]"
    )
    story = tell(mkdocs=mkdocs + further)
    files = {f"procedures/{folder}d{number}.md": text(folder, number) for folder in FOLDERS for number in range(MANY)}
    for folder in FOLDERS:
        files[f"procedures/{folder}index.md"] = (
            f"---\ncontrolled: false\n---\n# Index of {folder}\n\nSee [it](d1.md).\n"
        )
    # What lies below a page in its own folder is led to in another way from there.
    files["procedures/making/d2/below.md"] = document("SOP-900", title="Below")
    story.entry("2026-01-05", files)
    return build(story)


@pytest.fixture
def wholes(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the theme has drawn a whole page, and how many pages there were; without anything kept."""
    monkeypatch.setenv("QMS_CACHE", "off")
    # What another process draws nobody counts here.
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    counted: Counter[str] = Counter()
    for name in ("_whole", "drawn"):
        monkeypatch.setattr(Frames, name, counting(getattr(Frames, name), counted))
    return counted


def counting(does: Callable[[Frames, TemplateContext], str], counted: Counter[str]) -> Callable[..., str]:
    """The same, counted."""

    def counts(self: Frames, context: TemplateContext) -> str:
        counted[does.__name__] += 1
        return does(self, context)

    return counts


def without_frames(monkeypatch: pytest.MonkeyPatch, publish: Publish, manual: Clone) -> dict[str, bytes]:
    """The pages of the site when the theme draws each of them."""
    with monkeypatch.context() as patch:
        patch.setattr(Frames, "drawn", Frames._whole)
        return pages(publish(manual))


def pages(site: Site) -> dict[str, bytes]:
    """The pages of a site."""
    return {name: content for name, content in site.files().items() if name.endswith(".html")}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The names of the pages that are not the same."""
    return [name for name in sorted(one.keys() | other.keys()) if one.get(name) != other.get(name)]


def test_pages_are_what_the_theme_would_draw(
    manual: Clone, publish: Publish, monkeypatch: pytest.MonkeyPatch, wholes: Counter[str]
) -> None:
    """Under every feature that concerns the menu each page is the same, byte for byte."""
    ours = pages(publish(manual))
    assert wholes["_whole"] < 0.7 * wholes["drawn"]
    assert differing(ours, without_frames(monkeypatch, publish, manual)) == []


MENU = ("partials/nav.html", "partials/nav-item.html")
HEADINGS = ("partials/toc.html",)
FOOTER = ("partials/footer.html",)
CHANGES = {
    "renamed": (MENU, r"render\(", "drawn("),
    "fewer": (MENU, r"render\((\w+), [^}%]*\)", r"render(\1)"),
    "name": (MENU[1:], 'class="md-nav__link"', 'class="md-nav__link" title="{{ page.title }}"'),
    "address": (MENU[1:], r"{{ nav_item.url \| url }}", "{{ base_url }}/{{ nav_item.url }}?{{ page.url }}"),
    "heading": (HEADINGS, "{{ title }}", "{{ title }} {{ page.title | upper }} {{ page.meta.search }}"),
    "top": (HEADINGS, "{{ title }}", "{{ title }} {{ first.title }}"),
    "meta": (FOOTER, "<footer", "{% for each in page.meta %}{{ each }}{% endfor %}<footer"),
    "near": (
        FOOTER,
        "<footer",
        "{% if page.previous_page %}{{ page.meta.tags }}{{ page.previous_page.title | upper }}{% endif %}<footer",
    ),
    "file": (FOOTER, "<footer", "{% if page %}{{ page.file.src_uri }}{{ page.edit_url | e }}{% endif %}<footer"),
}


@pytest.mark.parametrize("manual", [SITES["tabs"]], ids=["tabs"], indirect=True)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_theme_that_is_written_in_another_way(
    manual: Clone,
    publish: Publish,
    monkeypatch: pytest.MonkeyPatch,
    wholes: Counter[str],
    change: tuple[tuple[str, ...], str, str],
) -> None:
    """Whatever the theme makes of a page, its menu and its headings, each page is what the theme would draw."""
    monkeypatch.setattr(Theme, "get_env", with_changes(*change))
    ours = pages(publish(manual))
    assert wholes["drawn"] > len(FOLDERS) * MANY
    assert differing(ours, without_frames(monkeypatch, publish, manual)) == []


def with_changes(names: tuple[str, ...], old: str, new: str) -> Callable[[Theme], Environment]:
    """Theme environments in which some templates are others."""
    usual = Theme.get_env

    def get_env(theme: Theme) -> Environment:
        environment = usual(theme)
        assert environment.loader
        sources = {name: environment.loader.get_source(environment, name)[0] for name in names}
        changed = {name: re.sub(old, new, source) for name, source in sources.items()}
        assert not [name for name in names if changed[name] == sources[name]]
        environment.loader = ChoiceLoader([DictLoader(changed), environment.loader])
        return environment

    return get_env
