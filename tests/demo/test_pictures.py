"""The pictures of the README, and the demo that they show."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from docs.take_pictures import PICTURES

if TYPE_CHECKING:
    from support.sites import Site

ROOT = Path(__file__).parents[2]


def test_readme_shows_pictures_that_are_there() -> None:
    """Each picture of the README is there, says in words what it shows, and all together are small."""
    shown = re.findall(
        r"!\[([^\]]{40,})\]\((docs/pictures/[\w.-]+)\)", (ROOT / "README.md").read_text(encoding="utf-8")
    )
    assert len(shown) >= 4
    names = {f"docs/pictures/{each.name}.png" for each in PICTURES}
    assert {path for _, path in shown} <= names
    assert sum((ROOT / path).stat().st_size for path in names) < 600_000


def test_pictures_are_of_pages_that_are_there(demo_site: Site) -> None:
    """Each is taken of a page of the demo, at a place that the page has."""
    for picture in PICTURES:
        html = demo_site.html(picture.address)
        assert picture.down_to is None or f'id="{picture.down_to.removeprefix("#")}"' in html
