"""Everything that can change in and around a repository between two runs of a command."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from support.clone import GitFailedError
from support.texts import document, organization_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from support.clone import Clone

__all__ = ["CHANGES"]

_PATH = "procedures/purchasing.md"
CHANGES: dict[str, Callable[[Clone, Random], object]] = {}
"""By a name for the test's report: each takes the repository and a source of chance, and can follow any other one."""


def _change(make: Callable[[Clone, Random], object]) -> Callable[[Clone, Random], object]:
    CHANGES[make.__name__] = make
    return make


def _committed(clone: Clone, *, at: int = 1) -> None:
    clone.git("add", "--all")
    clone.git("commit", "-q", "--allow-empty", "-m", "A change", day=f"2025-0{at}-01")


@_change
def edit(clone: Clone, chance: Random) -> None:
    """A document has another text, not committed."""
    words = chance.choice(["Two people check.", "See [[SOP-404]].", "See [[SOP-009]]."])
    clone.write(_PATH, document("SOP-004", revision=chance.randrange(3, 7), body=f"{words}\n"))


@_change
def edit_of_the_same_size(clone: Clone, chance: Random) -> None:
    """A file has other bytes, as many as before, and the time that it had."""
    file = clone.path / "procedures/sales.md"
    if file.is_file():
        before = file.stat()
        text = file.read_bytes()
        file.write_bytes(text[:-2] + bytes([chance.choice(b"abcdefgh"), text[-1]]))
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


@_change
def new_file(clone: Clone, chance: Random) -> None:
    """A document is begun, and git does not know of it."""
    number = chance.randrange(50, 60)
    clone.write(f"procedures/new-{number}.md", document(f"SOP-0{number}", title="New"))


@_change
def file_elsewhere(clone: Clone, chance: Random) -> None:
    """A file lies where no documents are."""
    clone.write("notes.txt", f"{chance.random()}\n")


@_change
def removal(clone: Clone, _: Random) -> None:
    """A document is deleted, not committed."""
    (clone.path / "procedures/telex.md").unlink(missing_ok=True)


@_change
def staging(clone: Clone, _: Random) -> None:
    """What was changed is staged."""
    clone.git("add", "--all")


@_change
def commit(clone: Clone, _: Random) -> None:
    """What was changed is committed."""
    _committed(clone)


@_change
def revision(clone: Clone, chance: Random) -> None:
    """The next revision of a document is committed."""
    clone.write(_PATH, document("SOP-004", revision=chance.randrange(4, 9), review="80 years"))
    _committed(clone, at=2)


@_change
def undo(clone: Clone, _: Random) -> None:
    """Nothing is changed any more."""
    clone.git("reset", "-q", "--hard")
    clone.git("clean", "-qfd")


@_change
def forced_push(clone: Clone, chance: Random) -> None:
    """The branch ends at an earlier commit, or in another one in its place."""
    clone.git("reset", "-q", "--hard", chance.choice(["HEAD~1", "HEAD"]))
    clone.write(_PATH, document("SOP-004", revision=3, title=f"Forged {chance.randrange(9)}", review="80 years"))
    clone.git("add", "--all")
    clone.git("commit", "-q", "--amend", "-m", "Rewritten", day="2024-12-01")


@_change
def branch(clone: Clone, chance: Random) -> None:
    """A branch is begun where HEAD is, and checked out or not."""
    name = f"work-{chance.randrange(10_000)}"
    clone.git(*chance.choice([["branch", "-f", name], ["switch", "-q", "-C", name]]))


@_change
def moved_line(clone: Clone, _: Random) -> None:
    """The release branch is moved by somebody else while another one is checked out."""
    if clone.git("branch", "--show-current") == "main":
        clone.git("switch", "-q", "-C", "beside")
    clone.git("update-ref", "refs/heads/main", "main~1")


@_change
def line_of_origin(clone: Clone, chance: Random) -> None:
    """The release branch is known as that of origin alone, which is fetched."""
    if clone.git("branch", "--show-current") == "main":
        clone.git("switch", "-q", "-C", "beside")
    clone.git("update-ref", "refs/remotes/origin/main", chance.choice(["HEAD~1", "HEAD~2"]))
    clone.git("update-ref", "-d", "refs/heads/main")


