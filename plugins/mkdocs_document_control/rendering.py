"""From the HTML of a text to that of its page: control header, notices and history around the cleaned text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup, escape
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import get_relative_url

from mkdocs_document_control.forge import commit_address
from mkdocs_document_control.page import Origin
from mkdocs_document_control.sanitizer import plain_text
from mkdocs_document_control.stamped_state import Stamps
from mkdocs_document_control.templates import fragment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from mkdocs_document_control.cleaning import Cleaning
    from mkdocs_document_control.links import Links
    from mkdocs_document_control.page import PlannedPage
    from mkdocs_document_control.plan import SitePlan
    from qms_docs.views.auditor import Place
    from qms_docs.views.site_state import SiteState

__all__ = ["NOT_LISTED", "Addresses", "Led", "Renderer", "marked", "marks", "page_meta", "table_of_contents"]

NOT_LISTED = '<meta name="robots" content="noindex">'
"""The mark of a page that search engines are not to keep."""
Led = str | tuple[str, str] | None
"""Where something leads: an address elsewhere, or a path in MkDocs' terms with an anchor; None where nowhere."""
_PLAIN_ANCHOR = re.compile(r"[\w:.\-]+")
_ELSEWHERE = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_END_OF_HEADING = "</h1>"
_INLINE = r"a|abbr|b|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u|var"
_PLAIN_HEADING = re.compile(rf"<h1(?: [^<>]*)?>(?:[^<]|</?(?:{_INLINE})(?: [^<>]*)?>)*")


class Renderer:
    """Puts the parts of pages together."""

    def __init__(
        self,
        plan: SitePlan,
        config: MkDocsConfig,
        files: Files,
        cleaning: Cleaning,
        *,
        stamped: bool,
    ) -> None:
        """One renderer serves one build; `stamped` says whether commit and day are put in when a page is complete."""
        self._plan = plan
        self._config = config
        self._files = files
        self._cleaning = cleaning
        self._documents = {page.record: page.src_uri for page in plan.pages.values() if page.record}
        self._documents |= {page.document.id: page.src_uri for page in plan.pages.values() if page.document}
        self._stamps = Stamps(plan.state) if stamped else None

    def cleaned(self, planned: PlannedPage, html: str) -> str:
        """The text of a page, in which nothing is left that could do anything, with its diagrams and formulas."""
        return self._cleaning.cleaned(planned, html)

    def addresses(self, planned: PlannedPage) -> Addresses:
        """The addresses that the frame of a page asks for."""
        return Addresses(planned, self._documents, self._plan.links, self._files, self._config.repo_url)

    def said_by_state(self, planned: PlannedPage) -> object:
        """What a page says of the state of the site, apart from what is stamped on it in the end."""
        # What the search reads as a whole is complete from the beginning.
        return self._stamps.state if self._stamps and planned.indexed != "page" else self._plan.state

    def finished(self, html: str) -> str:
        """The page with commit and day of this build."""
        return self._stamps.put_into(html) if self._stamps else html

    def page(self, planned: PlannedPage, cleaned: str, to: Addresses) -> str:
        """The whole content of a page around its cleaned text, the same under every theme."""
        heading, text = _split(cleaned)
        return fragment(
            planned.template,
            state=self.said_by_state(planned),
            site_name=self._config.site_name,
            title=planned.title,
            heading=Markup(heading),  # noqa: S704 - cleaned above
            text=Markup(text),  # noqa: S704 - cleaned above
            to=to,
            **planned.values,
        )


