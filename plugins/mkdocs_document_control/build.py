"""One build of the site, from the configuration to the record of the build."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import files as package_files
from pathlib import Path
from typing import TYPE_CHECKING, cast

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel

from mkdocs_document_control import outside
from mkdocs_document_control.addresses import addresses
from mkdocs_document_control.choice import is_controlled, utc_today
from mkdocs_document_control.document_links import CurrentPage, DocumentLinks
from mkdocs_document_control.forge import edit_folder, edit_path
from mkdocs_document_control.gate import log_findings, stop_if_needed
from mkdocs_document_control.navigation import navigation, without
from mkdocs_document_control.plan import SitePlan, plan_site
from mkdocs_document_control.rendering import Renderer, marked, marks, page_meta, table_of_contents
from mkdocs_document_control.sanitizer import Sanitizer
from qms_docs.check import check
from qms_docs.failures import CannotCheckError
from qms_docs.sources.loading import ManualSource, open_manual

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

    from mkdocs_document_control.addresses import Addresses
    from mkdocs_document_control.choice import Choice
    from mkdocs_document_control.config import DocumentControlConfig
    from mkdocs_document_control.page import PlannedPage
    from qms_docs.model.manual import Manual

__all__ = ["Build", "prepare"]

_log = logging.getLogger("mkdocs.plugins.document_control")
_ASSETS = "assets/document-control"
_STYLE, _SCRIPT = f"{_ASSETS}/document-control.css", f"{_ASSETS}/document-control.js"
_RECORD = "build.json"


@dataclass(slots=True)
class Build:
    """What is known between the hooks of one build."""

    config: MkDocsConfig
    options: DocumentControlConfig
    source: ManualSource
    as_of: date
    controlled: bool
    current: CurrentPage
    _plan: SitePlan | None = field(default=None, init=False)
    _renderer: Renderer | None = field(default=None, init=False)
    _unindexed: dict[str, str] = field(default_factory=dict, init=False)
    _marks: str = field(default="", init=False)

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
        report = check(_read(self.source, self.as_of, preview=True, merged=True))
        log_findings(report, past=past)
        stop_if_needed(report, self.options.fail_on, controlled=self.controlled, strict=self.config.strict, past=past)

    def draw_plan(self) -> None:
        """What the site is made of, while nothing is touched yet.

        Raises PluginError where two pages would have one address.
        """
        manual = self._manual(preview=not self.controlled)
        taken = (*_theme_files(self.config.theme.dirs), _STYLE, _SCRIPT, _RECORD)
        self._plan = plan_site(
            self.source,
            manual,
            self._addresses(manual),
            frozenset(taken),
            controlled=self.controlled,
            today=self.source.today,
        )

    def replace_files(self, files: Files) -> Files:
        """The files of the site: what MkDocs found in `docs_dir` gives way to what is published."""
        kept = outside.named_files(self.config)
        for file in list(files):
            if file.generated_by is None and file.src_dir == self.config.docs_dir and file.src_uri not in kept:
                files.remove(file)
        plan = self.plan
        self._add_files(files, plan)
        branch = plan.manual.policy.release_branch or "main"
        self.config.edit_uri = edit_folder(self.config, self._addresses(plan.manual).docs_folder, branch)
        self._set_navigation(plan)
        self.current.links, self.current.files = plan.links, files
        sanitizer = Sanitizer(mermaid=outside.brings_mermaid(self.config))
        self._renderer = Renderer(plan, self.config, files, sanitizer)
        return files

    def begin_page(self, page: Page) -> Page:
        """The page's links are followed from where its text stood."""
        planned = self.plan.pages.get(page.file.src_uri)
        self.current.page = planned
        # MkDocs takes the day of building, which would make the site map of equal manuals differ.
        page.update_date = self.plan.state.as_of.isoformat()
        return page

    def markdown(self, page: Page) -> str | None:
        """The published text; None for a page that another plugin made."""
        planned = self.plan.pages.get(page.file.src_uri)
        if planned is None:
            return None
        page.meta = page_meta(planned)
        # MkDocs looks for anchors with a parser that gives up at such a declaration, which is none in HTML.
        return planned.markdown.replace("<![", "&lt;![")

    def content(self, html: str, page: Page) -> str | None:
        """What the search may learn of the page; None for a page that another plugin made."""
        planned = self.plan.pages.get(page.file.src_uri)
        if planned is None or self._renderer is None:
            return None
        page.toc = table_of_contents(page, planned)
        if page.present_anchor_ids is not None:
            page.present_anchor_ids.update(planned.anchors, (anchor for anchor, _ in planned.headings))
        cleaned = self._renderer.cleaned(planned, html)
        if planned.indexed == "page":
            return self._renderer.page(planned, cleaned)
        if planned.indexed == "title":
            self._unindexed[planned.src_uri] = cleaned
            return ""
        return cleaned

    def frame(self, page: Page) -> None:
        """The page's content is put into its frame: control header, notices, history, what stands on paper.

        The search has read the text by now; MkDocs has not yet handed it to the theme.
        """
        planned = self.plan.pages.get(page.file.src_uri)
        if planned is None or self._renderer is None or planned.indexed == "page":
            return
        page.content = self._renderer.page(planned, self._unindexed.pop(planned.src_uri, page.content or ""))

    def with_values(self, context: TemplateContext, page: Page) -> TemplateContext:
        """The context with `document` and `manual` for theme authors."""
        planned = self.plan.pages.get(page.file.src_uri)
        values = {"document": planned.document if planned else None, "manual": self.plan.state}
        return cast("TemplateContext", {**context, **values})

    def marked(self, html: str) -> str:
        """The page with its commit and day in the head."""
        self._marks = self._marks or marks(self.plan)
        return marked(html, self._marks)

    def write_build_record(self) -> None:
        """The one file that says when the site was built."""
        record = {
            "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "commit": self.plan.state.commit,
            "as_of": self.as_of.isoformat(),
            "mode": "controlled" if self.controlled else "preview",
        }
        Path(self.config.site_dir, _RECORD).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")

    def close(self) -> None:
        """Git is no longer needed."""
        self.source.repository.close()

    def _manual(self, *, preview: bool) -> Manual:
        return _read(self.source, self.as_of, preview=preview)

    def _addresses(self, manual: Manual) -> Addresses:
        return addresses(Path(self.source.repository.root), self.config.docs_dir, manual.policy.documents)

    def _add_files(self, files: Files, plan: SitePlan) -> None:
        for page in plan.pages.values():
            # MkDocs need not miss a generated page in a navigation that the configuration states.
            expected = self.config.nav is None or page.edited_at is not None
            file = self._file(page.src_uri, "", in_navigation=page.in_navigation and expected)
            file.edit_uri = edit_path(page.edited_at) if page.edited_at else None
            files.append(file)
        for address, content in plan.files.items():
            files.append(self._file(address, content))
        for address in (_STYLE, _SCRIPT):
            asset = package_files("mkdocs_document_control") / "assets" / Path(address).name
            files.append(self._file(address, asset.read_bytes()))

    def _file(self, src_uri: str, content: bytes | str, *, in_navigation: bool = True) -> File:
        # The level is stated, so that no pattern of MkDocs hides a file, such as those that begin with a dot.
        inclusion = InclusionLevel.INCLUDED if in_navigation else InclusionLevel.NOT_IN_NAV
        return File.generated(self.config, src_uri, content=content, inclusion=inclusion)

    def _set_navigation(self, plan: SitePlan) -> None:
        if self.config.nav is None:
            self.config.nav = navigation(plan)
        else:
            withdrawn = {page.src_uri for page in plan.pages.values() if _is_withdrawn(page)}
            self.config.nav = without(self.config.nav, withdrawn)


