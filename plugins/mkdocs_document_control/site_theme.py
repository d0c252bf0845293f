"""The theme as it is configured, whose environment neither lists what no site shows nor compiles what was compiled."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from jinja2 import FileSystemLoader
from mkdocs.theme import Theme

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment
    from mkdocs.config.defaults import MkDocsConfig

__all__ = ["SiteTheme", "quicken"]


class SiteTheme(Theme):
    """Gives to whoever asks for it what the theme itself would give, only sooner.

    Material brings ten thousand icons in a folder whose name begins with a dot. MkDocs would list all of them in every
    build, to find that it copies none.
    """

    def __init__(self, theme: Theme, templates: BytecodeCache) -> None:
        """Everything is shared with the `theme`."""
        vars(self).update(vars(theme))
        self._templates = templates

    def get_env(self) -> Environment:
        """The environment in which templates are drawn."""
        environment = super().get_env()
        environment.bytecode_cache = environment.bytecode_cache or self._templates
        loader = environment.loader
        if type(loader) is FileSystemLoader:
            environment.loader = _WithoutHidden(loader.searchpath, loader.encoding, loader.followlinks)
        return environment


def quicken(config: MkDocsConfig, templates: BytecodeCache) -> None:
    """Whoever asks for the theme from here on gets it so, unless another plugin has put one of its own there."""
    if type(config.theme) is Theme:
        config.theme = SiteTheme(config.theme, templates)


class _WithoutHidden(FileSystemLoader):
    """Loads every template, and lists those that lie in no folder that begins with a dot."""

    def list_templates(self) -> list[str]:
        """By their names; MkDocs passes all others over."""
        found: set[str] = set()
        for start in self.searchpath:
            for place, below, names in os.walk(start, followlinks=self.followlinks):
                if place == start:
                    below[:] = [each for each in below if not each.startswith(".")]
                folder = place[len(start) :].strip(os.sep).replace(os.sep, "/")
                found.update(f"{folder}/{each}" if folder else each for each in names)
        return sorted(found)
