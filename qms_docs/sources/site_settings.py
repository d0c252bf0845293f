"""The few settings of `mkdocs.yml` that say what texts mean, where the site is written and where readers find it."""

from __future__ import annotations

import importlib
import re
from typing import TYPE_CHECKING, Any

import yaml

from qms_docs.model.finding import Fault, FaultKind
from qms_docs.sources.slugs import Slugs, slug_ascii
from qms_docs.sources.yaml_text import YamlFaultError, check_yaml
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["SITE_CONFIGURATION", "SiteSettings", "read_site_settings", "site_settings_faults"]

SITE_CONFIGURATION = "mkdocs.yml"
_LARGEST = 1_000_000
_FORMULAS = "pymdownx.arithmatex"
_FOOTNOTES = frozenset(
    ("footnotes", "markdown.extensions.footnotes", "extra", "markdown.extensions.extra", "pymdownx.extra")
)
"""Extensions that bring footnotes, some of them with others."""
_KNOWN_SLUGS = ("markdown.extensions.toc.", "pymdownx.slugs.")
"""Functions that settings may name; others belong to the organization and are not run here."""


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """How the site reads texts, and where it is."""

    slugs: Slugs = slug_ascii
    slugs_named: str = ""
    """What tells this way of making anchors from another."""
    formulas: bool = False
    """Whether `$` is the sign of a formula."""
    footnotes: bool = False
    """Whether `[^1]` is a footnote."""
    site_folder: str = "site"
    address: str | None = None
    """Where readers find the site (`site_url`)."""


@dataclass(frozen=True, slots=True)
class _Named:
    """A function that a setting names by a YAML tag."""

    name: str
    arguments: Mapping[str, Any]


class _Loader(yaml.SafeLoader):
    """Plain YAML in which every tag is kept as a name, and nothing is run."""


def _named(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> _Named | None:
    arguments: Mapping[str, Any] = {}
    if isinstance(node, yaml.MappingNode):
        arguments = loader.construct_mapping(node, deep=True).get("kwds") or {}
    return _Named(suffix, arguments)


for _prefix in ("tag:yaml.org,2002:python/name:", "tag:yaml.org,2002:python/object/apply:"):
    _Loader.add_multi_constructor(_prefix, _named)
_Loader.add_multi_constructor("!", lambda _loader, _suffix, _node: None)
_Loader.add_multi_constructor("tag:", lambda _loader, _suffix, _node: None)


def read_site_settings(content: bytes | None) -> SiteSettings:
    """The settings, or those of MkDocs where the file says nothing or cannot be read."""
    if content is None or len(content) > _LARGEST:
        return SiteSettings()
    try:
        settings = yaml.load(content.decode("utf-8-sig", "replace"), Loader=_Loader)  # noqa: S506 - nothing is run
    except (yaml.YAMLError, RecursionError):
        return SiteSettings()
    if not isinstance(settings, dict):
        return SiteSettings()
    folder = settings.get("site_dir")
    toc = _toc(settings.get("markdown_extensions"))
    extensions = _named_extensions(settings.get("markdown_extensions"))
    address = settings.get("site_url")
    return SiteSettings(
        slugs=_slugs(toc),
        slugs_named=repr((toc.get("separator"), toc.get("slugify"))),
        formulas=_FORMULAS in extensions,
        footnotes=not extensions.isdisjoint(_FOOTNOTES),
        address=address if isinstance(address, str) and address else None,
        site_folder=folder.rstrip("/") if isinstance(folder, str) else "site",
    )


def site_settings_faults(content: bytes | None) -> tuple[Fault, ...]:
    """Why no site can be built with these settings: they cannot be read at all."""
    if content is None:
        return ()
    try:
        check_yaml(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return (_unreadable(line, "this line is not UTF-8", "Save the file with the encoding UTF-8."),)
    except YamlFaultError as error:
        return (_unreadable(error.line, error.fact, error.remedy),)
    return ()


def _unreadable(line: int, reason: str, remedy: str) -> Fault:
    fact = f"The settings of the site cannot be read: {reason}."
    return Fault(kind=FaultKind.UNREADABLE, path=SITE_CONFIGURATION, line=line, fact=fact, remedy=remedy)


def _toc(extensions: object) -> Mapping[str, Any]:
    """The options of the toc extension."""
    listed = extensions if isinstance(extensions, list) else [extensions]
    for each in listed:
        if isinstance(each, dict) and isinstance(each.get("toc"), dict):
            options: Mapping[str, Any] = each["toc"]
            return options
    return {}


def _named_extensions(extensions: object) -> frozenset[str]:
    listed = extensions if isinstance(extensions, (list, dict)) else [extensions]
    names = (name for each in listed for name in (each if isinstance(each, dict) else [each]))
    return frozenset(name for name in names if isinstance(name, str))


def _slugs(options: Mapping[str, Any]) -> Slugs:
    separator = options.get("separator")
    separator = separator if isinstance(separator, str) else "-"
    named = options.get("slugify")
    function = _function(named) if isinstance(named, _Named) else None
    if function is None:
        return slug_ascii if separator == "-" else lambda text: re.sub("-", separator, slug_ascii(text))
    return lambda text: function(text, separator)


def _function(named: _Named) -> Callable[[str, str], str] | None:
    if not named.name.startswith(_KNOWN_SLUGS) or not re.fullmatch(r"[\w.]+", named.name):
        return None
    module, _, name = named.name.rpartition(".")
    try:
        function = getattr(importlib.import_module(module), name)
        made: Callable[[str, str], str] = function(**named.arguments) if named.arguments else function
    except (ImportError, AttributeError, TypeError):
        return None
    return made
