"""Manifests as somebody may hand them over: every file gives a manifest or a sentence."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qms_docs.failures import CannotCheckError
from qms_docs.reports.manifest import manifest_json
from qms_docs.sources.manifests import read_manifest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qms_docs.model.manifest import KeptManifest

DIGEST, COMMIT, HASH = "qms1:" + "a" * 64, "b" * 40, "c" * 64
ROW = {"id": "SOP-004", "revision": "1.10", "digest": DIGEST, "commit": COMMIT, "effective_on": None}
WHOLE: dict[str, Any] = {
    "commit": COMMIT,
    "as_of": "2026-11-23",
    "builder": "qms-docs 0.1.0",
    "previous": HASH,
    "documents": [ROW, {**ROW, "revision": "2.0", "commit": "d" * 64, "effective_on": "2027-01-01"}],
    "files": {"index.html": HASH},
}


@pytest.fixture
def read(tmp_path: Path) -> Callable[[object], KeptManifest]:
    """Reads a manifest from a file."""

    def from_file(content: object) -> KeptManifest:
        path = tmp_path / "kept.json"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return read_manifest(path, "kept.json")

    return from_file


def test_what_was_written_is_read(read: Callable[[object], KeptManifest]) -> None:
    """A manifest that is read and written again has the same bytes; what later versions add is left alone."""
    kept = read(WHOLE)
    assert [each.name for each in kept.manifest.revisions] == ["Revision 1.10 of SOP-004", "Revision 2.0 of SOP-004"]
    assert json.loads(manifest_json(kept.manifest)) == WHOLE
    assert read(manifest_json(kept.manifest)).content == manifest_json(kept.manifest)
    later = {**WHOLE, "pages": 1.5, "documents": [{**ROW, "title": "Purchasing", "pages": [1, {"a": None}]}]}
    assert read(later).manifest.revisions == kept.manifest.revisions[:1]


def test_a_name_that_is_no_text(read: Callable[[object], KeptManifest]) -> None:
    """The path of a file may have bytes that are no UTF-8, and comes back as it was."""
    strange = os.fsdecode(b"caf\xe9.html")
    kept = read({**WHOLE, "files": {strange: HASH}})
    assert read(manifest_json(kept.manifest)).manifest.files == {strange: HASH}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"commit": None}, None),
        ({"previous": None}, None),
        ({"documents": [], "files": {}}, None),
        ({"commit": "HEAD"}, "commit: got 'HEAD', expected the id of a commit"),
        ({"commit": "B" * 40}, "commit: got 'BBBB"),
        ({"commit": 10**17}, "commit: got 100000000000000000, expected the id"),
        ({"as_of": "2026-02-30"}, "as_of: got '2026-02-30', expected a day such as 2026-12-01"),
        ({"as_of": None}, "as_of: got None, expected a day"),
        ({"previous": "c" * 63}, "previous: got 'ccc"),
        ({"documents": {}}, "documents: got {}, expected something else"),
        ({"documents": [[]]}, "documents[0]: got [], expected something else"),
        ({"documents": [{**ROW, "digest": "qms2:" + "a" * 64}]}, "documents[0].digest: got 'qms2:aaa"),
        ({"documents": [{**ROW, "id": 4}]}, "documents[0].id: got 4, expected a text"),
        ({"documents": [{**ROW, "id": ""}]}, "documents[0].id: got '', expected a text"),
        ({"documents": [{**ROW, "id": "x" * 5000}]}, "documents[0].id: got 'xxx"),
        ({"documents": [{**ROW, "revision": 1.10}]}, "documents[0].revision: got 1.1, expected a text"),
        ({"documents": [{**ROW, "effective_on": "soon"}]}, "documents[0].effective_on: got 'soon', expected a day"),
        ({"documents": [{"id": "SOP-004"}]}, "documents[0].revision is missing"),
        ({"documents": [ROW, ROW]}, "it names revision 1.10 of SOP-004 twice"),
        ({"files": {"index.html": None}}, "files.index.html: got None, expected a SHA-256"),
        ({"files": []}, "files: got [], expected something else"),
    ],
)
def test_fields(read: Callable[[object], KeptManifest], changed: dict[str, object], reason: str | None) -> None:
    """A value of another form is named with its place; nothing but entries, days before and texts may be absent."""
    if reason is None:
        assert read(WHOLE | changed)
        return
    with pytest.raises(CannotCheckError) as failure:
        read(WHOLE | changed)
    assert failure.value.fact.startswith(f"kept.json is no manifest of a publication: {reason}")
    assert len(failure.value.fact) < 300


@pytest.mark.parametrize("name", list(WHOLE))
def test_every_field_has_to_be_there(read: Callable[[object], KeptManifest], name: str) -> None:
    """A manifest without one of its fields is none."""
    with pytest.raises(CannotCheckError, match=f"{name} is missing"):
        read({key: value for key, value in WHOLE.items() if key != name})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is no JSON (line 1: Expecting value)"),
        (b"\n\n{", "it is no JSON (line 3: "),
        (b"\xff{}", "it is not UTF-8"),
        (json.dumps(WHOLE).encode("utf-16"), "it is not UTF-8"),
        (b"\xef\xbb\xbf{}", "it is no JSON"),
        (b"[]", "it is not a group of fields"),
        (b"null", "it is not a group of fields"),
        (b"NaN", "it has the value NaN, which JSON does not know"),
        (b'{"commit": -Infinity}', "it has the value -Infinity"),
        (b"1" * 5000, "it has a number of more than 18 digits"),
        (b"1e999999999", "it is not a group of fields"),
        (b"[" * 200_000, "its values are nested too deeply"),
        (b'{"a":' * 200_000, "its values are nested too deeply"),
        (b'{"as_of": "2026-01-01", "as_of": "2027-01-01"}', "it has the name 'as_of' twice in one place"),
        (b'{"files": {"a": 1, "b": 2, "a": 3}}', "it has the name 'a' twice"),
        (b'{"' + b"x" * 500 + b'":1,"' + b"x" * 500 + b'":1}', "it has the name 'xxx"),
        (b'{"\\ud800":1,"\\ud800":1}', "it has the name '\\ud800' twice"),
        (b'{"\x1b[31m":1}', "it is no JSON"),
    ],
)
def test_what_is_no_manifest(read: Callable[[object], KeptManifest], content: bytes, reason: str) -> None:
    """Any other file is refused with a sentence that says why."""
    with pytest.raises(CannotCheckError) as failure:
        read(content)
    assert failure.value.fact.startswith(f"kept.json is no manifest of a publication: {reason}")
    assert failure.value.remedy == "Give a manifest.json as a build wrote it."


def test_many_equal_names(read: Callable[[object], KeptManifest]) -> None:
    """A name that stands twice among very many is found at once."""
    names = ",".join(f'"{number}":1' for number in range(200_000))
    with pytest.raises(CannotCheckError, match="it has the name '199999' twice"):
        read(f'{{"files":{{{names},"199999":1}}}}'.encode())


def test_an_archive(read: Callable[[object], KeptManifest]) -> None:
    """A packed file is not taken for a damaged manifest."""
    with pytest.raises(CannotCheckError, match=r"kept\.json is a ZIP file and no manifest"):
        read(b"PK\x03\x04\x14\x00")


def test_a_file_without_end() -> None:
    """A file is not read beyond the size that a manifest can have."""
    from pathlib import Path  # noqa: PLC0415 - a device of the machine

    with pytest.raises(CannotCheckError, match=r"zero is larger than 40,000 kB"):
        read_manifest(Path("/dev/zero"), "zero")


def test_what_cannot_be_read(tmp_path: Path) -> None:
    """A folder, and a file that is gone, are sentences."""
    with pytest.raises(CannotCheckError, match="here cannot be read: Is a directory"):
        read_manifest(tmp_path, "here")
    with pytest.raises(CannotCheckError, match="gone cannot be read: No such file"):
        read_manifest(tmp_path / "gone", "gone")


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0), value=st.binary(max_size=4))
def test_a_damaged_manifest(tmp_path_factory: pytest.TempPathFactory, place: int, value: bytes) -> None:
    """Whatever is put into a manifest, it is one or it is refused with a sentence."""
    content = json.dumps(WHOLE).encode()
    place %= len(content)
    path = tmp_path_factory.mktemp("damaged") / "kept.json"
    path.write_bytes(content[:place] + value + content[place + 1 :])
    try:
        kept = read_manifest(path, "kept.json")
    except CannotCheckError as failure:
        assert failure.fact.endswith(".")  # noqa: PT017 - both outcomes are right
    else:
        assert kept.manifest.as_of
