"""The rule about what people have read and understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, Severity
from qms_docs.model.records.rows import Acknowledgement
from qms_docs.rules.registry import Departure, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.series import Series

__all__ = ["RULES"]


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


RULES = (acknowledgement_of_another_text,)
