"""Pages of the processes: a map with the same as a table, and one page for each."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from mkdocs_document_control.named_pages import named_pages
from mkdocs_document_control.page import PlannedPage
from qms_docs.figures.flow_chart import Direction, Edge, FlowChart, Node, Shape, Tip
from qms_docs.reports.register_files import register_file
from qms_docs.values import dataclass
from qms_docs.views.processes import flows, processes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mkdocs_document_control.late_file import FileContent
    from mkdocs_document_control.rendering import Addresses
    from qms_docs.model.manual import Manual
    from qms_docs.views.processes import Flow, ProcessView
    from qms_docs.views.published_records import PublishedRecords

__all__ = ["PROCESSES", "ProcessMap", "ProcessPages", "addresses_of_processes", "process_pages"]

_FOLDER = "records/processes"
PROCESSES = f"{_FOLDER}/index.md"
_CSV, _JSON = "records/processes.csv", "records/processes.json"
_MOST_NODES = 60
_MOST_EDGES = 200
_LONGEST = 60
"""Characters of a title in the map."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessPages:
    """What the site has of processes."""

    pages: tuple[PlannedPage, ...] = ()
    files: dict[str, FileContent] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessMap:
    """How the processes feed each other, drawn for the page that shows it."""

    chart: FlowChart
    pages: tuple[tuple[str, str], ...]
    """The nodes that lead to a page, each with it."""

    def drawn(self, to: Addresses) -> Markup:
        """The picture, in which each process leads to its page."""
        # What draws is loaded with the first map that no earlier build has drawn.
        from qms_docs.figures.chart_svg import chart_svg

        leads = {name: to.page(page) for name, page in self.pages}
        nodes = tuple(replace(each, address=leads.get(each.id, "")) for each in self.chart.nodes)
        return Markup(chart_svg(replace(self.chart, nodes=nodes)))  # noqa: S704 - words are escaped where they are drawn


def addresses_of_processes(manual: Manual) -> dict[str, str]:
    """The page of each process, by its id."""
    return named_pages(_FOLDER, manual.organization.processes or ())


def process_pages(published: PublishedRecords) -> ProcessPages:
    """The map, its table as CSV, and the page of each process; nothing where there are none."""
    manual = published.manual
    found = processes(manual, published)
    if not found:
        return ProcessPages()
    pages = tuple(_pages(manual, published, found))
    files: dict[str, FileContent] = {
        address: register_file(manual, "processes", form).encode("utf-8", "backslashreplace")
        for form, address in (("csv", _CSV), ("json", _JSON))
        # What it names without a title may be what a public site does not name.
        if not published.public
    }
    return ProcessPages(pages=pages, files=files)


def _pages(manual: Manual, published: PublishedRecords, found: Sequence[ProcessView]) -> Iterator[PlannedPage]:
    pages = addresses_of_processes(manual)
    shared = {"pages": pages, "as_of": manual.as_of, "public": published.public}
    yield PlannedPage(
        src_uri=PROCESSES,
        title="Process map",
        template="processes.html.jinja",
        values={"found": found, "map": _map(flows(manual), found, pages), "csv": _CSV, "json": _JSON, **shared},
        in_navigation=True,
        record_register=True,
        searchable=False,
        hidden_parts=("toc",),
    )
    for each in found:
        yield PlannedPage(
            src_uri=pages[each.id],
            title=f"Process: {each.title}",
            template="process.html.jinja",
            values={"process": each, **shared},
            listed=False,
            searchable=False,
            hidden_parts=("toc",),
        )


def _map(found: Sequence[Flow], known: Sequence[ProcessView], pages: Mapping[str, str]) -> ProcessMap | None:
    """The picture; None where it would be too large to be read.

    A party that gives and gets stands at both ends, as it does in the maps that people draw.
    """
    nodes = {each.id: Node(id=each.id, words=_short(each.title), shape=Shape.ROUND) for each in known}
    edges = []
    for each in found:
        ends = []
        for side, one in (("from ", each.source), ("to ", each.target)):
            name = one.id if one.is_process else f"{side}{one.id}"
            nodes.setdefault(name, Node(id=name, words=_short(one.title), shape=Shape.STADIUM))
            ends.append(name)
        if ends[0] != ends[1]:
            edges.append(Edge(source=ends[0], target=ends[1], end=Tip.ARROW))
    if len(nodes) > _MOST_NODES or len(edges) > _MOST_EDGES:
        return None
    # What begins the map stands before the others, so that arrows lead down.
    order = sorted(nodes.values(), key=lambda each: not each.id.startswith("from "))
    chart = FlowChart(direction=Direction.DOWN, nodes=tuple(order), edges=tuple(edges), kind="Process map")
    return ProcessMap(chart=chart, pages=tuple((each.id, pages[each.id]) for each in known))


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST else f"{title[:_LONGEST]}\u2026"
