"""What a build looks at before anything else: whether the site would be the same as the last one."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs_document_control.circles import refuse_circles
from mkdocs_document_control.whole.asked import as_they_are, asked_of_site, named_by, names_below
from mkdocs_document_control.whole.kept_site import KeptSite, keep_files, kept_site, name_of_site
from mkdocs_document_control.whole.said import Said
from mkdocs_document_control.whole.same_site import SameSite
from qms_docs.failures import FailureError
from qms_docs.keeping.store import open_store
from qms_docs.sources.git import open_repository
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from logging import LogRecord

    from mkdocs.config.defaults import MkDocsConfig

    from mkdocs_document_control.choice import Choice
    from mkdocs_document_control.drawing import Drawing
    from mkdocs_document_control.whole.asked import Named
    from qms_docs.keeping.store import Store
    from qms_docs.sources.git import Repository

__all__ = ["FirstLook", "first_look"]


@dataclass(slots=True)
class FirstLook:
    """A build that either is the last one once more, or is listened to so that the next can be."""

    config: MkDocsConfig
    repository: Repository
    store: Store
    name: str
    asked: bytes
    named: Named
    names: bytes
    """Which files lie in `docs_dir`."""
    last: KeptSite | None
    """The last site of the same configuration."""
    same: SameSite | None = None
    """The site as it was, where nothing could be otherwise."""
    _heard: Said = field(default_factory=Said, init=False)
    _said: list[tuple[LogRecord, ...]] = field(default_factory=list, init=False)

    def next_part(self, *, counts: bool) -> None:
        """What was said up to here is a part of what a build says, or comes from MkDocs in any case."""
        said = self._heard.taken()
        if counts:
            self._said.append(said)

    def site(self, drawing: Drawing, hashes: Mapping[str, str], record: Mapping[str, object]) -> KeptSite | None:
        """The site that this build has written; None where something changed meanwhile."""
        noted = self.repository.grounds.noted()
        steady = self.named == as_they_are(self.config, (name for name, _ in self.named))
        steady = steady and self.names == names_below(self.config.docs_dir)
        certain = all(value in (None, hashes.get(address)) for address, value in self.named)
        if noted is None or not steady or not certain:
            return None
        pages, groups = drawing.kept_pages_of_site(), drawing.kept_groups_of_site()
        of_pages = {page.address for page in pages} | {page for _, group in groups for page in group.values()}
        others = {name: Path(self.config.site_dir, name) for name in hashes if name not in of_pages}
        # What the last site has already was kept for that one.
        keep_files(self.store, {hashes[name]: path for name, path in others.items() if path.exists()})
        return KeptSite(
            asked=self.asked,
            noted=noted,
            named=self.named,
            names=self.names,
            said=(*self._said, self._heard.taken()),
            gaps=drawing.gaps,
            pages=pages,
            groups=groups,
            hashes=dict(hashes),
            record=dict(record),
        )

    def keep(self, site: KeptSite) -> None:
        """The site is published, and may be written once more."""
        self.store.write_slip(self.name, site)

    def close(self) -> None:
        """Nothing is listened to any more, and nothing is left of what was not published."""
        self._heard.close()
        if self.same:
            self.same.close()
        self.repository.close()


def first_look(config: MkDocsConfig, chosen: Choice) -> FirstLook | None:
    """What is known of the last build of the same; None where nobody could tell what a build hangs on."""
    asked = asked_of_site(config, chosen)
    if asked is None:
        return None
    try:
        refuse_circles(config.docs_dir)
        repository = open_repository(Path(config.config_file_path or ".").resolve().parent)
    except FailureError:
        # The build that reads it says why.
        return None
    repository.begin_to_look()
    store = open_store(repository.git_dir, repository.root, Path(__file__).parent.parent)
    name = name_of_site(repository.root, config.config_file_path, past=chosen.as_of is not None)
    site = kept_site(store, name)
    look = FirstLook(config, repository, store, name, asked, named_by(config), names_below(config.docs_dir), site)
    same = site and (site.asked, site.named, site.names) == (asked, look.named, look.names)
    if site and same and repository.is_as_it_was(site.noted):
        written = SameSite(config, store, site)
        look.same = written if written.write() else None
    return look
