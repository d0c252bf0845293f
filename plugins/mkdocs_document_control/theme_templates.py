"""The templates of theme and plugin, compiled by another process while the manual is read."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, cast

from jinja2 import BytecodeCache, TemplateError, meta

from mkdocs_document_control.templates import own_templates
from qms_docs.meanwhile import NOTHING, NotDoneError, meanwhile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment
    from jinja2.bccache import Bucket
    from mkdocs.theme import Theme

    from qms_docs.keeping.store import Drawer

__all__ = ["CompiledTemplates"]

_FIRST = "main.html"


class CompiledTemplates(BytecodeCache):
    """Templates as an earlier build or another process compiled them.

    Jinja itself looks whether they still are what the files say.
    """

    def __init__(self, kept: Drawer[str, bytes]) -> None:
        """What earlier builds have compiled is known."""
        self._ahead = NOTHING
        self._kept = kept

    def begin(self, theme: Theme) -> None:
        """Another process begins to compile, unless the templates are known from an earlier build."""
        own_templates().bytecode_cache = self
        if self._kept.get(_FIRST) is None:
            self._ahead = meanwhile({_FIRST: partial(_compiled, theme)})

    def fetch(self) -> None:
        """What was compiled is known from here on."""
        with suppress(NotDoneError):
            for key, compiled in cast("dict[str, bytes]", self._ahead.take(_FIRST)).items():
                self._kept.put(key, compiled)
            self._kept.put(_FIRST, b"")
        self._ahead.close()

    def close(self) -> None:
        """The other process ends."""
        self._ahead.close()

    def load_bytecode(self, bucket: Bucket) -> None:
        """The compiled template, if it was made."""
        compiled = self._kept.get(bucket.key)
        if compiled is not None:
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """What had to be compiled here is kept for the next build."""
        self._kept.put(bucket.key, bucket.bytecode_to_string())


class _Kept(BytecodeCache):
    """Keeps what is compiled."""

    def __init__(self) -> None:
        self.known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Nothing is known."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """The compiled template is kept."""
        self.known[bucket.key] = bucket.bytecode_to_string()


def _compiled(theme: Theme) -> dict[str, bytes]:
    kept = _Kept()
    for environment, first in (
        (theme.get_env(), [_FIRST, *theme.static_templates]),
        (own_templates(), own_templates().list_templates()),
    ):
        environment.bytecode_cache = kept
        for name in _needed(environment, first):
            environment.get_template(name)
    return kept.known


def _needed(environment: Environment, first: list[str]) -> Iterator[str]:
    """The templates that these include, and theirs; one that cannot be read is complained of where it is used."""
    waiting, known = list(first), set(first)
    while waiting:
        name = waiting.pop()
        try:
            source, _, _ = environment.loader.get_source(environment, name) if environment.loader else ("", None, None)
            parsed = environment.parse(source)
        except TemplateError:
            continue
        yield name
        found = {each for each in meta.find_referenced_templates(parsed) if each} - known
        known |= found
        waiting += sorted(found)