@_change
def detached(clone: Clone, chance: Random) -> None:
    """A commit is checked out, and no branch."""
    clone.git("stash", "-q", "--include-untracked")
    clone.git("checkout", "-q", "--detach", chance.choice(["HEAD", "HEAD~1", "main"]))


@_change
def back(clone: Clone, chance: Random) -> None:
    """The release branch is checked out."""
    clone.git("stash", "-q", "--include-untracked")
    clone.git("switch", "-q", "-C", "main", chance.choice(["HEAD", "HEAD~1"]))


@_change
def tag(clone: Clone, chance: Random) -> None:
    """A tag is set, or one of origin's branches fetched."""
    name = chance.choice(["refs/tags/v1", "refs/remotes/origin/main", "refs/remotes/origin/main-old"])
    clone.git("update-ref", name, chance.choice(["HEAD", "HEAD~1"]))


@_change
def mailmap(clone: Clone, chance: Random) -> None:
    """Somebody has another name."""
    clone.write(".mailmap", f"{chance.choice(['Ann Olsen', 'Liv Olsen'])} <ann.berg@example.org>\n")
    if chance.random() < 0.7:
        _committed(clone)


@_change
def site(clone: Clone, chance: Random) -> None:
    """The settings of the site are others: where it is written, and whether a dollar is a sign of formulas."""
    folder = chance.choice(["procedures", "site", "public"])
    extensions = chance.choice(["", "markdown_extensions: [pymdownx.arithmatex]\n"])
    clone.write("mkdocs.yml", f"site_name: Manual\nsite_dir: {folder}\n{extensions}")


@_change
def policy_of_work_tree(clone: Clone, chance: Random) -> None:
    """The policy says otherwise, not committed."""
    release = chance.choice(["", "release_branch: main\n"])
    clone.write("qms.yml", f"{(clone.path / 'qms.yml').read_text(encoding='utf-8').partition('release_')[0]}{release}")


@_change
def people(clone: Clone, chance: Random) -> None:
    """Other people have other roles."""
    clone.write("records/organization.yml", organization_file() + f"# {chance.random()}\n")


@_change
def review(clone: Clone, chance: Random) -> None:
    """A document was reviewed."""
    clone.write("records/reviews/SOP-004.csv", f"date,by\n2024-0{chance.randrange(1, 9)}-01,ann.berg@example.org\n")
    _committed(clone)


@_change
def replacement(clone: Clone, _: Random) -> None:
    """Git is told to show another commit in the place of the last one."""
    clone.git("update-ref", f"refs/replace/{clone.git('rev-parse', 'HEAD')}", "HEAD~1")


@_change
def graft(clone: Clone, _: Random) -> None:
    """Git is told that the last commit has no parents."""
    clone.write(".git/info/grafts", f"{clone.git('rev-parse', 'HEAD')}\n")


@_change
def line_endings(clone: Clone, chance: Random) -> None:
    """Git is told to convert line endings, or not to."""
    clone.write(".git/info/attributes", chance.choice(["*.md text eol=crlf\n", "*.md -text\n", ""]))


@_change
def ignored(clone: Clone, chance: Random) -> None:
    """Git is told not to look at some files."""
    clone.write(".git/info/exclude", chance.choice(["new-*\n", ""]))


@_change
def shallow(clone: Clone, chance: Random) -> None:
    """A part of the history is said to be missing, or is there again."""
    file = clone.path / ".git/shallow"
    if chance.random() < 0.5:
        file.unlink(missing_ok=True)
    else:
        file.write_text(f"{clone.git('rev-parse', 'HEAD~1')}\n", encoding="ascii")


@_change
def partial(clone: Clone, chance: Random) -> None:
    """The clone is said to lack texts, or not to."""
    try:
        clone.git("config", *chance.choice([["remote.origin.promisor", "true"], ["--unset", "remote.origin.promisor"]]))
    except GitFailedError:
        clone.git("config", "remote.origin.promisor", "false")
