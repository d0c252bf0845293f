"""What `qms pack` puts together: the manual of a day, the site generator, and the file."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from qms_docs.cli.site import site_generator
from qms_docs.exports.pack.packing import Packed, write_pack
from qms_docs.exports.pack.verifier import SEAL
from qms_docs.failures import WrongUseError
from qms_docs.model.policy import Audience
from qms_docs.sources.site_settings import SITE_CONFIGURATION, read_site_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from qms_docs.exports.pack.request import Request
    from qms_docs.exports.site_text import Elsewhere, SiteTexts, WantedText
    from qms_docs.sources.loading import ManualSource

__all__ = ["packed_into", "replaceable"]

_SEALED = len(SEAL) + 64


def replaceable(path: Path) -> bool:
    """Whether the file is an earlier pack, which a new one may replace, or empty."""
    with path.open("rb") as stream:
        stream.seek(max(0, os.fstat(stream.fileno()).st_size - _SEALED))
        end = stream.read(_SEALED)
    return not end or end.startswith(SEAL)


def packed_into(
    stream: BinaryIO, configuration: Path, source: ManualSource, day: date, request: Request, *, everything: bool
) -> Packed:
    """The pack of a day, from a source that is frozen at its last commit.

    Raises WrongUseError where the settings of the site were not accepted by that day.
    """
    manual = source.manual(day, judged=True)
    # A pack is for whoever it is handed to: what a public site would not name is not left out of its texts.
    policy = replace(manual.policy, site=replace(manual.policy.site, audience=Audience.INTERNAL))
    readable = replace(manual, policy=policy)
    place = os.path.relpath(configuration, source.repository.root)
    settings = source.repository.read_one(f"{manual.commit}:{place}")
    if settings is None:
        settings = _settings_of_today(source, place)
    generator = site_generator()

    def texts(wanted: Iterable[tuple[WantedText, Elsewhere]]) -> Iterator[SiteTexts]:
        return generator.texts_in_turn(configuration, settings, source, readable, wanted)

    asked = replace(request, formulas=read_site_settings(settings).formulas)
    return write_pack(stream, source, manual, asked, texts, everything=everything)


def _settings_of_today(source: ManualSource, place: str) -> bytes:
    """On an early day there was no site yet, and texts look as they do today."""
    committed = source.repository.read_one(f"{source.repository.head()}:{place}")
    if committed is None:
        raise WrongUseError(f"{SITE_CONFIGURATION} is not committed, so that the pack would not be the same elsewhere.")
    return committed
