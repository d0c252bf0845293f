"""The site is built aside and takes the place of the old one when it is complete."""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from mkdocs.exceptions import PluginError
from mkdocs.utils import CountHandler

from mkdocs_document_control.manifest import named_by_manifest
from mkdocs_document_control.replacing import LAST, replace_site
from mkdocs_document_control.whole.standing import has_manifest, stands
from qms_docs.failures import CannotCheckError
from qms_docs.interruption import one_at_a_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig

    from mkdocs_document_control.many.dealt import Hashes
    from mkdocs_document_control.whole.last_site import LastSite

__all__ = ["Staging"]

_NEXT = ".next-"
"""A folder inside the site's own, which MkDocs leaves alone there and which every disk can rename from."""
_FORGOTTEN = 24 * 60 * 60
"""Seconds after which such a folder is what a build left that was ended by force."""


class Staging:
    """A folder for the new site, until it replaces the old one or is thrown away."""

    def __init__(self, config: MkDocsConfig) -> None:
        """MkDocs builds into the new folder from here on.

        Raises PluginError where the folder of the site cannot be written to.
        """
        self._config = config
        self._site = Path(config.site_dir)
        self._remarks = CountHandler()
        self._remarks.setLevel(logging.WARNING)
        self._log = logging.getLogger("mkdocs.commands.build")
        self._done = False
        try:
            self._site.mkdir(parents=True, exist_ok=True)
            with one_at_a_time():
                self._next = Path(tempfile.mkdtemp(prefix=_NEXT, dir=self._site))
                # What is ended by Ctrl+C asks no plugin.
                atexit.register(self.discard)
        except OSError as error:
            stopped = CannotCheckError(
                f"The folder of the site cannot be written to: {self._site} ({error.strerror}).",
                "Give another `site_dir`, or the right to write there.",
            )
            raise PluginError(str(stopped)) from stopped
        self._next.chmod(0o755)
        logging.getLogger("mkdocs").addHandler(self._remarks)
        self._log.addFilter(self._with_final_place)
        config.site_dir = str(self._next)

    @property
    def refused(self) -> bool:
        """Whether MkDocs will stop this build because of its own warnings."""
        return bool(self._config.strict and self._remarks.get_counts())

    def publish(self, hashes: Hashes, last: LastSite | None = None) -> None:
        """The new site takes the place of the old one; files and folders of other programs that begin with a dot stay.

        `hashes` are the SHA-256 of all its files but the record of the build, by their addresses; some of them may have
        been left to the `last` site. Nobody interrupts that. Raises PluginError where the old site cannot be moved
        away, which is put back then, and where another one has taken the place of the last and not all of that is kept.
        """
        with _alone_in(self._site), one_at_a_time():
            standing = last.standing if last else {}
            if last and standing and not last.is_untouched:
                # Another build was faster, or was ended by force. What it has left gives way, unless it is the same.
                standing = hashes if stands(self._site, hashes) else {}
                if not standing and not last.written_after_all(self._next, hashes):
                    _refuse_other(self._site)
            try:
                replace_site(self._site, self._next, hashes, standing)
            except OSError as error:
                _refuse(error)
        self.discard()

    def publish_alone(self, name: str, standing: Hashes) -> None:
        """One file of the new site takes the place of the old one's, all others of which stay.

        Raises PluginError where it cannot, and where another site than the one that is `standing` has taken its place.
        """
        try:
            with _alone_in(self._site), one_at_a_time():
                if not has_manifest(self._site, standing):
                    _refuse_other(self._site)
                (self._next / name).replace(self._site / name)
        except OSError as error:
            _refuse(error)
        self.discard()

    def discard(self) -> None:
        """Nothing is left of the new folder, and MkDocs has its own settings again."""
        # A second request to end waits, so that the first one leaves nothing.
        with one_at_a_time():
            self._discard()

    def _discard(self) -> None:
        if self._done:
            return
        self._done = True
        atexit.unregister(self.discard)
        logging.getLogger("mkdocs").removeHandler(self._remarks)
        self._log.removeFilter(self._with_final_place)
        self._config.site_dir = str(self._site)
        shutil.rmtree(self._next, ignore_errors=True)
        left = [*self._site.glob(f"{_NEXT}*"), *self._site.glob(f"{LAST}*")]
        # Documents may lie in a folder of such a name.
        published = {name.partition("/")[0] for name in named_by_manifest(self._site)} if left else set()
        for forgotten in (each for each in left if each.name not in published):
            with suppress(OSError):
                if time.time() - forgotten.stat().st_mtime > _FORGOTTEN:
                    shutil.rmtree(forgotten, ignore_errors=True)

    def _with_final_place(self, record: logging.LogRecord) -> bool:
        record.msg = str(record.msg).replace(str(self._next), str(self._site))
        return True


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """No other build replaces the site until the block ends, where the system knows such a thing."""
    try:
        import fcntl  # exists on Unix alone
    except ImportError:
        yield
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        # Some file systems know no locks.
        with suppress(OSError):
            fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def _refuse_other(site: Path) -> NoReturn:
    stopped = CannotCheckError(
        f"Another build has replaced the site meanwhile: {site}. That site stays.",
        "Build again.",
    )
    raise PluginError(str(stopped)) from stopped


def _refuse(error: OSError) -> NoReturn:
    stopped = CannotCheckError(
        f"The old site cannot be replaced: {error.filename} ({error.strerror}). The site is as it was.",
        "Close what uses it, and build again.",
    )
    raise PluginError(str(stopped)) from stopped
