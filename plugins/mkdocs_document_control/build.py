"""One build of the site, from the configuration to the record of the build."""

from __future__ import annotations

import logging
import os
from dataclasses import field, replace
from importlib.resources import files as package_files
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel

from mkdocs_document_control import outside
from mkdocs_document_control.adaptation import SCRIPT, STYLE
from mkdocs_document_control.addresses import addresses
from mkdocs_document_control.choice import is_controlled, refuse_past_preview, utc_today
from mkdocs_document_control.circles import refuse_circles
from mkdocs_document_control.cleaning import Cleaning
from mkdocs_document_control.config import how_many
from mkdocs_document_control.drawing import Drawing
from mkdocs_document_control.early.early_manifest import EarlyManifest
from mkdocs_document_control.early.early_records import begin_records
from mkdocs_document_control.early.early_work import begin_early
from mkdocs_document_control.feeds import feeds
from mkdocs_document_control.figure_blocks import Figures
from mkdocs_document_control.forge import Branches, forge_of
from mkdocs_document_control.gate import log_findings, stop_if_needed
from mkdocs_document_control.going_on import GoingOn
from mkdocs_document_control.kept.pages import KeptPages
from mkdocs_document_control.kept.settings import (
    changes_nothing_at_all,
    known,
    settings_of_pages,
    settings_of_site,
)
from mkdocs_document_control.kept.texts import KeptTexts
from mkdocs_document_control.late_file import left_to_be_made, static_file
from mkdocs_document_control.manifest import (
    BUILD_RECORD,
    MANIFEST,
    manifest_of,
    tell_manifest,
    write_build_record,
    write_manifest,
)
from mkdocs_document_control.many.files import FilesOfMany, PlannedFile
from mkdocs_document_control.many.gaps import gaps_of
from mkdocs_document_control.many.kept import KeptGroups
from mkdocs_document_control.navigation import names_in, navigation, without
from mkdocs_document_control.on_request import Offered
from mkdocs_document_control.plan import SitePlan, Terms
from mkdocs_document_control.rendering import Renderer
from mkdocs_document_control.revision_pages import HowMany
from mkdocs_document_control.sanitizer import Sanitizer
from mkdocs_document_control.site_files import ALWAYS_THERE, FILES_OF_SITE
from mkdocs_document_control.site_theme import quicken
from mkdocs_document_control.staging import Staging
from mkdocs_document_control.whole.last_site import LastSite
from qms_docs.check import Found, check
from qms_docs.failures import CannotCheckError, WrongUseError
from qms_docs.interruption import one_at_a_time
from qms_docs.keeping.store import open_store
from qms_docs.meanwhile import NOTHING
from qms_docs.model.policy import Audience
from qms_docs.sources.loading import ManualSource, open_manual
from qms_docs.values import dataclass
from qms_docs.views.publication import Access, readable_documents
from qms_docs.views.published_records import PublishedRecords
from qms_docs.views.site_state import site_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from mkdocs.config.defaults import MkDocsConfig

    from mkdocs_document_control.addresses import Addresses
    from mkdocs_document_control.choice import Choice
    from mkdocs_document_control.config import DocumentControlConfig
    from mkdocs_document_control.document_links import CurrentPage
    from mkdocs_document_control.early.early_work import EarlyWork
    from mkdocs_document_control.forge import Forge
    from mkdocs_document_control.late_file import FileContent
    from mkdocs_document_control.many.dealt import Hashes
    from mkdocs_document_control.many.gaps import Gaps
    from mkdocs_document_control.page import PlannedPage
    from mkdocs_document_control.whole.earlier_site import EarlierSite
    from mkdocs_document_control.whole.kept_site import KeptSite
    from qms_docs.keeping.store import Store
    from qms_docs.meanwhile import Meanwhile
    from qms_docs.model.finding import Finding
    from qms_docs.model.manifest import KeptManifest
    from qms_docs.model.manual import Manual
    from qms_docs.sources.git import Repository

__all__ = ["Build", "prepare"]

_log = logging.getLogger("mkdocs.plugins.document_control")
_OVERLAID = "%s is not published as /%s, because the site has a file of its own there. Rename the file."


