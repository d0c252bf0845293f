"""The templates of theme and plugin, compiled by another process while the manual is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache, TemplateError

from mkdocs_document_control.templates import own_templates

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment
    from jinja2.bccache import Bucket
    from mkdocs.theme import Theme

    from qms_docs.keeping.store import Drawer, Store

__all__ = ["CompiledTemplates", "compile_for_texts", "compile_others", "compiled_templates"]

_FIRST = "main.html"
_OF_DOCUMENTS = ["document.html.jinja"]
_NAMED = re.compile(r"[\"']([\w./-]+\.(?:html|jinja|svg|xml))[\"']")
"""What may be the name of another template; what is none is not found."""
_COMPILED_BY = (
    *("block_start_string", "block_end_string", "variable_start_string", "variable_end_string"),
    *("comment_start_string", "comment_end_string", "line_statement_prefix", "line_comment_prefix"),
    *("trim_blocks", "lstrip_blocks", "newline_sequence", "keep_trailing_newline"),
    *("optimized", "autoescape", "newstyle_gettext"),
)
"""Settings of an environment with which the same text becomes another template."""


class CompiledTemplates(BytecodeCache):
    """Templates as an earlier build or another process has compiled them.

    Jinja itself looks whether they still are what the files say.
    """

    def __init__(self, kept: Drawer[str, bytes]) -> None:
        """What earlier builds have compiled is known."""
        self._kept = kept

    def begin(self) -> None:
        """The plugin's own templates are looked for here."""
        own_templates().bytecode_cache = self

    @property
    def are_known(self) -> bool:
        """Whether an earlier build has compiled them."""
        return not self._kept.is_empty

    def learn(self, key: str, compiled: bytes) -> None:
        """A template that another process has compiled."""
        self._kept.put(key, compiled)

    def load_bytecode(self, bucket: Bucket) -> None:
        """The compiled template, if it was made."""
        compiled = self._kept.get(_key(bucket))
        if compiled is not None:
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """What had to be compiled here is kept for the next build."""
        self._kept.put(_key(bucket), bucket.bytecode_to_string())


def _key(bucket: Bucket) -> str:
    """What stands for a template, and for how it is compiled: a hook may have changed the settings of the theme."""
    environment = bucket.environment
    settings = [repr(getattr(environment, each, None)) for each in _COMPILED_BY]
    return "\0".join((bucket.key, *settings, *sorted(environment.extensions)))


def compiled_templates(store: Store) -> CompiledTemplates:
    """What earlier builds have compiled."""
    return CompiledTemplates(store.drawer("templates"))


class _Told(BytecodeCache):
    """Tells of each template that is compiled."""

    def __init__(self, tell: Callable[[str, bytes], None]) -> None:
        self._tell = tell

    def load_bytecode(self, bucket: Bucket) -> None:
        """Nothing is known."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """One more is known."""
        self._tell(_key(bucket), bucket.bytecode_to_string())


def compile_for_texts(theme: Theme, tell: Callable[[str, bytes], None]) -> None:
    """The templates that every site needs are compiled."""
    _compile(theme.get_env(), [_FIRST, *theme.static_templates], tell)
    _compile(own_templates(), _OF_DOCUMENTS, tell)


def compile_others(tell: Callable[[str, bytes], None]) -> None:
    """The templates of further pages are compiled."""
    environment = own_templates()
    _compile(environment, [each for each in environment.list_templates() if "/" not in each], tell)


def _compile(environment: Environment, first: list[str], tell: Callable[[str, bytes], None]) -> None:
    """These and the templates that they include; one that cannot be read is complained of where it is used."""
    environment.bytecode_cache = _Told(tell)
    waiting, known = list(reversed(first)), set(first)
    while waiting:
        name = waiting.pop()
        try:
            environment.get_template(name)
            source, _, _ = environment.loader.get_source(environment, name) if environment.loader else ("", None, None)
        except TemplateError:
            continue
        found = set(_NAMED.findall(source)) - known
        known |= found
        waiting += sorted(found)