def prepare(
    config: MkDocsConfig, options: DocumentControlConfig, chosen: Choice, command: str, earlier: Build | None
) -> Build:
    """The build that the configuration and what was chosen outside of it ask for.

    What an `earlier` build read of the history is not read again where it has not changed.
    Raises PluginError where the repository cannot be read.
    """
    folder = Path(config.config_file_path or ".").resolve().parent
    today = chosen.today or utc_today()
    try:
        source = open_manual(folder, today, earlier.source if earlier else None)
        as_of = chosen.as_of or today
        mode = chosen.mode or options.mode
        controlled = is_controlled(mode, source, command=command, as_of=as_of)
    except CannotCheckError as error:
        raise PluginError(str(error)) from error
    current = CurrentPage()
    _adapt(config, current)
    return Build(config=config, options=options, source=source, as_of=as_of, controlled=controlled, current=current)


def _read(source: ManualSource, as_of: date, *, preview: bool, merged: bool = False) -> Manual:
    try:
        return source.manual(as_of, preview=preview, judged=True, merged=merged)
    except CannotCheckError as error:
        raise PluginError(str(error)) from error


def _adapt(config: MkDocsConfig, current: CurrentPage) -> None:
    """The site asks no other server, and gets the plugin's extension, style and script."""
    outside.keep_fonts_at_home(config)
    for remark in outside.remarks(config):
        _log.warning("mkdocs.yml: %s", remark)
    # Python-Markdown takes extensions themselves beside their names, and MkDocs hands the list over as it is.
    config.markdown_extensions.append(DocumentLinks(current))  # type: ignore[arg-type]
    config.extra_css.insert(0, _STYLE)
    config.extra_javascript.append(_SCRIPT)
    overrides = str(package_files("mkdocs_document_control") / "overrides")
    # After the user's own folder, whose templates hold over these.
    config.theme.dirs.insert(1 if config.theme.custom_dir else 0, overrides)


def _theme_files(folders: Iterable[str]) -> Iterator[str]:
    """The files of the theme, whose addresses no file of a text may take; hidden folders hold none."""
    for folder in folders:
        for place, below, names in os.walk(folder):
            below[:] = [name for name in below if not name.startswith(".")]
            yield from (Path(place, name).relative_to(folder).as_posix() for name in names)


def _is_withdrawn(page: PlannedPage) -> bool:
    return page.document is not None and not page.in_navigation