@dataclass(slots=True)
class Build:
    """What is known between the hooks of one build."""

    config: MkDocsConfig
    options: DocumentControlConfig
    source: ManualSource
    as_of: date
    controlled: bool
    current: CurrentPage
    early: EarlyWork
    """What another process does until texts are drawn."""
    store: Store
    """What is kept of drawn texts and pages between builds."""
    found: Found
    """What the rules found in an earlier build."""
    previous: KeptManifest | None = None
    """The manifest of the publication before."""
    is_last: bool = True
    """Whether this process builds nothing after it, so that nothing need be held that was read once."""
    asks_anew: bool = True
    """Whether nothing is taken over from an earlier build of this process, which had asked for it already."""
    on_request: bool = False
    """Whether pages that MkDocs does not make are made when somebody asks for them."""
    keeps_plan: bool = False
    """Whether another run may go on from the plan: nobody else has a part in the site."""
    many_files: FilesOfMany = field(default_factory=FilesOfMany)
    left_before: EarlierSite | None = None
    """What an earlier build of this process has left to go on from."""
    _findings: tuple[Finding, ...] = field(default=(), init=False)
    _staging: Staging | None = field(default=None, init=False)
    _plan: SitePlan | None = field(default=None, init=False)
    _drawing: Drawing | None = field(default=None, init=False)
    _last: LastSite | None = field(default=None, init=False)
    _going_on: GoingOn | None = field(default=None, init=False)
    _feeds: dict[str, FileContent] = field(default_factory=dict, init=False)
    _manifest: EarlyManifest = field(init=False)
    _records: Meanwhile = field(default=NOTHING, init=False)
    """Another process, which works out what the site says of records."""

    def __post_init__(self) -> None:
        """Nothing of the manifest is told yet."""
        self._manifest = EarlyManifest(self._tell_manifest, self.source.repository)

    @property
    def plan(self) -> SitePlan:
        """What the site is made of."""
        if self._plan is None:
            raise RuntimeError("MkDocs calls on_pre_build before the hooks of files and pages")
        return self._plan

    def watch(self) -> None:
        """A preview follows everything that the manual is made of."""
        policy = self._manual(preview=True).policy
        root = Path(self.source.repository.root)
        watched = (root / each for each in (*policy.documents, policy.records, "qms.yml"))
        self.config.watch.extend(str(each) for each in watched if each.exists())

    def check(self) -> None:
        """The manual as it would be after this change, against every rule.

        Raises PluginError where it may not be built.
        """
        past = self.as_of < self.source.today
        manual = _read(self.source, self.as_of, preview=True, merged=True)
        if self.previous:
            _refuse_behind(self.source, self.previous)
        report = check(replace(manual, earlier=self.previous), self.found)
        self._findings = report.findings
        log_findings(report, past=past)
        stop_if_needed(report, self.options.fail_on, controlled=self.controlled, strict=self.config.strict, past=past)

    def draw_plan(self) -> None:
        """What the site is made of, while the old one stays as it is.

        Raises PluginError where two pages would have one address.
        """
        manual = self._manual(preview=not self.controlled)
        taken = (*_theme_files(self.config.theme.dirs), STYLE, SCRIPT, BUILD_RECORD, MANIFEST)
        terms = Terms(
            places=self._addresses(manual),
            taken=frozenset(taken),
            controlled=self.controlled,
            many=HowMany(archive=how_many(self.options.archive), redlines=how_many(self.options.redlines)),
            today=self.source.today,
            findings=self._findings,
        )
        settings = known(settings_of_site, self.config) if self.on_request or self.keeps_plan else None
        self._going_on = GoingOn(self.source, self.store, settings, self.left_before, keeps=self.keeps_plan)
        self._plan = self._going_on.plan(manual, terms)
        if self._plan is None:
            self._records = begin_records(self.source, manual)
            self._plan = self._going_on.plan_anew(manual, terms)
        _tell_withheld(manual)
        if self.is_last:
            # From these another build of this process would go on.
            self._plan = replace(self._plan, records=None, competence=None)
            self._manifest.prepare()
            if self.going_on.earlier is None:
                # Where a plan was found again most of that was not asked for.
                self.found.let_go()
                self.source.let_go()

    @property
    def left(self) -> EarlierSite | None:
        """From what the next build of this process can go on."""
        if self._going_on is None or self._plan is None or self._drawing is None:
            return self.left_before
        return self._going_on.left(self._plan, self._drawing.known_pages(), self._feeds)

    def keep_plan(self) -> None:
        """The site is published, and another run may go on from its plan."""
        self.going_on.keep(self.left)

    @property
    def going_on(self) -> GoingOn:
        """From which plan this build goes on."""
        if self._going_on is None:
            raise RuntimeError("MkDocs calls on_pre_build before the hooks of files and pages")
        return self._going_on

    def begin_last_site(self, site: KeptSite | None) -> None:
        """Another process writes what the new site may have in common with the last one."""
        gaps, place = self._gaps(), Path(self.config.site_dir)
        if site and site.gaps.state == gaps.state and place.is_dir():
            self.begin_site()
            self._last = LastSite(self.store, site, gaps, Path(self.config.site_dir), place)
            self._last.begin()
            self._manifest.begin()

    def begin_site(self) -> None:
        """The new site is written aside, so that the old one stays whatever stops MkDocs."""
        self._staging = self._staging or Staging(self.config)

    def publish(self, hashes: Hashes) -> bool:
        """Whether the new site takes the place of the old one; not where MkDocs is about to stop for its warnings.

        `hashes` are the SHA-256 of its files.
        """
        if self._staging is None:
            return False
        if self._staging.refused:
            _log.info("The site is as it was, because of the warnings above.")
            self._staging.discard()
            return False
        self._staging.publish(hashes, self._last)
        return True

    def replace_files(self, files: Files) -> Files:
        """The files of the site: what MkDocs found in `docs_dir` gives way to what is published."""
        plan, kept = self.plan, outside.named_files(self.config)
        there = FILES_OF_SITE.intersection(plan.files) | ALWAYS_THERE
        for file in [each for each in files if each.generated_by is None and each.src_dir == self.config.docs_dir]:
            overlaid = file.dest_uri.lower() in there
            if overlaid:
                _log.warning(_OVERLAID, file.src_uri, file.dest_uri)
            if overlaid or file.src_uri not in kept:
                files.remove(file)
        forge = forge_of(self.config, self._addresses(plan.manual).docs_folder, self._branches(plan.manual))
        self.config.edit_uri = forge.edit_uri
        settings = known(settings_of_pages, self.config)
        self._set_navigation(plan)
        self._add_files(files, plan, forge, aside=settings is not None)
        self.current.links, self.current.files, self.current.forge = plan.links, files, forge
        cleaning = Cleaning(files, Sanitizer(mermaid=outside.brings_mermaid(self.config)), Figures(self.store))
        renderer = Renderer(plan, self.config, files, cleaning, stamped=settings is not None)
        self._drawing = Drawing(
            plan,
            self.config,
            files,
            self.current,
            renderer,
            self.early.templates,
            self.early,
            KeptTexts(self.store, plan, self.config, files, self.current),
            KeptPages(self.store, self.config, renderer, self.current, settings),
            self.store,
            None if settings is None else KeptGroups(self.store, renderer, self.current, settings),
            self.source,
            gaps_of(plan.state),
            self._last,
            on_request=self.on_request,
            remembers=self.on_request or self.going_on.may_be_kept,
            is_last=self.is_last,
            earlier=self.going_on.pages_before,
        )
        return files

    @property
    def drawing(self) -> Drawing:
        """What draws the pages."""
        if self._drawing is None:
            raise RuntimeError("MkDocs calls on_files before the hooks of pages")
        return self._drawing

    @property
    def record(self) -> dict[str, object]:
        """What the record of the build says besides the time."""
        return {
            "commit": self.plan.state.commit,
            "as_of": self.as_of.isoformat(),
            "mode": "controlled" if self.controlled else "preview",
        }

    def complete(self) -> Hashes:
        """What MkDocs does not write: its pages, the record of the build, the manifest; the SHA-256 of every file."""
        if self._last:
            # Where no page was looked for, nobody has asked for those of the last site.
            self._last.close()
        # What others do to the files of a site once all pages are made nobody knows.
        written = self.drawing.others_written() if changes_nothing_at_all(self.config) else {}
        folder = Path(self.config.site_dir)
        write_build_record(folder, self.record)
        return write_manifest(folder, self._manifest.take(), written)

    def offered(self) -> Offered:
        """What is left to be made on request, once MkDocs is done; git goes on reading for it."""
        folder = Path(self.config.site_dir)
        write_build_record(folder, self.record)
        self._end_others()
        # Who waits for the next edit need not wait for that.
        self.store.save()
        self.source.store.save()
        left = {**self.drawing.others(), **dict(left_to_be_made(self.drawing.files))}
        return Offered(folder, left, MANIFEST, self._manifest_of)

    def close(self) -> None:
        """Neither git nor another process is needed any longer, nor what was not published."""
        # Where a second request to end came between, another process would go on writing what is thrown away.
        with one_at_a_time():
            self._end_others()
            if self._staging:
                self._staging.discard()
        self.source.close()
        self.store.save()

    def _end_others(self) -> None:
        """No other process goes on."""
        for each in (self._drawing, self._last, self._manifest):
            if each:
                each.close()
        # A build that is refused has no drawing yet, and git would wait for what another process holds open.
        self.early.close()
        self._records.close()

    def _manifest_of(self, written: Mapping[str, str]) -> bytes:
        return manifest_of(Path(self.config.site_dir), self._manifest.take(), written)[0]

    def _tell_manifest(self) -> str:
        return tell_manifest(self._manual(preview=False), self.previous)

    def _gaps(self) -> Gaps:
        manual = self._manual(preview=not self.controlled)
        return gaps_of(site_state(manual, controlled=self.controlled, today=self.source.today))

    def _manual(self, *, preview: bool) -> Manual:
        return _read(self.source, self.as_of, preview=preview)

    def _addresses(self, manual: Manual) -> Addresses:
        return addresses(Path(self.source.repository.root), self.config.docs_dir, manual.policy.documents)

    def _branches(self, manual: Manual) -> Branches:
        release = self.source.position.branch or manual.policy.release_branch or self.source.repository.branch()
        return Branches(
            release=release or "main", shown=self.source.branch_shown(preview=not self.controlled), commit=manual.commit
        )

    def _add_files(self, files: Files, plan: SitePlan, forge: Forge, *, aside: bool) -> None:
        """Everything that is planned; `aside` leaves to MkDocs no page of which there are very many."""
        named = frozenset(names_in(self.config.nav)) if aside else frozenset()
        for page in plan.pages.values():
            if aside and page.is_one_of_many and page.src_uri not in named:
                files.append(self.many_files.of(self.config, page.src_uri))
                continue
            # MkDocs need not miss a generated page in a navigation that the configuration states.
            expected = self.config.nav is None or page.edited_at is not None
            file = self._page_file(page.src_uri, in_navigation=page.in_navigation and expected)
            file.edit_uri = forge.page_edit(page.edited_at) if page.edited_at else None
            files.append(file)
        same = self.going_on.earlier if plan.words_differ else None
        self._feeds = same.feeds if same else feeds(plan, self.config, files)
        # A plugin that does more than read may look for them in the site.
        on_request = self.on_request and changes_nothing_at_all(self.config)
        for address, content in (plan.files | self._feeds).items():
            files.append(static_file(self.config, address, content, on_request=on_request))
        for address in (STYLE, SCRIPT):
            asset = package_files("mkdocs_document_control") / "assets" / Path(address).name
            files.append(static_file(self.config, address, asset.read_bytes() + _further(address)))

    def _page_file(self, src_uri: str, *, in_navigation: bool) -> File:
        # The level is stated, so that no pattern of MkDocs hides a file, such as those that begin with a dot.
        inclusion = InclusionLevel.INCLUDED if in_navigation else InclusionLevel.NOT_IN_NAV
        return PlannedFile.generated(self.config, src_uri, content="", inclusion=inclusion)

    def _set_navigation(self, plan: SitePlan) -> None:
        if self.config.nav is None:
            self.config.nav = navigation(plan)
        else:
            withdrawn = {page.src_uri for page in plan.pages.values() if _is_withdrawn(page)}
            self.config.nav = without(self.config.nav, withdrawn)