class Addresses:
    """The addresses that templates ask for, relative to one page."""

    def __init__(
        self, here: PlannedPage, documents: Mapping[str, str], links: Links, files: Files, repo_url: str | None
    ) -> None:
        """Nothing was asked yet."""
        self.asked: dict[tuple[str | None, ...], Led] = {}
        """The documents and links that were asked for, each with where it leads."""
        self._links = links
        self._here = here
        self._files = files
        self._repo_url = repo_url
        self._documents = documents

    def page(self, src_uri: str, anchor: str = "") -> str:
        """The address of a page or file of the site."""
        # MkDocs' own look-up makes a path object of each name, which takes longer than all the rest.
        here, there = self._files.src_uris.get(self._here.src_uri), self._files.src_uris.get(src_uri)
        if here is None or there is None:
            raise LookupError(f"the site has no {src_uri}")
        path = get_relative_url(there.url, here.url)
        return f"{path}#{anchor}" if anchor else path

    def document(self, document_id: str, revision: str | None = None) -> str | None:
        """The address of a document, or of a line of its history; None where the site has no page for it."""
        led = self.asked[document_id, revision] = self.ask(document_id, revision)
        return self._from_here(led)

    def link(self, path: str, destination: str) -> str | None:
        """The address to which a link leads in a text that stood at that path; None where it leads nowhere here."""
        led = self.asked[None, path, destination] = self.ask(None, path, destination)
        return self._from_here(led)

    def ask(self, document_id: str | None, *further: str | None) -> Led:
        """Where that leads, without a note that it was asked; from one page it has one address."""
        if document_id is None:
            path, destination = further
            return self._led_to(path or "", destination or "")
        src_uri, (revision,) = self._documents.get(document_id), further
        return (src_uri, f"revision-{revision}" if revision else "") if src_uri else None

    def _led_to(self, path: str, destination: str) -> Led:
        if _ELSEWHERE.match(destination):
            return destination
        target = self._links.resolve(Origin(path=path), destination)
        return (target.src_uri, target.fragment) if target and target.src_uri else None

    def _from_here(self, led: Led) -> str | None:
        return self.page(*led) if isinstance(led, tuple) else led

    def place(self, place: Place) -> str:
        """The address of what answers a question."""
        if not place.document:
            return self.page(place.page, place.anchor)
        address = self.document(place.page) or ""
        return f"{address}#{place.anchor}" if place.anchor else address

    def commit(self, commit: str | None) -> str | None:
        """Where the forge shows a change."""
        return commit_address(self._repo_url, commit) if commit else None


def page_meta(planned: PlannedPage) -> dict[str, object]:
    """What themes read about a page; nothing in it comes from the text unescaped, and no template is named."""
    meta: dict[str, object] = {"title": Markup(escape(planned.title))}  # noqa: S704 - escaped here
    if planned.description:
        meta["description"] = escape(planned.description)
    if planned.hidden_parts:
        meta["hide"] = list(planned.hidden_parts)
    if planned.tags:
        meta["tags"] = [escape(tag) for tag in planned.tags]
    if not planned.searchable:
        meta["search"] = {"exclude": True}
    elif planned.boost is not None:
        meta["search"] = {"boost": planned.boost}
    return meta


def table_of_contents(page: Page, planned: PlannedPage) -> TableOfContents:
    """The headings of the text, cleaned, and below them those that the template brings."""
    found = list(page.toc)
    for each in found:
        _clean(each)
    level = 2 if planned.markdown or planned.past else 1
    brought = [AnchorLink(str(escape(title)), anchor, level + 1) for anchor, title in planned.headings]
    if len(found) == 1 and found[0].level == 1:
        found[0].children.extend(brought)
        return TableOfContents(found)
    return TableOfContents([*found, *brought])


def marks(state: SiteState) -> str:
    """The marks that say from which commit and for which day a page was built."""
    return fragment("marks.html.jinja", state=state)


def marked(html: str, marks_of_page: str) -> str:
    """The page with its marks in the head, whatever the theme."""
    head, end, rest = html.partition("</head>")
    return f"{head}{marks_of_page}{end}{rest}" if end else html


def _split(html: str) -> tuple[str, str]:
    """The top heading that begins the text, and the rest."""
    if not html.lstrip().startswith("<h1"):
        return "", html
    heading, end, rest = html.partition(_END_OF_HEADING)
    # A heading that holds more than words could fold the control header away inside of it.
    return (heading + end, rest) if end and _PLAIN_HEADING.fullmatch(heading.strip()) else ("", html)


def _clean(link: AnchorLink) -> None:
    link.title = plain_text(link.title)
    if not _PLAIN_ANCHOR.fullmatch(link.id):
        # Themes print anchors as they are, and an attribute list can set any characters as one.
        link.id = quote(link.id)
    for child in link.children:
        _clean(child)
