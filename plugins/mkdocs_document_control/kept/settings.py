"""The settings that pages are drawn by, in a form that can be compared between builds, where that is possible."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import PurePath
from types import BuiltinFunctionType, FunctionType
from typing import TYPE_CHECKING, Any

from markdown import Extension
from markdown.util import get_installed_extensions

from mkdocs_document_control.document_links import DocumentLinks
from mkdocs_document_control.outside import brings_mermaid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mkdocs.config.defaults import MkDocsConfig

__all__ = [
    "changes_nothing",
    "changes_nothing_at_all",
    "known",
    "settings_of_pages",
    "settings_of_site",
    "settings_of_texts",
]

_SHOWN_NOWHERE = frozenset(
    (
        *("config_file_path", "docs_dir", "site_dir", "watch", "dev_addr", "remote_branch", "remote_name", "strict"),
        *("exclude_docs", "draft_docs", "not_in_nav", "nav", "theme", "plugins", "hooks"),
        *("markdown_extensions", "mdx_configs"),
    )
)
"""Settings of which no page shows anything, and those that are looked at by themselves."""
_INSTALLED = ("markdown.", "pymdownx.", "material.", "mkdocs.")
"""Packages that change with what is installed alone."""
_READ_FILES = ("pymdownx.snippets", "pymdownx.b64")
"""Extensions that put into a text what stands in files nobody looks at here."""
_ICONS_OF_ONES_OWN = "custom_icons"
"""The option of an extension that does so too where it is given."""
_BY_ANOTHER_PROGRAM = "prebuild_index"
"""The option of the search by which a program of the machine writes the index, whichever lies there under that name."""
_READERS = ("material.plugins.search.", "mkdocs.contrib.search")
"""Plugins that read a page before it is drawn and change nothing of it."""
_PAGE_EVENTS = (
    *("config", "files", "nav", "pre_page", "page_read_source", "page_markdown", "page_content"),
    *("env", "page_context", "pre_template", "template_context", "post_page"),
)
"""Events in which a plugin could change what a page shows."""


class UnknownSettingError(Exception):
    """A setting that tells nobody whether it is the same in the next build."""


def known(told: Callable[[MkDocsConfig], str], config: MkDocsConfig) -> bytes | None:
    """The settings, or None where they cannot be compared between builds."""
    try:
        return told(config).encode("utf-8", "backslashreplace")
    except UnknownSettingError:
        return None


def changes_nothing(hook: object) -> bool:
    """Whether a hook of pages belongs to this plugin or to one that only reads."""
    module = type(getattr(hook, "__self__", None)).__module__
    return f"{module}.".startswith((*_READERS, "mkdocs_document_control."))


def settings_of_texts(config: MkDocsConfig) -> str:
    """Everything by which the text of a page is drawn, apart from the text itself.

    Raises UnknownSettingError where an extension or one of its options comes from the repository, or what it reads.
    """
    extensions = [_extension(each) for each in config.markdown_extensions]
    # Whether diagrams are left to a program of the site decides how texts are cleaned.
    mermaid = brings_mermaid(config)
    return repr(
        (extensions, _told(config.mdx_configs), config.use_directory_urls, _told(dict(config.validation)), mermaid)
    )


def settings_of_pages(config: MkDocsConfig) -> str:
    """Everything that the theme is told about the site as a whole.

    Raises UnknownSettingError for a theme of the organization's own, and beside plugins that may change a page.
    """
    if config.theme.name != "material" or config.theme.custom_dir:
        raise UnknownSettingError("theme")
    hooks = (hook for event in _PAGE_EVENTS for hook in config.plugins.events.get(event, ()))
    if config.hooks or not all(changes_nothing(hook) for hook in hooks):
        raise UnknownSettingError("plugins")
    site = {name: value for name, value in config.items() if name not in _SHOWN_NOWHERE}
    return repr((settings_of_texts(config), _told(site), _told(dict(config.theme)), _search(config)))


def changes_nothing_at_all(config: MkDocsConfig) -> bool:
    """Whether no plugin is there but this one and those that only read."""
    hooks = (hook for each in config.plugins.events.values() for hook in each)
    return not config.hooks and all(changes_nothing(hook) for hook in hooks)


def settings_of_site(config: MkDocsConfig) -> str:
    """Everything that the configuration says, apart from where the site is written.

    Raises UnknownSettingError as `settings_of_pages` does, and where programs of the machine have a part in the site.
    """
    # First, since hooks of the organization stand among the plugins and have no settings.
    of_pages = settings_of_pages(config)
    patterns = [_patterns(config[each]) for each in ("exclude_docs", "draft_docs", "not_in_nav")]
    plugins = {name: dict(plugin.config) for name, plugin in config.plugins.items()}
    if any(each.get(_BY_ANOTHER_PROGRAM) for each in plugins.values()):
        raise UnknownSettingError(_BY_ANOTHER_PROGRAM)
    theme = sorted(config.theme.static_templates)
    return repr((of_pages, patterns, _told([config.nav, config.strict, plugins, theme])))


def _patterns(spec: Any) -> list[tuple[bool | None, str | None]]:  # noqa: ANN401 - of a package that MkDocs brings
    """The patterns of files as they are matched."""
    return [(each.include, each.regex and each.regex.pattern) for each in spec.patterns] if spec else []


def _search(config: MkDocsConfig) -> str:
    """The settings of the search; its own dictionaries are files whose words nobody looks at here."""
    told = {name: dict(plugin.config) for name, plugin in config.plugins.items() if "search" in name}
    if any(value.get(each) for value in told.values() for each in ("jieba_dict", "jieba_dict_user")):
        raise UnknownSettingError("search")
    return _told(told)


def _extension(extension: object) -> str:
    """The name of an extension that is installed, and so changes with what is installed alone."""
    if isinstance(extension, DocumentLinks):
        return repr(extension.draws_diagrams)
    if not isinstance(extension, str):
        raise UnknownSettingError(repr(extension))
    named = next((each.value for each in get_installed_extensions() if each.name == extension), extension)
    if not named.startswith(_INSTALLED) or named.startswith(_READ_FILES):
        raise UnknownSettingError(extension)
    return extension


def _told(value: object) -> str:
    return "".join(_parts(value))


def _parts(value: object) -> Iterator[str]:
    """What a setting is, and never where it lies in memory."""
    if value is None or isinstance(value, (str, int, float, bool, PurePath)):
        yield repr(value)
    elif isinstance(value, Mapping):
        if value.get(_ICONS_OF_ONES_OWN):
            raise UnknownSettingError(_ICONS_OF_ONES_OWN)
        for name in sorted(value, key=str):
            yield f"{{{name!r}:"
            yield from _parts(value[name])
            yield "}"
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield "["
            yield from _parts(each)
            yield "]"
    elif isinstance(value, partial):
        yield from _parts((value.func, value.args, value.keywords))
    elif isinstance(value, (FunctionType, BuiltinFunctionType, type)):
        yield from _function(value)
    elif isinstance(value, Extension) or not hasattr(value, "__dict__"):
        raise UnknownSettingError(repr(value))
    else:
        yield from _parts((type(value), vars(value)))


def _function(value: FunctionType | BuiltinFunctionType | type) -> Iterator[str]:
    """A function that is installed is known by its name."""
    if not value.__module__.startswith((*_INSTALLED, "builtins", "babel.")):
        raise UnknownSettingError(value.__qualname__)
    yield f"{value.__module__}.{value.__qualname__}"
