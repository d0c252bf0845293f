"""Rules about what people have read and understood."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, Severity
from qms_docs.model.knowing import assignments
from qms_docs.model.records.rows import Acknowledgement
from qms_docs.rules.registry import Departure, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qms_docs.model.knowing import Assignment
    from qms_docs.model.manual import Manual
    from qms_docs.model.records.series import Series

__all__ = ["RULES"]

_FEW = 20
"""People up to whom each has a finding."""
_NAMED = 5


@rule("TR101", "training-outstanding", Severity.WARNING, Basis.POLICY)
def training_outstanding(manual: Manual) -> Iterator[Departure]:
    """Somebody whose role has to know a revision in force has not acknowledged it in time.

    ## Avoid

    ```yaml title="qms.yml"
    organization: Fjordlys Instruments
    release_branch: main
    types:
      procedure: {title: Procedure, approvals: [], acknowledge: 14 days}
    retention:
      acknowledgement: {keep: 6 years, from: last entry, then: delete}
    ```

    ```yaml title="records/organization.yml"
    roles:
      purchasing-manager: {title: Purchasing manager}
      buyer: {title: Buyer}
    people:
      kai.moen:
        name: Kai Moen
        emails: [kai@example.com]
        roles: [{role: buyer, from: 2026-01-01}]
      liv.strand:
        name: Liv Strand
        emails: [liv@example.com]
        roles: [{role: purchasing-manager, from: 2026-01-01}]
    ```

    ```markdown title="procedures/purchasing.md" on="2026-01-05"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    applies_to: [buyer]
    ---
    # Purchasing
    ```

    ## Prefer

    ```yaml title="qms.yml"
    organization: Fjordlys Instruments
    release_branch: main
    types:
      procedure: {title: Procedure, approvals: [], acknowledge: 14 days}
    retention:
      acknowledgement: {keep: 6 years, from: last entry, then: delete}
    ```

    ```yaml title="records/organization.yml"
    roles:
      purchasing-manager: {title: Purchasing manager}
      buyer: {title: Buyer}
    people:
      kai.moen:
        name: Kai Moen
        emails: [kai@example.com]
        roles: [{role: buyer, from: 2026-01-01}]
      liv.strand:
        name: Liv Strand
        emails: [liv@example.com]
        roles: [{role: purchasing-manager, from: 2026-01-01}]
    ```

    ```markdown title="procedures/purchasing.md" on="2026-01-05"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    applies_to: [buyer]
    ---
    # Purchasing
    ```

    ```csv title="records/acknowledgements/SOP-004.csv"
    person,document,revision,digest,on,method
    kai.moen,SOP-004,1,qms1:2ebdc5a7637087950b1027b4c4ac3e0ad831052140a0834d0e1ec98d88f52e12,2026-01-12,commit
    ```

    ## Why

    People work by what they know. Where `acknowledge` in `qms.yml` gives a time, everybody who holds a role of
    `applies_to`, or of `training/requirements.yml` for reading, reads the document within it: from the day on which it
    takes effect, or on which they take the role. A change asks for that again only where its class is one of `retrain`;
    after any other, an acknowledgement of the revision before is enough. A finished training record that names the
    revision (`subject: SOP-004@3`) counts like an acknowledgement. What was issued before document control began is
    asked of those only who came later.

    Where more than twenty people are late with one revision, one finding says how many they are and names the first.

    ## Related

    TR102 finds acknowledgements of another text.
    """
    for group in _late(manual):
        yield from map(partial(_outstanding, manual), group) if len(group) <= _FEW else [_many(manual, group)]


def _late(manual: Manual) -> Iterable[list[Assignment]]:
    """Who has not acknowledged in time, by document and revision, in the order of documents and people."""
    found: dict[tuple[str, str], list[Assignment]] = {}
    for each in assignments(manual):
        if each.read_on is None and each.due is not None and each.due < manual.as_of:
            found.setdefault((each.document.id, each.revision.number), []).append(each)
    return found.values()


def _named(manual: Manual, one: Assignment) -> str:
    titles = ", ".join(manual.organization.role_title(role) for role in one.roles)
    return f"{one.person.id} ({titles})"


def _outstanding(manual: Manual, one: Assignment) -> Departure:
    number, document = one.revision.number, one.document
    return Departure(
        path=document.path,
        line=document.latest.header.line("applies_to"),
        document=document.id,
        fact=f"{_named(manual, one)} was to acknowledge revision {number} of {document.id} by {one.due}.",
        remedy=f"Let them read it and run `qms acknowledge {document.id}`; `--person {one.person.id}` records "
        "what they said otherwise.",
        about=one.person.id,
    )


def _many(manual: Manual, group: list[Assignment]) -> Departure:
    """Of very many people one finding tells; nobody reads thousands of lines."""
    number, document = group[0].revision.number, group[0].document
    first = sorted(group, key=lambda each: (str(each.due), each.person.id))[:_NAMED]
    names = ", ".join(f"{_named(manual, each)} by {each.due}" for each in first)
    return Departure(
        path=document.path,
        line=document.latest.header.line("applies_to"),
        document=document.id,
        fact=f"{len(group)} people were to acknowledge revision {number} of {document.id}: {names}, and "
        f"{len(group) - _NAMED} more.",
        remedy="`qms status` lists what each of them has to read. Let them read it and run "
        f"`qms acknowledge {document.id}`; `--import FILE` takes in what many people said otherwise.",
        about=f"revision {number}",
    )


@rule("TR102", "acknowledgement-of-another-text", Severity.ERROR, Basis.PRACTICE)
def acknowledgement_of_another_text(manual: Manual) -> Iterator[Departure]:
    """An acknowledgement has a digest that is not that of its revision.

    ## Avoid

    ```markdown title="procedures/purchasing.md"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing
    ```

    ```csv title="records/acknowledgements/SOP-004.csv"
    person,document,revision,digest,on,method
    kai.moen,SOP-004,1,qms1:5ef7c830373b2f9e99e34e37236fbca648af6061c640690e3bce7462703bccc1,2026-03-14,commit
    ```

    ## Prefer

    ```markdown title="procedures/purchasing.md"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing
    ```

    ```csv title="records/acknowledgements/SOP-004.csv"
    person,document,revision,digest,on,method
    kai.moen,SOP-004,1,qms1:64f28960febff7adaf60c8c87e93448e9d76dd93c5a4523c2597df83b7a3d4a0,2026-03-14,commit
    ```

    ## Why

    Who says to have read a text says so of one text. Another digest means that it was another text, or that the row was
    typed by hand. `qms acknowledge` writes the right one.
    """
    for series in manual.records.series:
        if series.vanished_by is None:
            for row in series.rows:
                if isinstance(row, Acknowledgement):
                    yield from _judged(manual, series, row)


def _judged(manual: Manual, series: Series, row: Acknowledgement) -> Iterator[Departure]:
    if row.document is None or row.revision is None:
        return
    document = manual.document(row.document)
    revision = document.revision(row.revision) if document else None
    if row.document != series.id:
        fact = f"The row is about {row.document}, and stands in the file of {series.id}."
    elif document is None:
        # RC103 says that there is no such document.
        return
    elif revision is None:
        fact = f"There is no revision {row.revision} of {document.id}."
    elif row.digest is not None and row.digest != revision.digest:
        fact = f"The digest is not that of revision {row.revision} of {document.id}: got {row.digest}."
    else:
        return
    yield Departure(
        path=series.path,
        line=row.line,
        document=series.id,
        fact=fact,
        remedy="Put another row at the end, with the digest of the revision that was read (`qms acknowledge`).",
    )


RULES = (training_outstanding, acknowledgement_of_another_text)
