"""How `qms build` and `qms serve` find the site generator, which the core does not know."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Protocol

from qms_docs.failures import CannotCheckError, WrongUseError
from qms_docs.sources.site_settings import SITE_CONFIGURATION, site_settings_faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from qms_docs.exports.site_text import Elsewhere, SiteTexts, WantedText
    from qms_docs.model.manifest import KeptManifest
    from qms_docs.model.manual import Manual
    from qms_docs.sources.loading import ManualSource

__all__ = ["SiteGenerator", "site_configuration", "site_generator"]

_GROUP = "qms_docs.site_generators"


class SiteGenerator(Protocol):
    """Something that makes the site of a manual; each raises the failures of `qms_docs.failures`."""

    def build(
        self,
        configuration: Path,
        *,
        mode: str,
        as_of: date | None,
        strict: bool,
        today: date,
        previous: KeptManifest | None,
    ) -> None:
        """The site is written."""

    def texts(
        self,
        configuration: Path,
        source: ManualSource,
        manual: Manual,
        wanted: Sequence[WantedText],
        together: frozenset[str],
    ) -> SiteTexts:
        """Texts of documents as the site shows them; links to documents that stand `together` lead to them there."""

    def texts_in_turn(
        self,
        configuration: Path,
        settings: bytes,
        source: ManualSource,
        manual: Manual,
        wanted: Iterable[tuple[WantedText, Elsewhere]],
    ) -> Iterator[SiteTexts]:
        """The same, each text by itself and with what lies beside it, by these settings of the site."""

    def serve(self, configuration: Path, *, as_of: date | None, strict: bool, today: date, address: str | None) -> None:
        """The site is shown and follows every edit, until it is interrupted."""


def site_generator() -> SiteGenerator:
    """The installed generator.

    Raises CannotCheckError where none is installed.
    """
    found = next(iter(sorted(entry_points(group=_GROUP), key=lambda each: each.name)), None)
    if found is None:
        raise CannotCheckError(
            "No site generator is installed.", "Install qms-docs as a whole: `pip install qms-docs`."
        )
    generator: SiteGenerator = found.load()()
    return generator


def site_configuration(folder: Path) -> Path:
    """The `mkdocs.yml` of the folder or of the nearest folder around it.

    Raises WrongUseError where there is none, or none that can be read.
    """
    for place in (folder, *folder.parents):
        if (place / SITE_CONFIGURATION).is_file():
            _refuse_unreadable(place / SITE_CONFIGURATION)
            return place / SITE_CONFIGURATION
        if (place / ".git").exists():
            break
    raise WrongUseError(
        f"There is no {SITE_CONFIGURATION}, which says how the site looks, in {folder} or above it. "
        "Write one with `site_name`, `docs_dir` and the plugin `document-control`."
    )


def _refuse_unreadable(configuration: Path) -> None:
    """What would be a finding of `qms check` stops a build before the site generator complains in its own words."""
    try:
        content = configuration.read_bytes()
    except OSError as error:
        raise WrongUseError(f"{SITE_CONFIGURATION} cannot be opened: {error.strerror}.") from error
    for fault in site_settings_faults(content):
        raise WrongUseError(f"{fault.path}:{fault.line}: IN101 {fault.fact} {fault.remedy}")
