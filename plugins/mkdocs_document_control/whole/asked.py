"""Everything besides the repository on which a site hangs, in a form that can be compared between builds."""

from __future__ import annotations

import hashlib
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs_document_control import outside
from mkdocs_document_control.kept.settings import changes_nothing_at_all, known, settings_of_site
from qms_docs.sources.regular_file import read_regular

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.config.defaults import MkDocsConfig

    from mkdocs_document_control.choice import Choice

__all__ = ["Named", "as_they_are", "asked_of_site", "named_by", "names_below"]

Named = tuple[tuple[str, str | None], ...]
"""Files of `docs_dir` that mkdocs.yml names, each with its SHA-256; None where there is none."""


def asked_of_site(config: MkDocsConfig, chosen: Choice) -> bytes | None:
    """What is asked for; None where other plugins have a part in the site, or something tells nobody what it is."""
    settings = known(settings_of_site, config) if changes_nothing_at_all(config) else None
    level = logging.getLogger("mkdocs").getEffectiveLevel()
    if settings is None or level <= logging.DEBUG:
        return None
    previous = chosen.previous and (chosen.previous.name, chosen.previous.sha256)
    places = (str(config.config_file_path), str(Path(config.docs_dir).resolve()))
    # By this variable MkDocs dates what it builds.
    dated = os.environ.get("SOURCE_DATE_EPOCH")
    facts = repr(
        (chosen.mode, chosen.as_of, chosen.today, previous, places, level, logging.root.manager.disable, dated)
    )
    return hashlib.blake2b(settings + b"\0" + facts.encode("utf-8", "surrogatepass"), digest_size=20).digest()


def named_by(config: MkDocsConfig) -> Named:
    """The files that mkdocs.yml names, before the build adds its own."""
    return as_they_are(config, sorted(outside.named_files(config)))


def as_they_are(config: MkDocsConfig, names: Iterable[str]) -> Named:
    """Files of `docs_dir` as they lie there now; what is named beyond it is no file of the site."""
    return tuple((each, _sha256(Path(config.docs_dir, each))) for each in names if _lies_below(each))


def _lies_below(name: str) -> bool:
    return not name.startswith("/") and ".." not in name.split("/")


def names_below(docs_dir: str) -> bytes:
    """What tells the files of `docs_dir` from others, as MkDocs comes upon them; git may be told to look away there.

    A build warns of those that lie where the site has a file of its own.
    """
    hashed = hashlib.blake2b(digest_size=20)
    for place, below, names in os.walk(docs_dir, followlinks=True):
        below.sort()
        for name in sorted(names):
            hashed.update(os.fsencode(os.path.join(place, name)) + b"\0")  # noqa: PTH118 - of a walk over many files
    return hashed.digest()


def _sha256(path: Path) -> str | None:
    try:
        return hashlib.sha256(read_regular(path)).hexdigest()
    except (OSError, ValueError):
        return None
