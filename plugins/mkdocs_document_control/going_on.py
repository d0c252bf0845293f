"""From which plan a build goes on, and what it leaves for the next one."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from mkdocs_document_control.replan import replanned
from mkdocs_document_control.whole.earlier_site import EarlierSite
from mkdocs_document_control.whole.kept_plan import KeptPlans
from qms_docs.values import dataclass
from qms_docs.views.besides_words import besides_words

if TYPE_CHECKING:
    from mkdocs_document_control.late_file import FileContent
    from mkdocs_document_control.page_finding import KnownPages
    from mkdocs_document_control.plan import SitePlan, Terms
    from qms_docs.keeping.store import Store
    from qms_docs.model.manual import Manual
    from qms_docs.sources.loading import ManualSource
    from qms_docs.views.besides_words import BesidesWords

__all__ = ["GoingOn"]


@dataclass(slots=True)
class GoingOn:
    """Finds the plan of a site that differs from this one in little, of this process or of an earlier run."""

    source: ManualSource
    store: Store
    settings: bytes | None
    """Everything that the configuration says; None where that cannot be compared between builds."""
    left_before: EarlierSite | None
    """What an earlier build of this process has left."""
    keeps: bool
    """Whether another run may go on from the plan: nobody else has a part in the site."""
    earlier: EarlierSite | None = field(default=None, init=False)
    """From which this build goes on."""
    _besides: BesidesWords | None = field(default=None, init=False)
    _kept: KeptPlans | None = field(default=None, init=False)
    """Where the plan is to be kept."""

    def __post_init__(self) -> None:
        """What was built with other settings is of no use."""
        self.earlier = self._of_process

    def plan(self, manual: Manual, terms: Terms) -> SitePlan | None:
        """The plan that goes on from an earlier one, with which it has all but texts in common; None without one."""
        before = self.before
        return (before and replanned(before, self.source, manual, terms)) or self._found_again(manual, terms)

    def plan_anew(self, manual: Manual, terms: Terms) -> SitePlan:
        """The plan of the whole site; pages of documents about which nothing is otherwise are those of the one before.

        Raises PluginError where two pages would have one address.
        """
        # What plans every kind of page takes long to load.
        from mkdocs_document_control.planning import plan_site

        return plan_site(self.source, manual, terms, self.store, self.before)

    @property
    def before(self) -> SitePlan | None:
        """The plan of an earlier build of this process with the same settings."""
        return self._of_process.plan if self._of_process else None

    @property
    def _of_process(self) -> EarlierSite | None:
        left = self.left_before
        return left if left and left.settings == self.settings else None

    @property
    def pages_before(self) -> KnownPages | None:
        """Where the pages of that plan were found."""
        return self.earlier.pages if self.earlier else None

    @property
    def may_be_kept(self) -> bool:
        """Whether another run can go on from what this one finds."""
        return self._besides is not None

    def left(self, plan: SitePlan, pages: KnownPages, feeds: dict[str, FileContent]) -> EarlierSite | None:
        """From what the next build of this process can go on."""
        if self.settings is None:
            return self.left_before
        return EarlierSite(self.settings, plan, pages, feeds)

    def keep(self, left: EarlierSite | None) -> None:
        """The site is published, and another run may go on from its plan."""
        if self._kept and self._besides and left:
            self._kept.keep(self._besides, left, self.source)

    def _found_again(self, manual: Manual, terms: Terms) -> SitePlan | None:
        """The plan that goes on from one that is kept; None where none is that could be of use."""
        self._besides = besides_words(manual) if self.settings is not None and self.keeps else None
        if self.settings is None or self._besides is None:
            return None
        self._kept = KeptPlans(self.store, self.settings)
        found = self._kept.find(self._besides, terms, self.source, manual, lambda: self.plan_anew(manual, terms))
        if found is None:
            return None
        self._kept, self.earlier = None, found
        return found.plan
