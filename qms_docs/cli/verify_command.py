"""`qms verify`: the repository, earlier manifests, or an audit pack."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qms_docs.cli.common import opened
from qms_docs.cli.given import given_file
from qms_docs.cli.output import give, say
from qms_docs.failures import WrongUseError

if TYPE_CHECKING:
    from qms_docs.model.problem import Verification

__all__ = ["command"]


@click.command("verify", epilog="Example: qms verify kept/manifest-2026-11-23.json")
@click.argument("manifests", metavar="[PACK | MANIFEST...]", nargs=-1)
@click.option("--sign", is_flag=True, help="Sign the manifest, once it is verified, as MANIFEST.sig.")
@click.option("--key", type=click.Path(path_type=Path), metavar="FILE", help="Your SSH key (default: git's own).")
@click.option("--write", metavar="FILE", help="Write a manifest of today to this new file, once all is verified.")
@click.option("--strict", is_flag=True, help="What a later revision has overtaken fails the verification too.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def command(
    folder: Path,
    manifests: tuple[str, ...],
    key: Path | None,
    write: str | None,
    form: str,
    *,
    sign: bool,
    strict: bool,
) -> int:
    """Verify what was signed, published and stored.

    Without a manifest: every approval that ever came, with its signature and digest. With earlier manifests: that every
    revision they name is still there with the same digest, entry and effective day, that they follow each other without
    a gap, and whose signature lies beside them as MANIFEST.sig. In both cases: that git has stored what its ids say.

    With an audit pack, which is the file of `qms pack` or the folder into which it was unpacked: that no byte was
    changed, nothing was added or taken out, and texts, digests, approvals and signatures belong together. For this no
    repository is needed. Whether it is the organization's own pack, only its SHA-256 tells.

    A manifest that `--write` makes names every document, also those that the site withholds, and the manifest that was
    verified as the one before. Exit status: 0 in order, 1 something does not hold, 3 could not verify.
    """
    from qms_docs.verifying.verify import read_given, verify_manifests, verify_repository

    _refuse_unclear(manifests, key, write, sign=sign)
    if (pack := _pack(folder, manifests, only=not (sign or write))) is not None:
        _tell(pack, form)
        return 0 if pack.ok else 1
    given = read_given([(name, given_file(folder, name)) for name in manifests])
    with opened(folder) as source:
        verification = verify_manifests(source, given) if given else verify_repository(source)
        _tell(verification, form)
        if not verification.ok or (strict and verification.problems):
            return 1
        if sign or write:
            from qms_docs.verifying.manifest_files import sign_manifest, write_manifest
        if sign:
            holder = sign_manifest(source, given[0], folder / key.expanduser() if key else None)
            say(f"Signed by {holder}: {given[0].kept.name}.sig")
        if write:
            write_manifest(source, folder / write, given[0] if given else None)
            say(f"Written: {write}")
    return 0


def _pack(folder: Path, names: tuple[str, ...], *, only: bool) -> Verification | None:
    """What is to be said of the audit pack that is named; None where none is."""
    from qms_docs.verifying.packs import is_pack, verify_pack

    packs = [name for name in names if is_pack(given_file(folder, name))]
    if not packs:
        return None
    if len(names) > 1 or not only:
        raise WrongUseError("An audit pack is verified by itself: name one, without manifests, `--sign` and `--write`.")
    return verify_pack(folder / packs[0], packs[0])


def _tell(verification: Verification, form: str) -> None:
    from qms_docs.reports.verification import verification_json, verification_outcome, verification_text

    give(verification_json(verification) if form == "json" else verification_text(verification))
    if form == "text":
        say(verification_outcome(verification))


def _refuse_unclear(manifests: tuple[str, ...], key: Path | None, write: str | None, *, sign: bool) -> None:
    if sign and len(manifests) != 1:
        raise WrongUseError("`--sign` signs one manifest: name it.")
    if write and (sign or len(manifests) > 1):
        raise WrongUseError("`--write` goes with one manifest at most, and not with `--sign`.")
    if key and not sign:
        raise WrongUseError("`--key` goes with `--sign`.")
