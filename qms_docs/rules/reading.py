"""Rules about what is written at all: files that cannot be read, fields that nobody knows or that may not be typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, FaultKind, Severity
from qms_docs.rules.registry import Departure, OfDocuments, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual

__all__ = ["RULES"]


def _faults(manual: Manual, kind: FaultKind) -> Iterator[Departure]:
    for fault in manual.faults:
        if fault.kind is kind:
            yield Departure(
                path=fault.path, line=fault.line, document=fault.document, fact=fault.fact, remedy=fault.remedy
            )


@rule("IN101", "unreadable-file", Severity.ERROR, Basis.PRACTICE)
def unreadable_file(manual: Manual) -> Iterator[Departure]:
    """A document, record or policy cannot be read.

    ## Avoid

    ```markdown title="procedures/purchasing.md"
    ---
    id: SOP-004
    title: Purchasing: goods and services
    type: procedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing
    ```

    ## Prefer

    ```markdown title="procedures/purchasing.md"
    ---
    id: SOP-004
    title: "Purchasing: goods and services"
    type: procedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing
    ```

    ## Why

    What cannot be read cannot be controlled: the document would drop out of the manual without anybody noticing.
    Usual causes are a colon inside a value, a tab, a missing line `---`, an encoding other than UTF-8, and lines that
    an unfinished merge left behind. A data file that a `table` block shows is read as well, so that nobody meets a gap
    where a table should be.
    """
    yield from _faults(manual, FaultKind.UNREADABLE)


@rule("IN102", "unknown-field", Severity.ERROR, Basis.PRACTICE)
def unknown_field(manual: Manual) -> Iterator[Departure]:
    """A field has a name that nobody knows.

    ## Avoid

    ```markdown title="procedures/purchasing.md"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    efective: 2026-12-01
    ---
    # Purchasing
    ```

    ## Prefer

    ```markdown title="procedures/purchasing.md"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    effective: 2026-12-01
    x-cost-centre: "4711"
    ---
    # Purchasing
    ```

    ## Why

    A field that is misspelt has no effect, and nobody sees that it has none. Fields of your own begin with `x-`; names
    of an existing manual can be mapped or ignored in `qms.yml` (`front_matter:`, `ignore:`).
    """
    yield from _faults(manual, FaultKind.UNKNOWN_FIELD)


def _number_of_no_scheme(document: Document, _manual: Manual) -> Iterator[Departure]:
    header = document.latest.header
    revision = document.revision(header.revision or "") or document.draft
    if revision is None or revision.before_control or revision.scheme.accepts(revision.number):
        return
    yield Departure(
        path=document.path,
        line=header.line("revision"),
        document=document.id,
        fact=f"Field `{header.spelt('revision')}`: got “{revision.number}”, "
        f"expected a number such as {revision.scheme.examples}.",
        remedy="Correct the number; `revisions:` in qms.yml says how revisions are numbered.",
    )


@rule(
    "IN103",
    "field-of-wrong-type",
    Severity.ERROR,
    Basis.PRACTICE,
    besides=(OfDocuments(_number_of_no_scheme, reads=()),),
)
def field_of_wrong_type(manual: Manual) -> Iterator[Departure]:
    """A field has a value of the wrong type or form.

    ## Avoid

    ```markdown title="procedures/purchasing.md"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    effective: 1 December 2026
    ---
    # Purchasing
    ```

    ## Prefer

    ```markdown title="procedures/purchasing.md"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    effective: 2026-12-01
    ---
    # Purchasing
    ```

    ## Why

    Days, periods, numbers and lists are worked with, so they have one form that cannot be misread. A value that cannot
    be read is never guessed: a text whose effective date is unreadable does not take effect.
    """
    yield from _faults(manual, FaultKind.WRONG_TYPE)


@rule("IN104", "typed-lifecycle-field", Severity.ERROR, Basis.PRACTICE)
def typed_lifecycle_field(manual: Manual) -> Iterator[Departure]:
    """A status, an approval or a revision history is typed by hand though it is worked out.

    ## Avoid

    ```markdown title="procedures/purchasing.md"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    status: effective
    approved_by: Ann Berg
    ---
    # Purchasing
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

    ## Why

    What is typed twice drifts apart. The status follows from approvals and days, approvals from their own files, the
    revision history from git. Only `status: draft` may be typed: it keeps a merged text unpublished.
    """
    yield from _faults(manual, FaultKind.TYPED_LIFECYCLE)


@rule("IN105", "missing-policy", Severity.WARNING, Basis.PRACTICE)
def missing_policy(manual: Manual) -> Iterator[Departure]:
    """The repository has no `qms.yml`.

    ## Avoid

    ```text title="qms.yml" deleted
    ```

    ## Prefer

    ```yaml title="qms.yml"
    organization: Fjordlys Instruments
    types:
      procedure:
        title: Procedure
        approvals: [{role: quality-manager}]
    ```

    ## Why

    The policy says which types of documents there are, how they are numbered and who approves them. Without it every
    type is accepted and nothing needs an approval, which is seldom what an organization wants.
    """
    yield from _faults(manual, FaultKind.NO_POLICY)


RULES = (unreadable_file, unknown_field, field_of_wrong_type, typed_lifecycle_field, missing_policy)
