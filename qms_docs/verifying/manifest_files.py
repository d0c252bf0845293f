"""Files beside manifests, and manifests that belong to no site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.approving.signing_key import signing_key
from qms_docs.failures import WrongUseError
from qms_docs.reports.manifest import manifest_json
from qms_docs.signing.ssh_keygen import sign
from qms_docs.sources.manifests import NAMESPACE, SIGNATURE_ENDING
from qms_docs.verifying.problems import holder_of
from qms_docs.views.manifest import manifest_of
from qms_docs.writing.new_file import create_file

if TYPE_CHECKING:
    from pathlib import Path

    from qms_docs.sources.loading import ManualSource
    from qms_docs.verifying.verify import GivenManifest

__all__ = ["sign_manifest", "write_manifest"]


def sign_manifest(source: ManualSource, given: GivenManifest, named_key: Path | None) -> str:
    """The signature is written beside the manifest; gives the name of the person or CI job that holds the key.

    Raises WrongUseError for a key whose holder others could not look up, CannotSignError, and CannotWriteError where
    a signature lies there already.
    """
    manifest = given.kept.manifest
    key = signing_key(source.repository, named_key)
    holder = holder_of(key.public.line, source.organization_after(manifest.commit), manifest.as_of)
    if holder is None:
        raise WrongUseError(
            f"The key {key.public.fingerprint} was held by nobody in organization.yml on {manifest.as_of}, so that its "
            "signature would say nothing to others. Enter the key there first, or name another with `--key`."
        )
    signature = sign(given.kept.content, key.signer, NAMESPACE)
    create_file(given.path.parent, given.path.name + SIGNATURE_ENDING, signature.encode("ascii"))
    return holder


def write_manifest(source: ManualSource, file: Path, previous: GivenManifest | None) -> None:
    """A manifest of everything that was issued until today is written to a new file.

    Raises CannotWriteError where the file exists already.
    """
    manifest = manifest_of(source.manual(), previous.kept.sha256 if previous else None)
    create_file(file.parent, file.name, manifest_json(manifest))