def prepare(  # noqa: PLR0913 - what a build begins with
    config: MkDocsConfig,
    options: DocumentControlConfig,
    chosen: Choice,
    command: str,
    earlier: Build | None,
    *,
    current: CurrentPage,
    opened: tuple[Repository, EarlyWork] | None,
    on_request: bool = False,
) -> Build:
    """The build that the configuration and what was chosen outside of it ask for.

    What an `earlier` build read of the history is not read again where it has not changed; `opened` are a repository
    that is open already and what another process does meanwhile.
    Raises PluginError where the repository cannot be read, and for a preview of the past.
    """
    folder = Path(config.config_file_path or ".").resolve().parent
    today = chosen.today or utc_today()
    as_of, mode = chosen.as_of or today, chosen.mode or options.mode
    try:
        refuse_past_preview(mode, as_of=as_of, today=today)
        refuse_circles(config.docs_dir)
        source = open_manual(
            folder, today, earlier.source if earlier else None, keep=open_store, repository=opened and opened[0]
        )
        controlled = is_controlled(mode, source, command=command, as_of=as_of)
    except (CannotCheckError, WrongUseError) as error:
        raise PluginError(str(error)) from error
    # MkDocs may use one plugin for several repositories.
    same = earlier if earlier and earlier.source.repository.git_dir == source.repository.git_dir else None
    repository, own = source.repository, opened and opened[1]
    old = earlier.source.repository if earlier else None
    together = old is not None and (old.git_dir, old.root) == (repository.git_dir, repository.root)
    early = own or begin_early(config, current, repository, same.early if same else None, day=as_of)
    quicken(config, early.templates)
    return Build(
        config=config,
        options=options,
        source=source,
        as_of=as_of,
        controlled=controlled,
        current=current,
        early=early,
        store=early.store,
        found=same.found if same else Found(source.store),
        previous=chosen.previous,
        on_request=on_request,
        is_last=command != "serve",
        keeps_plan=opened is not None and command != "serve",
        many_files=earlier.many_files if earlier else FilesOfMany(),
        left_before=earlier.left if earlier and together else None,
        asks_anew=old is None or (old.git_dir != repository.git_dir and old.root != repository.root),
    )


