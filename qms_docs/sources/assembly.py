"""A manual, put together from a line: what happened, what stands in the end, and what is wrong with it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.meanwhile import NOTHING
from qms_docs.model.finding import Fault, FaultKind
from qms_docs.model.known_by import KnownBy
from qms_docs.model.manual import Manual
from qms_docs.model.organization import ORGANIZATION_FILES
from qms_docs.model.outline import UndrawnFigure
from qms_docs.sources.drawing_files import undrawn_files
from qms_docs.sources.examination import OF_TEXTS, Examinations
from qms_docs.sources.kept_readings import KeptReadings
from qms_docs.sources.readings import POLICY, OrganizationFiles
from qms_docs.sources.records.judged import NO_RECORDS, LineOfRecords
from qms_docs.sources.remembered import Derived
from qms_docs.sources.site_settings import SITE_CONFIGURATION, read_site_settings, site_settings_faults
from qms_docs.sources.standards import load_library
from qms_docs.sources.standing import (
    PageSource,
    Standing,
    last_reviews,
    read_standing,
    record_paths,
    unseen_pages,
)
from qms_docs.sources.tree import Tree
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from qms_docs.keeping.store import Store
    from qms_docs.model.document import Document
    from qms_docs.model.policy import Policy
    from qms_docs.sources.approval_source import ApprovalSource, JudgedApprovals
    from qms_docs.sources.followed import Followed
    from qms_docs.sources.git import Repository
    from qms_docs.sources.history import Accepted, History
    from qms_docs.sources.policies import PolicyHistory
    from qms_docs.sources.texts import Texts
    from qms_docs.sources.traces import Traces

__all__ = ["Asked", "Assembly", "ToldLine"]

_FEWEST = 60
"""Texts from which on another process is worth its beginning."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a manual."""

    day: date
    proposed: bool
    """Whether the work tree is included as the next entry."""
    judged: bool
    merged: bool = False
    """Whether the proposed entry is taken for accepted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ToldLine:
    """A line with the policies that read it."""

    entries: Sequence[Accepted]
    policies: PolicyHistory
    policy: Policy
    """The policy as it stands in the end."""
    policy_faults: tuple[Fault, ...]
    followed: Followed | None = None
    """What came of the first entries, where these do not tell it themselves."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Assembly:
    """From where everything comes that a manual is made of."""

    repository: Repository
    store: Store
    texts: Texts
    traces: Traces
    approvals: ApprovalSource
    mailmap: bytes | None
    """The `.mailmap` at the end of the release line."""

    def manual(self, asked: Asked, told: ToldLine, *, today: date, dirty: bool) -> Manual:
        """The manual at the end of the line."""
        line, policies, policy, day = told.entries, told.policies, told.policy, asked.day
        tree = self._tree(told)
        records = self._records(line, policies, tree)
        kept, undrawn = NO_RECORDS, dict[str, UndrawnFigure]()
        # Another process reads the records while this one follows the history of documents.
        with closing(records.begin() if asked.judged else NOTHING):
            approvals, judged_approvals = self.approvals.along(line, policies, told.followed)
            documents, standing, known_by = self._documents_and_standing(asked, told, tree, judged_approvals)
            if asked.judged:
                kept = records.judged(approvals, standing.outlines)
        organization, faults = KeptReadings(self.store).organization(self._organization_files(tree, policy))
        if asked.judged:
            undrawn = undrawn_files(documents, self.repository.read_one, self.store.drawer("drawings"))
            organization = replace(organization, gone=_gone(line, policies, tree, policy), former=kept.former)
            faults = (*told.policy_faults, *faults, *standing.faults, *approvals.faults)
            faults += () if policy.stated or day < today else (_no_policy(),)
            faults += (*kept.faults, *site_settings_faults(self._content(tree, SITE_CONFIGURATION)))
        accepted = [each.entry for each in line if each.entry.commit is not None]
        return Manual(
            as_of=day,
            commit=accepted[-1].commit if accepted else None,
            dirty=dirty and day >= today,
            preview=asked.proposed,
            entries=tuple(accepted),
            policy=policy,
            organization=organization,
            library=load_library(),
            documents=documents,
            pages=standing.pages,
            unmarked=standing.unmarked,
            claims=standing.claims,
            paths=tree.paths(),
            blobs=tree.regular(),
            faults=faults if asked.judged else (),
            record_files=len(record_paths(tree, policy)),
            record_book=kept.records,
            mentions=kept.mentions,
            approvals=approvals.records,
            outlines=standing.outlines,
            undrawn_files=undrawn,
            known_by=replace(known_by, records=kept.known_by),
        )

    def _documents_and_standing(
        self, asked: Asked, told: ToldLine, tree: Tree, approvals: JudgedApprovals
    ) -> tuple[tuple[Document, ...], Standing, KnownBy]:
        """The documents, and for a manual that is judged the pages as they stand; and by what they are known again."""
        settings = read_site_settings(self._content(tree, SITE_CONFIGURATION))
        examinations = Examinations(settings, self.store.drawer("examinations", many=OF_TEXTS))
        tables = self.store.drawer("tables")
        pages = PageSource(tree, self.texts, told.policy, examinations, self.repository.read, tables)
        # Another process looks at the texts as they stand while this one follows the history.
        with closing(examinations.begin(unseen_pages(pages) if asked.judged else {}, fewest=_FEWEST)):
            history = self.traces.along(
                told.entries, told.policies, self.mailmap, self.repository.read_one, told.followed
            )
            entries = [each.entry for each in told.entries]
            derived = Derived(
                judge=told.policies.judge(entries),
                judged_by=told.policies.grounds(entries),
                approvals_of=approvals,
                approved_by=approvals.grounds,
            )
            documents, names = self._documents(history, derived, told.policy, asked.day)
            names |= self.traces.keep(history, documents, approvals.history)
            known_by = KnownBy(documents=_reviewed(names, documents), texts=examinations.known_by)
            if not asked.judged:
                return documents, Standing((), (), {}, (), {}), known_by
            return documents, read_standing(pages, documents, asked.day), known_by

    def _records(self, line: Sequence[Accepted], policies: PolicyHistory, tree: Tree) -> LineOfRecords:
        return LineOfRecords(
            repository=self.repository,
            store=self.store,
            sha256=self.texts.sha256_of_file,
            line=line,
            policies=policies,
            tree=tree,
            mailmap=self.mailmap,
            remembered=self.approvals.remembered,
        )

    def _tree(self, told: ToldLine) -> Tree:
        """The files as they stand in the end."""
        tree, begun = Tree(self.repository.read_one), 0
        if told.followed:
            tree.set(told.followed.traced.files)
            begun = told.followed.number
        for each in told.entries[begun:]:
            tree.apply(each.changes)
        return tree

    def _documents(
        self, history: History, by: Derived, policy: Policy, day: date
    ) -> tuple[tuple[Document, ...], dict[str, bytes]]:
        """The documents, and what stands for those that were derived before from a line that has a name."""
        reviews = last_reviews(self.repository, history.tree, policy, day)
        found: list[Document] = []
        names: dict[str, bytes] = {}
        for name, events in sorted(history.events.items()):
            document, reviewed_on = history.derived.get(name), reviews.get(name)
            if document is None or document.reviewed_on != reviewed_on:
                document = self.approvals.remembered.document(name, events, by, reviewed_on)
            elif name in history.names:
                names[name] = history.names[name]
            found += [] if document is None else [document]
        return tuple(found), names

    def _organization_files(self, tree: Tree, policy: Policy) -> OrganizationFiles:
        return OrganizationFiles(
            policy.records,
            *(self._content(tree, f"{policy.records}/{name}") for name in ORGANIZATION_FILES),
        )

    def _content(self, tree: Tree, path: str) -> bytes | None:
        blob = tree.blob(path)
        return None if blob is None else self.repository.read_one(blob)


def _reviewed(names: Mapping[str, bytes], documents: Iterable[Document]) -> dict[str, bytes]:
    """What stands for documents with the days of their reviews, on which a line says nothing."""
    reviewed = {each.id: str(each.reviewed_on).encode() for each in documents if each.reviewed_on}
    return {name: each + reviewed.get(name, b"") for name, each in names.items()}


def _gone(line: Sequence[Accepted], policies: PolicyHistory, tree: Tree, policy: Policy) -> frozenset[str]:
    """The names of the files of the organization that stood once, in whatever folder of records, and stand no more."""
    missing = [name for name in ORGANIZATION_FILES if tree.blob(f"{policy.records}/{name}") is None]
    places = {f"{folder}/{name}": name for folder in {each.records for each in policies.after} for name in missing}
    changed = (change.path for each in line for change in each.changes) if places else ()
    return frozenset(places[path] for path in changed if path in places)


def _no_policy() -> Fault:
    return Fault(
        kind=FaultKind.NO_POLICY,
        path=POLICY,
        line=1,
        fact="There is no qms.yml, so that nothing says which types of documents there are and who approves them.",
        remedy="Write a qms.yml; until then every type is accepted and nothing needs approval.",
    )
