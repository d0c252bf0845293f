"""What the plugin adds to the configuration of a site."""

from __future__ import annotations

import logging
from importlib.resources import files as package_files
from typing import TYPE_CHECKING

from mkdocs_document_control import outside
from mkdocs_document_control.document_links import DocumentLinks
from mkdocs_document_control.figure_blocks import draw_formulas_here

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from mkdocs_document_control.document_links import CurrentPage

__all__ = ["SCRIPT", "STYLE", "adapt"]

_log = logging.getLogger("mkdocs.plugins.document_control")
_ASSETS = "assets/document-control"
STYLE, SCRIPT = f"{_ASSETS}/document-control.css", f"{_ASSETS}/document-control.js"
"""The files that the plugin brings, by their addresses."""


def adapt(config: MkDocsConfig, current: CurrentPage) -> None:
    """The site asks no other server, and gets the plugin's extension, style and script."""
    outside.keep_fonts_at_home(config)
    for remark in outside.remarks(config):
        _log.warning("mkdocs.yml: %s", remark)
    draw_formulas_here(config)
    # Python-Markdown takes extensions themselves beside their names, and MkDocs hands the list over as it is.
    links = DocumentLinks(current, draws_diagrams=outside.brings_mermaid(config))
    config.markdown_extensions.append(links)  # type: ignore[arg-type]
    config.extra_css.insert(0, STYLE)
    config.extra_javascript.append(SCRIPT)
    overrides = str(package_files("mkdocs_document_control") / "overrides")
    # After the user's own folder, whose templates hold over these.
    config.theme.dirs.insert(1 if config.theme.custom_dir else 0, overrides)
