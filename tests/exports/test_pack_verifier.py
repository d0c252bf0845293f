"""What both verifiers say of a pack: the same, whatever somebody did to it."""

from __future__ import annotations

import ast
import hashlib
import io
import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qms_docs.exports.pack.verifier
from qms_docs.exports.pack.archive import PackArchive
from qms_docs.exports.pack.verifier import NotVerifiedError, signed_by_ssh_keygen, verify
from qms_docs.failures import CannotCheckError
from qms_docs.verifying.packs import is_pack, verify_pack
from support.packs import files_of, packed_again, verdict_of_the_script

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from qms_docs.exports.pack.verifier import Problem

TEXT, LISTING, HISTORY = "documents/SOP-004/index.html", "documents/SOP-004/revision-2.listing.txt", "contents.json"
SIGNATURE = "documents/SOP-004/approvals-2/cid.dahl/statement.txt.sig"


def both(path: Path) -> list[Problem]:
    """What either verifier finds, which is the same."""
    with_keygen = verify(str(path), signed_by_ssh_keygen)
    assert with_keygen.unverified == []
    ours = verify_pack(path, path.name)
    assert [tuple(each) for each in with_keygen.problems] == [
        (each.code, each.what, each.path, each.expected, each.got) for each in ours.problems
    ]
    return with_keygen.problems


def written(folder: Path, content: bytes) -> Path:
    """A file with this content."""
    target = folder / "changed.zip"
    target.write_bytes(content)
    return target


def test_pack_is_in_order(pack: Path, script: Path) -> None:
    """As it was written, a pack holds for both verifiers, with every file, text, approval and signature."""
    assert both(pack) == []
    status, words = verdict_of_the_script(pack, script)
    assert status == 0
    checked = verify_pack(pack, "pack.zip").checked
    assert checked == {"files": len(files_of(pack)) - 1, "texts": 4, "approvals": 4, "signatures": 4}
    assert "compare the SHA-256 of the ZIP, or the commit, with what the organization says." in words.splitlines()[-1]
    assert f"In order: {checked['files']} files, 4 texts, 4 approvals, 4 signatures verified." in words


def test_unpacked_pack_is_in_order(pack: Path, tmp_path: Path) -> None:
    """The folder into which a pack was unpacked holds too, by its own verifier and by sha256sum."""
    with zipfile.ZipFile(pack) as archive:
        archive.extractall(tmp_path / "pack")
    (tmp_path / "pack" / ".DS_Store").write_bytes(b"left by a file manager")
    assert both(tmp_path / "pack") == []
    status, words = verdict_of_the_script(pack, tmp_path / "pack" / "verify.py", str(tmp_path / "pack"))
    assert (status, words.startswith("In order")) == (0, True)
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=tmp_path / "pack", check=False
    )
    assert done.returncode == 0


