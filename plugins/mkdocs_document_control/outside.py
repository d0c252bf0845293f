"""Settings that would make the site fetch something from another place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

__all__ = ["brings_mermaid", "keep_fonts_at_home", "named_files", "remarks"]

# What the theme fetches where the configuration says nothing.
_USUAL_FONT = {"text": "Roboto", "code": "Roboto Mono"}
_ELSEWHERE = re.compile(r"(?:https?:)?//", re.IGNORECASE)


def keep_fonts_at_home(config: MkDocsConfig) -> None:
    """The theme uses the fonts of the reader's machine, unless the configuration asks for others."""
    if config.theme.get("font") == _USUAL_FONT:
        config.theme["font"] = False


def brings_mermaid(config: MkDocsConfig) -> bool:
    """Whether the site has a program of its own that draws diagrams."""
    return any("mermaid" in str(each) and not _ELSEWHERE.match(str(each)) for each in config.extra_javascript)


def remarks(config: MkDocsConfig) -> Iterator[str]:
    """Each setting because of which a reader's browser would ask another server."""
    if config.theme.get("font"):
        yield "theme.font fetches fonts from Google; `font: false` uses those of the reader's machine."
    for name, values in (("extra_css", config.extra_css), ("extra_javascript", config.extra_javascript)):
        for value in values:
            if _ELSEWHERE.match(str(value)):
                yield f"{name} fetches {value}; put the file into the repository and name its path."
    if "pymdownx.emoji" in config.markdown_extensions and "material" not in _emoji(config):
        yield "pymdownx.emoji fetches pictures; use `material.extensions.emoji`, or leave it out."
    if _draws_mermaid(config) and not brings_mermaid(config):
        yield "The mermaid fence makes the theme fetch a program; add your copy of it to extra_javascript."
    if config.extra.get("analytics"):
        yield "extra.analytics sends readers' visits to another server."
    if "offline" in config.plugins and not config.extra.get("polyfills"):
        yield "The offline plugin fetches a program for the search; name your copy of it under extra.polyfills."


def _emoji(config: MkDocsConfig) -> str:
    generator = (config.mdx_configs.get("pymdownx.emoji") or {}).get("emoji_generator")
    return str(getattr(generator, "__module__", ""))


def _draws_mermaid(config: MkDocsConfig) -> bool:
    fences = (config.mdx_configs.get("pymdownx.superfences") or {}).get("custom_fences") or ()
    return any(isinstance(each, Mapping) and each.get("class") == "mermaid" for each in fences)


def named_files(config: MkDocsConfig) -> frozenset[str]:
    """The files of `docs_dir` that mkdocs.yml itself names: styles, scripts, logo and favicon."""
    theme = (config.theme.get(each) for each in ("logo", "favicon"))
    named = (*config.extra_css, *(str(each) for each in config.extra_javascript), *theme)
    return frozenset(each for each in named if isinstance(each, str))
