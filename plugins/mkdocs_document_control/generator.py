"""`qms build` and `qms serve` by MkDocs, found through the entry points `qms_docs.site_generators`."""

from __future__ import annotations

import io
import logging
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mkdocs.commands.build import build as build_site
from mkdocs.commands.serve import serve as serve_site
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException, PluginError

from mkdocs_document_control.choice import Choice
from mkdocs_document_control.on_request import PagesOnRequest
from mkdocs_document_control.plugin import DocumentControlPlugin
from mkdocs_document_control.printing import printed_texts, texts_in_turn
from mkdocs_document_control.stopped import OUTSIDE, in_sentences
from qms_docs.failures import FailureError, NotInOrderError, WrongUseError
from qms_docs.progress import make_room
from qms_docs.reports.plain import logged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from mkdocs.config.defaults import MkDocsConfig

    from qms_docs.exports.site_text import Elsewhere, SiteTexts, WantedText
    from qms_docs.model.manifest import KeptManifest
    from qms_docs.model.manual import Manual
    from qms_docs.sources.loading import ManualSource

__all__ = ["MkDocsGenerator"]

_PLUGIN = "document-control"


class MkDocsGenerator:
    """Makes the site of a manual with MkDocs."""

    def build(  # noqa: PLR0913 - what the command offers
        self,
        configuration: Path,
        *,
        mode: str | None = None,
        as_of: date | None,
        strict: bool,
        today: date,
        previous: KeptManifest | None = None,
    ) -> None:
        """The site is written.

        Raises NotInOrderError where findings stop it, CannotCheckError where the repository cannot be read, and
        WrongUseError where `mkdocs.yml` is at fault.
        """
        with _talking():
            config = _loaded(configuration, strict=strict)
            plugin = _plugin(config)
            with _choosing(plugin, Choice(mode=_stated(mode), as_of=as_of, today=today, previous=previous)):
                config.plugins.on_startup(command="build", dirty=False)
                try:
                    _running(lambda: build_site(config))
                finally:
                    config.plugins.on_shutdown()

    def serve(  # noqa: PLR0913 - what the command offers
        self,
        configuration: Path,
        *,
        mode: str | None = None,
        as_of: date | None,
        strict: bool,
        today: date,
        address: str | None = None,
    ) -> None:
        """The site is shown and follows every edit, until it is interrupted; raises as `build` does."""
        with _talking():
            # MkDocs loads the configuration again for each build, and keeps the plugin that it made first.
            plugin = _plugin(_loaded(configuration, strict=strict, dev_addr=address))
            with _choosing(plugin, Choice(mode=_stated(mode), as_of=as_of, today=today)):
                # The server of MkDocs will ask the plugin from its first page on.
                plugin.on_request = PagesOnRequest()
                try:
                    _running(lambda: serve_site(str(configuration), strict=strict or None, dev_addr=address))
                finally:
                    plugin.on_request = None

    def texts(
        self,
        configuration: Path,
        source: ManualSource,
        manual: Manual,
        wanted: Sequence[WantedText],
        together: frozenset[str],
    ) -> SiteTexts:
        """Texts of documents as the site shows them, for other forms; `together` stand on the same paper.

        Plugins other than this one have no part in it. Raises WrongUseError where `mkdocs.yml` is at fault.
        """
        with _talking(logging.ERROR):
            config = _loaded(configuration, strict=False)
            try:
                return printed_texts(config, source, manual, wanted, together)
            except PluginError as error:
                raise _failure(error) from error

    def texts_in_turn(
        self,
        configuration: Path,
        settings: bytes,
        source: ManualSource,
        manual: Manual,
        wanted: Iterable[tuple[WantedText, Elsewhere]],
    ) -> Iterator[SiteTexts]:
        """As `texts`, each by itself and when it is asked for; `settings` stand in for the file of the work tree."""
        with _talking(logging.ERROR):
            config = _loaded(configuration, strict=False, settings=settings)
            try:
                yield from texts_in_turn(config, source, manual, wanted)
            except PluginError as error:
                raise _failure(error) from error


def _stated(mode: str | None) -> str | None:
    """What `auto` chooses is left to `mkdocs.yml`."""
    return None if mode == "auto" else mode


def _loaded(
    configuration: Path, *, strict: bool, dev_addr: str | None = None, settings: bytes | None = None
) -> MkDocsConfig:
    given = str(configuration) if settings is None else _Settings(settings, configuration)
    try:
        return load_config(given, config_file_path=str(configuration), strict=strict or None, dev_addr=dev_addr)
    except (ConfigurationError, Abort) as error:
        reason = "What is wrong with it stands above." if isinstance(error, Abort) else _words(error)
        raise WrongUseError(f"{configuration.name} cannot be used. {reason}") from error


class _Settings(io.BytesIO):
    """The settings of another day, read as if they stood in their file."""

    def __init__(self, content: bytes, configuration: Path) -> None:
        super().__init__(content)
        self.name = str(configuration)


def _plugin(config: MkDocsConfig) -> DocumentControlPlugin:
    plugin = config.plugins.get(_PLUGIN)
    if not isinstance(plugin, DocumentControlPlugin):
        raise WrongUseError(
            f"The plugin {_PLUGIN} is not among the plugins of mkdocs.yml, so nothing would be controlled. "
            f"Add `- {_PLUGIN}` below `plugins:`."
        )
    return plugin


@contextmanager
def _choosing(plugin: DocumentControlPlugin, choice: Choice) -> Iterator[None]:
    """MkDocs may use the same plugin for the next build of this process, which knows nothing of the choice."""
    plugin.chosen = choice
    try:
        yield
    finally:
        plugin.chosen = Choice()


def _running(work: Callable[[], None]) -> None:
    try:
        work()
    except (Abort, MkDocsException) as error:
        raise _failure(error) from error
    except OUTSIDE as error:
        raise in_sentences(error) from error


def _failure(error: BaseException) -> FailureError:
    """What stopped MkDocs, as a failure with its exit status."""
    stopped: BaseException | None = error
    while stopped is not None:
        if isinstance(stopped, FailureError):
            return stopped
        cause = stopped.__cause__ or stopped.__context__
        if cause is None:
            break
        stopped = cause
    if isinstance(stopped, ConfigurationError):
        return WrongUseError(_words(stopped))
    return NotInOrderError(_words(stopped or error))


def _words(error: BaseException) -> str:
    return str(error.args[0]) if error.args else str(error)


class _Ours(logging.Filter):
    """Leaves out why a build stopped, which the command says, until a site is served: then nobody else says it."""

    def __init__(self) -> None:
        super().__init__()
        self._serving = False

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is shown."""
        self._serving |= record.name == "mkdocs.livereload"
        return self._serving or record.name != "mkdocs.commands.build" or record.levelno < logging.ERROR


def _below_progress(_: logging.LogRecord) -> bool:
    """Nothing is written into the line that shows how far a build has come."""
    make_room()
    return True


class _Lines(logging.Formatter):
    """Names of files and links, which MkDocs quotes as they are, do nothing to a terminal or to the runner of a job."""

    def format(self, record: logging.LogRecord) -> str:
        """The lines of the message."""
        return "\n".join(map(logged, super().format(record).split("\n")))


@contextmanager
def _talking(least: int = logging.INFO) -> Iterator[None]:
    """What MkDocs has to say goes to standard error; the failure itself is left to the command."""
    logger = logging.getLogger("mkdocs")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines("%(levelname)-7s - %(message)s"))
    handler.addFilter(_Ours())
    handler.addFilter(_below_progress)
    level = logger.level
    logger.setLevel(least)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