@settings(max_examples=60, deadline=None)
@given(chance=st.randoms(use_true_random=False), bit=st.integers(0, 7))
def test_one_flipped_bit_is_noticed(pack: Path, chance: random.Random, bit: int) -> None:
    """Wherever a bit is flipped, both verifiers say so."""
    content = bytearray(pack.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << bit
    with tempfile.TemporaryDirectory() as folder:
        assert both(written(Path(folder), bytes(content)))


def test_every_byte_of_the_end_is_noticed(pack: Path, tmp_path: Path) -> None:
    """Each byte of the end of the list and of the seal counts, and each of the first bytes."""
    content = pack.read_bytes()
    for place in (*range(60), *range(len(content) - 140, len(content))):
        changed = bytearray(content)
        changed[place] ^= 0xFF
        assert both(written(tmp_path, bytes(changed))), place


def test_script_gives_the_same_verdict(pack: Path, script: Path, tmp_path: Path) -> None:
    """The verifier alone ends with 1 and names the file in which a byte was changed."""
    with zipfile.ZipFile(pack) as archive:
        info = archive.getinfo(TEXT)
    content = bytearray(pack.read_bytes())
    content[info.header_offset + 30 + len(TEXT) + info.compress_size // 2] ^= 1
    status, words = verdict_of_the_script(written(tmp_path, bytes(content)), script)
    assert status == 1
    assert f"{TEXT}: PACK" in words
    assert "NOT in order" in words


@pytest.mark.parametrize(
    ("damage", "path", "what"),
    [
        (lambda content: content + b"x", "changed.zip", "bytes were added or cut off"),
        (lambda content: b"x" + content, "changed.zip", "Its bytes are not those that were written"),
        (lambda content: content[:-1], "changed.zip", "bytes were added or cut off"),
        (lambda content: content[: len(content) // 2], "changed.zip", "cannot be opened as a ZIP file"),
        (lambda content: content[:40], "changed.zip", "cannot be opened as a ZIP file"),
    ],
    ids=["behind", "before", "last", "half", "start"],
)
def test_bytes_around_a_pack(
    pack: Path, tmp_path: Path, damage: Callable[[bytes], bytes], path: str, what: str
) -> None:
    """Bytes before, behind and cut off are named."""
    problems = both(written(tmp_path, damage(pack.read_bytes())))
    assert any(each.path == path and what in each.what for each in problems)


def resealed(pack: Path, entries: Callable[[PackArchive], None]) -> bytes:
    """The files of a pack and further ones in a ZIP file, of which only the sums know nothing."""
    stream = io.BytesIO()
    archive = PackArchive(stream)
    files = files_of(pack)
    sums = files.pop("SHA256SUMS")
    for name, content in files.items():
        archive.add(name, content)
    entries(archive)
    archive.sums = {line[66:]: line[:64] for line in sums.decode().splitlines()}
    archive.close()
    return stream.getvalue()


def entry(name: str, content: bytes = b"x", mode: int = stat.S_IFREG | 0o644) -> Callable[[PackArchive], None]:
    """A further entry of a ZIP file, of whatever name and kind."""

    def add(archive: PackArchive) -> None:
        info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        info.external_attr = mode << 16
        archive._zip.writestr(info, content, zipfile.ZIP_DEFLATED)

    return add


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
@pytest.mark.parametrize(
    ("add", "path", "what"),
    [
        (entry("added.html"), "added.html", "It was added"),
        (entry("index.html"), "index.html", "more than once"),
        (entry("../escaped.html"), "../escaped.html", "no file of a pack has"),
        (entry("/etc/passwd"), "/etc/passwd", "no file of a pack has"),
        (entry("a\\b.html"), "a\\b.html", "no file of a pack has"),
        (entry("deep/./x.html"), "deep/./x.html", "no file of a pack has"),
        (entry("INDEX.html"), "index.html", "the same name in other letters"),
        (entry("folder/"), "folder/", "no plain file"),
        (entry("link", b"/etc/passwd", stat.S_IFLNK | 0o777), "link", "no plain file"),
        (entry("bomb.html", b"\0" * 900_000_000), "changed.zip", "unpack to more than 200 times its size"),
    ],
    ids=["added", "twice", "above", "root", "backslash", "dot", "letters", "folder", "link", "bomb"],
)
def test_entries_that_no_pack_has(
    pack: Path, tmp_path: Path, add: Callable[[PackArchive], None], path: str, what: str
) -> None:
    """Added files, names that lead elsewhere, links and traps are named, and nothing is unpacked."""
    problems = both(written(tmp_path, resealed(pack, add)))
    assert any(each.path == path and what in each.what for each in problems), problems
    assert [each.name for each in tmp_path.iterdir()] == ["changed.zip"]


def test_something_between_the_files(pack: Path, tmp_path: Path) -> None:
    """Bytes that belong to no file are named, also under a right seal."""

    def hide(archive: PackArchive) -> None:
        archive._stream.seek(0, 2)
        archive._stream.write(b"hidden")
        archive._zip.start_dir = archive._stream.tell()

    problems = both(written(tmp_path, resealed(pack, hide)))
    assert [each.path for each in problems] == ["changed.zip"]
    assert "Something lies" in problems[0].what


def test_files_of_an_unpacked_pack(pack: Path, tmp_path: Path) -> None:
    """In a folder too, changed, missing, added and linked files are named, each with its path."""
    with zipfile.ZipFile(pack) as archive:
        archive.extractall(tmp_path / "pack")
    folder = tmp_path / "pack"
    (folder / "master-list.csv").write_bytes(b"changed")
    (folder / "answers.html").unlink()
    (folder / "documents" / "note.txt").write_bytes(b"added")
    (folder / "clauses.html").unlink()
    (folder / "clauses.html").symlink_to(folder / "rules.html")
    os.mkfifo(folder / "pipe")
    problems = {each.path: each.what for each in both(folder)}
    assert problems == {
        "answers.html": "It is missing.",
        "clauses.html": "It is missing.",
        "documents/note.txt": "It was added: SHA256SUMS does not name it.",
        "master-list.csv": "It was changed.",
        "pipe": "It is a link or something else than a file.",
    } | {"clauses.html": "It is missing."}


def edited(name: str, change: Callable[[Any], None]) -> Callable[[dict[str, bytes]], None]:
    """A change of a JSON file."""

    def edit(files: dict[str, bytes]) -> None:
        value = json.loads(files[name])
        change(value)
        files[name] = json.dumps(value).encode()

    return edit


def replaced(name: str, change: Callable[[bytes], bytes]) -> Callable[[dict[str, bytes]], None]:
    """A change of the bytes of a file."""

    def edit(files: dict[str, bytes]) -> None:
        files[name] = change(files[name])

    return edit


def first_approval(field: str, value: object) -> Callable[[dict[str, bytes]], None]:
    """Another value in the first approval that the pack names."""
    return edited("contents.json", lambda contents: contents["approvals"][0].update({field: value}))


@pytest.mark.parametrize(
    ("change", "code", "what"),
    [
        (replaced(SIGNATURE, lambda armored: armored.replace(b"U1NI", b"U1NJ")), "DC208", "signature does not hold"),
        (replaced(SIGNATURE, lambda armored: armored + b"\n"), "DC208", "signature does not hold"),
        (replaced(SIGNATURE, lambda armored: armored.replace(b"\n", b"\r\n")), "DC208", "signature does not hold"),
        (
            replaced(SIGNATURE.removesuffix(".sig"), lambda text: text.replace(b"Cid", b"Kid")),
            "PACK",
            "statement is not",
        ),
        (replaced(LISTING, lambda listing: listing.replace(b"flow", b"slow")), "DC501", "does not have the digest"),
        (lambda files: files.pop(LISTING), "DC501", "does not have the digest"),
        (first_approval("key_from", "2026-12-01"), "DC208", "does not stand in the organization"),
        (first_approval("key", "ssh-ed25519 QUJD"), "DC208", "does not stand in the organization"),
        (first_approval("name", "Somebody Else"), "PACK", "approval of revision 1 by"),
        (first_approval("at", "yesterday"), "PACK", "The statement is not the one"),
        (edited("contents.json", lambda contents: contents["approvals"].pop()), "PACK", "by Eva Lund is missing"),
        (
            edited("contents.json", lambda contents: contents["revisions"].pop(0)),
            "DC501",
            "Revision 1 of SOP-004 is missing",
        ),
        (edited("contents.json", lambda contents: contents.update(commit="0" * 40)), "PACK", "another commit"),
        (edited("contents.json", lambda contents: contents.pop("histories")), "PACK", "`histories` is no list"),
        (
            edited("documents/SOP-004/history.json", lambda told: told["revisions"].pop()),
            "DC501",
            "Revision 1 is missing",
        ),
        (
            edited(
                "documents/SOP-004/history.json", lambda told: told["revisions"][0].update(effective_on="2020-01-01")
            ),
            *("DC501", "another effective_on"),
        ),
        (edited("master-list.json", lambda rows: rows.pop()), "DC501", "SOP-010 is missing"),
        (edited("master-list.json", lambda rows: rows[0].update(revision="1")), "DC501", "with this digest"),
        (
            replaced("history.bundle", lambda pack: pack.replace(b" HEAD", b" MAIN", 1).replace(b"a", b"b", 5)),
            "PACK",
            "commit",
        ),
        (replaced("contents.json", lambda _: b"[" * 100_000), "PACK", "cannot be read as JSON"),
        (
            replaced("contents.json", lambda text: text.replace(b'"format"', b'"commit"')),
            "PACK",
            "cannot be read as JSON",
        ),
        (replaced("contents.json", lambda _: b"7"), "PACK", "it is no group of fields"),
    ],
    ids=map(str, range(22)),
)
def test_what_does_not_belong_together(
    pack: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None], code: str, what: str
) -> None:
    """Also where every sum was made anew, texts, approvals, signatures and histories have to belong together."""
    problems = both(written(tmp_path, packed_again(files_of(pack), change)))
    assert any(each.code == code and what in each.what for each in problems), problems


def test_manifest_that_says_otherwise(pack: Path, tmp_path: Path) -> None:
    """The manifest and the other lists name the same revisions and files."""

    def digest(manifest: dict[str, Any]) -> None:
        manifest["documents"][0]["digest"] = "qms1:" + "0" * 64
        manifest["files"]["index.html"] = "0" * 64
        manifest["files"].pop("style.css")

    problems = both(written(tmp_path, packed_again(files_of(pack), manifest=digest)))
    assert {each.path for each in problems} >= {
        *("contents.json", "documents/SOP-004/history.json", "index.html", "style.css")
    }


def test_altered_text_is_named(pack: Path, tmp_path: Path) -> None:
    """A source that was changed is told once, with its document and revision."""
    with zipfile.ZipFile(pack) as archive:
        archive.extractall(tmp_path / "pack")
        contents = json.loads(archive.read("contents.json"))
    row = next(each for each in contents["revisions"] if (each["document"], each["revision"]) == ("SOP-004", "2"))
    source = tmp_path / "pack" / row["source"]
    source.write_bytes(source.read_bytes() + b"x")
    (problem,) = both(tmp_path / "pack")
    assert (problem.code, problem.path) == ("DC501", row["source"])
    assert problem.what == "The text of SOP-004 revision 2 is not the one that was issued."
    assert problem.expected == source.stem
    assert problem.got


def test_missing_sums_are_one_problem(pack: Path, script: Path, tmp_path: Path) -> None:
    """Without SHA256SUMS there is one sentence, and no count of what was verified."""
    with zipfile.ZipFile(pack) as archive:
        archive.extractall(tmp_path / "pack")
    (tmp_path / "pack" / "SHA256SUMS").unlink()
    (problem,) = both(tmp_path / "pack")
    assert (problem.code, problem.path) == ("PACK", "SHA256SUMS")
    _, words = verdict_of_the_script(tmp_path / "pack", script)
    assert "NOT in order, 1 problem: 0 files looked at." in words
    assert "verified." not in words.splitlines()[-1]


def test_texts_are_those_of_the_history(pack: Path, tmp_path: Path) -> None:
    """A forged text that belongs together with its digests is another than the history in git has."""
    files = files_of(pack)
    contents = json.loads(files["contents.json"])
    row = next(each for each in contents["revisions"] if (each["document"], each["revision"]) == ("SOP-009", "1"))
    assert "texts are those of the history in git" in verify(str(pack), signed_by_ssh_keygen).about
    old, text = row["source"][8:72], files[row["source"]] + b"Forged.\n"
    new = hashlib.sha256(text).hexdigest()
    listing = files[row["listing"]].replace(old.encode(), new.encode())
    digest = f"qms1:{hashlib.sha256(listing).hexdigest()}"

    def forged(content: bytes) -> bytes:
        return content.replace(row["digest"].encode(), digest.encode()).replace(old.encode(), new.encode())

    def change(changed: dict[str, bytes]) -> None:
        changed[f"sources/{new}.md"] = text
        changed[row["listing"]] = listing
        changed |= {name: forged(content) for name, content in changed.items() if name.endswith(".json")}

    def manifest(said: dict[str, Any]) -> None:
        for each in said["documents"]:
            each["digest"] = digest if each["digest"] == row["digest"] else each["digest"]

    (problem,) = both(written(tmp_path, packed_again(files, change, manifest)))
    assert (problem.code, problem.got) == ("DC501", new)
    assert problem.what == "The history in git has another text for SOP-009 revision 1."


def test_whole_forgery_is_not_noticed(pack: Path, tmp_path: Path) -> None:
    """Whoever makes everything anew passes: that is why the guide says what to compare with the organization."""
    assert both(written(tmp_path, packed_again(files_of(pack), replaced("index.html", lambda page: page + b"x")))) == []


@pytest.mark.parametrize("content", [b"", b"no pack", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_pack(tmp_path: Path, content: bytes, script: Path) -> None:
    """A file that is no pack is not verified: status 3, and no word of damage."""
    target = written(tmp_path, content)
    with pytest.raises(NotVerifiedError, match="is no audit pack"):
        verify(str(target), signed_by_ssh_keygen)
    with pytest.raises(CannotCheckError, match=r"^changed\.zip is no audit pack"):
        verify_pack(target, "changed.zip")
    assert verdict_of_the_script(target, script)[0] == 3


def test_folder_that_is_no_pack(tmp_path: Path, script: Path) -> None:
    """An empty or foreign folder is no pack, and is not in order."""
    assert is_pack(tmp_path)
    assert verdict_of_the_script(tmp_path, script)[0] == 3
    (tmp_path / "letter.txt").write_bytes(b"x")
    with pytest.raises(CannotCheckError, match="is no audit pack"):
        verify_pack(tmp_path, "folder")


def test_without_ssh_keygen(pack: Path, script: Path, tmp_path: Path) -> None:
    """Without OpenSSH everything else is verified, and the end says that it was not all: status 3."""
    status, words = verdict_of_the_script(pack, script, PATH=str(tmp_path))
    assert status == 3
    assert "The signatures were not verified: the program ssh-keygen (OpenSSH) is not installed." in words
    assert "Not wholly verified" in words
    assert "4 approvals, 0 signatures" in words
    broken = written(tmp_path, pack.read_bytes() + b"x")
    assert verdict_of_the_script(broken, script, PATH=str(tmp_path))[0] == 1


def test_usage_of_the_script(script: Path, pack: Path) -> None:
    """Help, wrong use and a file that is not there have their own exit statuses."""
    assert verdict_of_the_script(pack, script, "--help")[0] == 0
    assert verdict_of_the_script(pack, script, "a", "b")[0] == 2
    assert verdict_of_the_script(pack, script, "nowhere.zip")[0] == 2


def test_script_is_of_an_old_python() -> None:
    """The verifier is written in the language of Python 3.9, and imports the standard library alone."""
    source = Path(qms_docs.exports.pack.verifier.__file__).read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 9))
    names = {each.module or "" for each in ast.walk(tree) if isinstance(each, ast.ImportFrom)}
    names |= {alias.name for each in ast.walk(tree) if isinstance(each, ast.Import) for alias in each.names}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names
    assert not any(isinstance(each, ast.Match) for each in ast.walk(tree))


def test_script_leaves_nothing(pack: Path, tmp_path: Path) -> None:
    """Verifying a folder with its own verifier changes nothing in it."""
    with zipfile.ZipFile(pack) as archive:
        archive.extractall(tmp_path / "pack")
    before = sorted(tmp_path.rglob("*"))
    assert verdict_of_the_script(pack, tmp_path / "pack" / "verify.py", str(tmp_path / "pack"))[0] == 0
    assert sorted(tmp_path.rglob("*")) == before
    shutil.rmtree(tmp_path / "pack")


def _every_row_again(contents: dict[str, Any]) -> None:
    for name in ("histories", "revisions", "approvals"):
        contents[name] += contents[name]


def _deep(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (first_approval("name", "\ud800"), "cannot be written as UTF-8"),
        (first_approval("key", "ssh-ed25519 \ud800"), "cannot be written as UTF-8"),
        (first_approval("person", "\ud800"), "cannot be written as UTF-8"),
        (edited("contents.json", _every_row_again), "stands twice"),
        (edited("documents/SOP-004/history.json", lambda told: told.update(id="\ud800")), "cannot be written as UTF-8"),
    ],
    ids=["name", "key", "person", "again", "history"],
)
def test_lists_that_nobody_would_make(
    pack: Path, script: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None], what: str
) -> None:
    """Words that are none, and rows that stand twice, are named; the program in the pack says the same."""
    target = written(tmp_path, packed_again(files_of(pack), change))
    problems = both(target)
    assert any(what in each.what for each in problems), problems
    assert verdict_of_the_script(target, script)[0] == 1


@pytest.mark.parametrize("levels", [300, 600, 900, 930, 950, 970, 980, 990, 1_500, 3_000, 6_000, 9_000, 50_000])
def test_lists_that_are_deep(pack: Path, script: Path, tmp_path: Path, levels: int) -> None:
    """However deep a list goes, verifying ends with words."""

    def deeper(said: dict[str, Any]) -> None:
        said["files"]["index.html"] = said["as_of"] = "DEEP"

    content = packed_again(files_of(pack), manifest=deeper)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if name != "SHA256SUMS"}
    files["manifest.json"] = files["manifest.json"].replace(b'"DEEP"', _deep(levels))
    files["contents.json"] = files["contents.json"].replace(b'"as_of": "2026-04-01"', b'"as_of": ' + _deep(levels))
    stream = io.BytesIO()
    with PackArchive(stream) as anew:
        for name, each in files.items():
            anew.add(name, each)
        anew.close()
    target = written(tmp_path, stream.getvalue())
    assert both(target)
    assert verdict_of_the_script(target, script)[0] == 1


def test_key_without_an_end(pack: Path, script: Path, tmp_path: Path) -> None:
    """A key of millions of empty parts is none, and nothing waits for it."""
    key = "A" * 2_000_000

    def change(files: dict[str, bytes]) -> None:
        contents = json.loads(files["contents.json"])
        for each in contents["approvals"]:
            each["key"] = f"ssh-ed25519 {key}"
            files[each["organization"]] += key.encode()
        files["contents.json"] = json.dumps(contents).encode()

    target = written(tmp_path, packed_again(files_of(pack), change))
    status, words = verdict_of_the_script(target, script)
    assert status == 1
    assert "signature does not hold" in words
    assert both(target)
