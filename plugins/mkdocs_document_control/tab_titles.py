"""Tabs on paper: one below the other, each under its title."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

if TYPE_CHECKING:
    from markdown import Markdown

__all__ = ["TabTitles"]

_LAST = -1


class TabTitles(Extension):
    """Puts the titles of tabs above what they open."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that Python-Markdown gives
        """The part takes its place, behind everything that makes tabs."""
        md.treeprocessors.register(_Titles(md), "qms-tab-titles", _LAST)


class _Titles(Treeprocessor):
    """Takes the switches of tabs away and moves their titles."""

    def run(self, root: Element) -> None:
        """Every set of tabs."""
        for each in list(root.iter("div")):
            if "tabbed-set" in (each.get("class") or "").split():
                _unfold(each)


def _unfold(tabs: Element) -> None:
    labels = next((each for each in tabs if each.get("class") == "tabbed-labels"), None)
    content = next((each for each in tabs if each.get("class") == "tabbed-content"), None)
    if labels is None or content is None:
        return
    for label, block in zip(labels, content, strict=False):
        title = Element("p", {"class": "tabbed-title"})
        title.text = label.text
        title.extend(deepcopy(list(label)))
        block.insert(0, title)
    for each in [each for each in tabs if each is not content]:
        tabs.remove(each)
