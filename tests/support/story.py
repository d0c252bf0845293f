"""Stories: what people did to a manual, told in the order in which they did it.

    story = Story()
    story.policy("2026-01-01")
    story.entry("2026-01-05", {"procedures/purchasing.md": document("SOP-004")}, by="Ann Berg")
    better = story.branch("better-purchasing")
    better.entry("2026-02-01", {"procedures/purchasing.md": document("SOP-004", revision=2)}, co_authors=["Cid Dahl"])
    story.merge("2026-02-03", better, by="Liv Strand")
    repository = story.build(folder)

Trees are worked out here and not by git, so that the story itself says what every commit holds. They are merged path by
path: what was changed on the branch since it forked replaces what stands on the line, unless `files` says otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from support.clone import Clone, make_repository, run_git
from support.commits import Commit, Day, fork, message_with, missing_from, moment
from support.people import AUTHOR, Who, person
from support.stream import fast_import_stream
from support.texts import policy
from support.trees import applied, blob, changed, check_paths, merged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from support.trees import Content, Files, Tree

__all__ = ["Branch", "Story"]


class Told(TypedDict, total=False):
    """What may be said about any commit of a story."""

    by: Who
    """The author; Ann Berg where nobody is named."""
    co_authors: Sequence[Who]
    """Named in `Co-authored-by` lines at the end of the message."""
    message: str
    """Worked out from the files or the branch where it is not given."""
    written: Day
    """The author's date where it is not the committer's."""
    committer: Who
    """Who made the commit, where it was not the author."""
    name: str
    """By which the built repository knows the commit."""


class Branch:
    """A branch of a story, which grows commit by commit."""

    def __init__(self, story: Story, name: str, tip: Commit | None) -> None:
        """A branch begins at a commit, or with nothing."""
        self.story = story
        self.name = name
        self.tip = tip

    @property
    def tree(self) -> Tree:
        """The files at the tip, by path."""
        return {} if self.tip is None else self.tip.tree

    def entry(self, day: Day, files: Files, **told: Unpack[Told]) -> Commit:
        """One commit on the branch; a file whose content is None is deleted."""
        told.setdefault("message", f"Change {next(iter(files)) if len(files) == 1 else f'{len(files)} files'}")
        return self._commit(day, _after(files, self.tree), (), told)

    def move(self, day: Day, old: str, new: str, text: Content | None = None, **told: Unpack[Told]) -> Commit:
        """One commit that moves a file, or a folder and all in it; a file's text may change at the same time."""
        told.setdefault("message", f"Move {old} to {new}")
        paths = {path: new + path[len(old) :] for path in self.tree if path == old or path.startswith(f"{old}/")}
        if not paths:
            raise ValueError(f"there is nothing at {old!r} to move")
        tree = {paths.get(path, path): entry for path, entry in self.tree.items()}
        return self._commit(day, tree if text is None else tree | {new: blob(text)}, (), told)

    def branch(self, name: str, at: Commit | None = None) -> Branch:
        """A new branch that starts from this one's tip, or from an earlier commit."""
        return self.story.add_branch(Branch(self.story, name, at or self.tip))

    def merge(self, day: Day, other: Branch, files: Files | None = None, **told: Unpack[Told]) -> Commit:
        """A merge commit, this branch first; `files` is what it brings that neither side has."""
        told.setdefault("message", f"Merge branch '{other.name}'")
        tip = other.new_to(self)[-1]
        return self._commit(day, self._merged(other, files), (tip,), told)

    def squash(self, day: Day, other: Branch, files: Files | None = None, **told: Unpack[Told]) -> Commit:
        """One commit on this branch with all that the other one changed, and no trace of its commits."""
        told.setdefault("message", f"Take over {other.name}")
        other.new_to(self)
        return self._commit(day, self._merged(other, files), (), told)

    def rebase(self, day: Day, other: Branch, *, by: Who | None = None) -> tuple[Commit, ...]:
        """The commits of the other branch, each made again on this one on that day, without its merges.

        Authors and their dates stay; the committer is the one named, else stays too. A commit whose change is
        on this branch already is left out, as git does.
        """
        made: list[Commit] = []
        for commit in other.new_to(self):
            if len(commit.parents) > 1:  # a merge
                continue
            changes = changed(commit.parents[0].tree if commit.parents else {}, commit.tree)
            tree = applied(changes, self.tree)
            if changes and tree == self.tree:
                continue
            kept: Told = {"by": commit.author, "written": commit.written, "message": commit.message}
            made.append(self._commit(day, tree, (), {**kept, "committer": by or commit.committer}))
        return tuple(made)

    def fast_forward(self, other: Branch) -> Commit:
        """The other branch's commits become this branch's own, as they are."""
        tip = other.new_to(self)[-1]
        if missing_from(tip, self.tip):
            raise ValueError(f"{self.name} has gone on since {other.name} left it")
        self.tip = tip
        return tip

    def is_ahead_of(self, other: Branch) -> bool:
        """Whether the branch has commits that the other one lacks."""
        return bool(missing_from(other.tip, self.tip))

    def new_to(self, other: Branch) -> tuple[Commit, ...]:
        """The commits that the other branch lacks, oldest first.

        Raises ValueError where there are none: git would answer "Already up to date".
        """
        commits = missing_from(other.tip, self.tip)
        if not commits:
            raise ValueError(f"{self.name} has nothing that {other.name} lacks")
        return commits

    def _merged(self, other: Branch, files: Files | None) -> Tree:
        base = fork(self.tip, other.tip) if self.tip and other.tip else None
        return _after(files or {}, merged(base.tree if base else {}, self.tree, other.tree))

    def _commit(self, day: Day, tree: Tree, others: tuple[Commit, ...], told: Told) -> Commit:
        """The branch goes on with one commit, whose further parents are the others."""
        if tree.keys() != self.tree.keys():
            check_paths(tree)
        by = told.get("by", AUTHOR)
        self.tip = self.story.tell(
            Commit(
                number=len(self.story.commits) + 1,
                name=told.get("name", ""),
                branch=self.name,
                parents=others if self.tip is None else (self.tip, *others),
                tree=tree,
                author=person(by),
                written=moment(told.get("written", day)),
                committer=person(told.get("committer", by)),
                committed=moment(day),
                message=message_with(told.get("message", ""), map(person, told.get("co_authors", ()))),
            )
        )
        return self.tip


