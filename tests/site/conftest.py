"""Small sites, built from stories as `qms build` builds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mkdocs_document_control.generator import MkDocsGenerator
from support import Story, document
from support.sites import MKDOCS, TODAY, Publish, Site, Tell

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from qms_docs.model.manifest import KeptManifest
    from support import Build, Clone


@pytest.fixture
def publish() -> Publish:
    """Builds the site of a repository, as of a day that the test gives."""

    def built(
        repository: Clone,
        *,
        today: date = TODAY,
        as_of: date | None = None,
        mode: str | None = None,
        strict: bool = False,
        previous: KeptManifest | None = None,
    ) -> Site:
        configuration = repository.path / "mkdocs.yml"
        MkDocsGenerator().build(configuration, mode=mode, as_of=as_of, strict=strict, today=today, previous=previous)
        return Site(repository.path / "site")

    return built


@pytest.fixture
def tell() -> Tell:
    """A story with a policy and an `mkdocs.yml` on the first day."""

    def told(policy: Mapping[str, object] | None = None, mkdocs: str = MKDOCS) -> Story:
        story = Story()
        story.policy("2026-01-01", policy)
        story.entry("2026-01-01", {"mkdocs.yml": mkdocs, ".gitignore": "/site/\n"})
        return story

    return told


@pytest.fixture
def purchasing(tell: Tell, build: Build) -> Clone:
    """A manual of one document with two revisions."""
    story = tell()
    story.entry("2026-01-05", {"procedures/purchasing.md": document("SOP-004")})
    story.entry("2026-03-01", {"procedures/purchasing.md": document("SOP-004", 2, body="Two people check.\n")})
    return build(story)