def _read(source: ManualSource, as_of: date, *, preview: bool, merged: bool = False) -> Manual:
    try:
        return source.manual(as_of, preview=preview, judged=True, merged=merged)
    except CannotCheckError as error:
        raise PluginError(str(error)) from error


def _tell_withheld(manual: Manual) -> None:
    """A public site shows what says so, and one that shows nothing would puzzle whoever builds it."""
    if manual.policy.site.audience is not Audience.PUBLIC:
        return
    hidden = len(manual.documents) - len(readable_documents(manual))
    records = PublishedRecords(manual)
    left_out = sum(records.access(each) is Access.NONE for each in manual.records.standing)
    if left_out:
        of_all = f"{left_out} of {len(manual.records.standing)} records"
        _log.info("The site is public and leaves out %s, which do not say `confidentiality: public`.", of_all)
    if hidden:
        of_all = f"{hidden} of {len(manual.documents)} documents"
        _log.info("The site is public and leaves out %s, which do not say `confidentiality: public`.", of_all)


def _refuse_behind(source: ManualSource, previous: KeptManifest) -> None:
    try:
        source.refuse_behind(previous)
    except CannotCheckError as error:
        raise PluginError(str(error)) from error


def _further(address: str) -> bytes:
    """What the style has in common with redlines elsewhere."""
    return (package_files("qms_docs.redline") / "redline.css").read_bytes() if address == STYLE else b""


def _theme_files(folders: Iterable[str]) -> Iterator[str]:
    """The files of the theme, whose addresses no file of a text may take; hidden folders hold none."""
    for folder in folders:
        for place, below, names in os.walk(folder):
            below[:] = [name for name in below if not name.startswith(".")]
            yield from (Path(place, name).relative_to(folder).as_posix() for name in names)


def _is_withdrawn(page: PlannedPage) -> bool:
    return page.document is not None and not page.in_navigation