def _after(files: Files, tree: Tree) -> Tree:
    missing = next((path for path, content in files.items() if content is None and path not in tree), None)
    if missing is not None:
        raise ValueError(f"there is nothing at {missing!r} to delete")
    return applied({path: None if content is None else blob(content) for path, content in files.items()}, tree)


class Story(Branch):
    """A whole story; it is itself the branch on which everything is released, `main` unless another name is given."""

    def __init__(self, branch: str = "main") -> None:
        """A story begins with an empty repository."""
        super().__init__(self, branch, None)
        self.commits: list[Commit] = []
        self.branches: dict[str, Branch] = {branch: self}

    def policy(self, day: Day, text: str | Mapping[str, object] | None = None, **told: Unpack[Told]) -> Commit:
        """One commit with `qms.yml`: a text, or what departs from the usual policy (see texts.policy)."""
        told.setdefault("message", "State the policy")
        return self.entry(day, {"qms.yml": text if isinstance(text, str) else policy(**(text or {}))}, **told)

    def update_branch(self, day: Day, branch: Branch, files: Files | None = None, **told: Unpack[Told]) -> Commit:
        """A merge commit on the branch that brings it what was released meanwhile."""
        return branch.merge(day, self, files, **told)

    def build(self, path: Path, *, at: Branch | None = None) -> Clone:
        """The repository of the story as told so far, the released branch (or `at`) checked out.

        The same story gives the same ids. A folder in which an earlier chapter was built goes on from there, and
        loses what was not committed.
        """
        make_repository(path, self.name)
        tips = {branch.name: branch.tip for branch in self.branches.values() if branch.tip}
        stream = fast_import_stream(self.commits, tips)
        answer = run_git(path, "-c", "fastimport.unpackLimit=0", "fast-import", "--quiet", "--force", text=stream)
        ids = tuple(answer.decode("ascii").split())
        if tips:
            run_git(path, "checkout", "--quiet", "--force", (at or self).name, "--")
        names = {commit.name: id_ for commit, id_ in zip(self.commits, ids, strict=True) if commit.name}
        return Clone(path=path, commit_ids=ids, names=names)

    def add_branch(self, branch: Branch) -> Branch:
        """The branch becomes part of the story."""
        if branch.name in self.branches:
            raise ValueError(f"the story has a branch {branch.name!r} already")
        self.branches[branch.name] = branch
        return branch

    def tell(self, commit: Commit) -> Commit:
        """The commit becomes part of the story."""
        if commit.name and any(earlier.name == commit.name for earlier in self.commits):
            raise ValueError(f"the story has a commit {commit.name!r} already")
        self.commits.append(commit)
        return commit
