"""Rules about what was published: it stays in the history, and what is withheld is not part of it."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, Severity
from qms_docs.model.manifest import contradictions
from qms_docs.model.policy import Audience
from qms_docs.model.records.needs import fields_of
from qms_docs.model.records.parts import Part
from qms_docs.model.records.secrecy import files_of, is_withheld, record_is_withheld, withheld_files
from qms_docs.rules.registry import Departure, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual

__all__ = ["RULES"]


@rule("DC501", "rewritten-history", Severity.ERROR, Basis.STANDARD, "7.5.3")
def rewritten_history(manual: Manual) -> Iterator[Departure]:
    """A revision that an earlier manifest names is missing, or has another text, entry or effective day.

    ## Avoid

    Revision 1 was published, and the manifest of that publication was kept:

    ```markdown title="procedures/purchasing.md" on="2026-01-05" published
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing

    Two offers are asked for from 10,000 NOK.
    ```

    Later the history was rewritten (a force push), so that revision 1 seems to have said something else from the
    beginning:

    ```markdown title="procedures/purchasing.md" on="2026-01-05"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing

    Two offers are asked for from 25,000 NOK.
    ```

    ## Prefer

    Revision 1 was published:

    ```markdown title="procedures/purchasing.md" on="2026-01-05" published
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing

    Two offers are asked for from 10,000 NOK.
    ```

    The change came as revision 2, and revision 1 still stands as it was:

    ```markdown title="procedures/purchasing.md" on="2026-02-10"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 2
    owner: purchasing-manager
    change:
      class: major
      summary: Offers are asked for from 25,000 NOK on.
      reason: Prices have risen, and small orders took too long.
    ---
    # Purchasing

    Two offers are asked for from 25,000 NOK.
    ```

    ## Why

    Git lets whoever may write to the repository replace its history, and what replaces it looks as if it had always
    been so. That shows only beside something that was kept elsewhere: the `manifest.json` of an earlier publication,
    which names every revision that was issued with the digest of its text, the entry that brought it and its effective
    day. What a manifest says of a revision whose approvals were complete never changes afterwards; new revisions,
    renamed files and new documents only add to it.

    This rule therefore needs an earlier manifest, and finds nothing without one: `qms verify manifest.json`,
    `qms check --previous manifest.json`, `qms build --previous manifest.json`.

    ## Related

    DC301 finds a text that was changed under its number in the open, by a further entry.
    """
    kept = manual.earlier
    # The manual of a day before the publication knows less than it does.
    if kept is None or manual.as_of < kept.manifest.as_of:
        return
    documents = {each.id: each for each in manual.documents}
    for each in contradictions(kept.manifest, documents, manual.entries):
        yield Departure(
            path=each.path,
            document=each.document,
            fact=f"{each.what} {kept.name} says {each.expected}, the history {each.got or 'nothing'}.",
            remedy="Find out who rewrote the history, and restore it from a clone that still has it.",
        )


@rule("DC502", "restricted-text-in-public-site", Severity.ERROR, Basis.STANDARD, "7.5.3")
def restricted_text_in_public_site(manual: Manual) -> Iterator[Departure]:
    """Something that is not for the readers of the site would reach it with a record or a change that is.

    ## Avoid

    The file of a restricted record is evidence of another one, which has a page:

    ```yaml title="records/nonconformities/NC-2026-007.yml"
    id: NC-2026-007
    title: Wrong label on batch 4411
    opened: 2026-01-05
    owner: production-manager
    status: open
    confidentiality: restricted
    links:
      - {evidence: files/letter.txt}
    source: process
    detected_on: 2026-01-05
    detected_by: per.haug
    product: Batch 4411
    description: The label shows another serial number.
    severity: minor
    ```

    ```yaml title="records/nonconformities/NC-2026-008.yml"
    id: NC-2026-008
    title: Wrong label on batch 4412
    opened: 2026-01-05
    owner: production-manager
    status: open
    links:
      - {evidence: files/letter.txt}
    source: process
    detected_on: 2026-01-05
    detected_by: per.haug
    product: Batch 4411
    description: The label shows another serial number.
    severity: minor
    ```

    ```text title="records/nonconformities/files/letter.txt"
    The name of the customer
    ```

    ## Prefer

    ```yaml title="records/nonconformities/NC-2026-007.yml"
    id: NC-2026-007
    title: Wrong label on batch 4411
    opened: 2026-01-05
    owner: production-manager
    status: open
    confidentiality: restricted
    links:
      - {evidence: files/letter.txt}
    source: process
    detected_on: 2026-01-05
    detected_by: per.haug
    product: Batch 4411
    description: The label shows another serial number.
    severity: minor
    ```

    ```text title="records/nonconformities/files/letter.txt"
    The name of the customer
    ```

    ```yaml title="records/nonconformities/NC-2026-008.yml"
    id: NC-2026-008
    title: Wrong label on batch 4412
    opened: 2026-01-05
    owner: production-manager
    status: open
    links:
      - {evidence: files/label.txt}
    source: process
    detected_on: 2026-01-05
    detected_by: per.haug
    product: Batch 4411
    description: The label shows another serial number.
    severity: minor
    ```

    ```text title="records/nonconformities/files/label.txt"
    Serial number 4410
    ```

    ## Why

    A site whose readers are the organization tells of restricted documents and records the id and title alone; a public
    one (`site: {audience: public}`) shows what says `confidentiality: public`, and does not even name the rest. Ids of
    such records and the people that fields name are left out of pages, registers and downloads by themselves. What is
    written in words cannot be: this rule finds titles of records that a public site does not name in the text of those
    that it shows and in the summaries of changes, links by id to them, and files of withheld records and documents that
    others show.

    Of what the rule finds no file reaches the site; a title in a text would.

    ## Related

    DC105 finds links that lead nowhere.
    """
    yield from _shared_files(manual)
    if manual.policy.site.audience is Audience.PUBLIC:
        yield from _quoted_titles(manual)
        yield from _linked_records(manual)


def _shared_files(manual: Manual) -> Iterator[Departure]:
    hidden: frozenset[str] | None = None
    for kept in manual.records.standing:
        paths = () if record_is_withheld(kept, manual.policy) else files_of(kept)
        if paths and hidden is None:
            hidden = withheld_files(manual, manual.documents)
        for path in paths:
            if hidden and manual.blobs.get(path) in hidden:
                name = posixpath.relpath(path, posixpath.dirname(kept.path))
                places = [
                    f"attachments.{at}.path" for at, each in enumerate(kept.record.attachments) if each.path == name
                ]
                places += [each.field for each in kept.record.names if each.name == name]
                yield Departure(
                    path=kept.path,
                    line=kept.record.line(*places),
                    document=kept.id,
                    fact=f"The file {name} belongs to something that is not for the readers of the site as well.",
                    remedy="Take it out here, or make the record as confidential as the file.",
                    about=path,
                )


def _quoted_titles(manual: Manual) -> Iterator[Departure]:
    shown = [each for each in manual.records.standing if not record_is_withheld(each, manual.policy)]
    told = {(each.record.title or "").casefold() for each in shown}
    titles: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for each in manual.records.standing:
        title = (each.record.title or "").casefold()
        if len(title) >= _SHORTEST and title not in told and record_is_withheld(each, manual.policy):
            titles[title.split()[0]].append((title, each.record.title or ""))
    for each in shown if titles else ():
        for title in _quoted(titles, " ".join(_texts(each.record))):
            yield _quotes(each.path, 1, each.id, title)
    for document in manual.standing if titles else ():
        header = document.latest.header
        if header.change and not is_withheld(header.confidentiality, manual.policy):
            text = f"{header.change.summary or ''} {header.change.reason or ''}"
            for title in _quoted(titles, text):
                yield _quotes(document.path, header.line("change.summary", "change"), document.id, title)


def _linked_records(manual: Manual) -> Iterator[Departure]:
    """Links by id in texts that anybody may read; what a text names would stand in comparisons too."""
    texts = [
        (each.path, each.latest.text.blob, each.id)
        for each in manual.standing
        if not is_withheld(each.latest.header.confidentiality, manual.policy)
    ]
    for path, blob, document in [*texts, *((each.path, each.blob, None) for each in manual.pages)]:
        outline = manual.outlines.get(blob)
        for link in outline.links if outline else ():
            kept = manual.records.find(link.destination.partition("#")[0])
            if kept is not None and record_is_withheld(kept, manual.policy):
                yield Departure(
                    path=path,
                    line=link.line,
                    document=document,
                    fact=f"The link leads to {kept.id}, a record that is not for the readers of the site.",
                    remedy="Take it out, or make the record public.",
                    about=link.destination,
                )


def _quoted(titles: Mapping[str, list[tuple[str, str]]], text: str) -> list[str]:
    said = text.casefold()
    words = {word.strip(_AROUND) for word in said.split()}
    found = (each for word in sorted(words & titles.keys()) for each in titles[word])
    return [title for folded, title in found if folded in said]


def _texts(value: object) -> Iterator[str]:
    """Every text of a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Part):
        for each in fields_of(type(value)):
            yield from _texts(getattr(value, each.attribute))
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)


def _quotes(path: str, line: int, document: str, title: str) -> Departure:
    return Departure(
        path=path,
        line=line,
        document=document,
        fact=f"It quotes “{title}”, the title of a record that is not for the readers of the site.",
        remedy="Word it otherwise.",
        about=title,
    )


_SHORTEST = 8
"""Characters from which on a title is no common word."""
_AROUND = "\"'“”„«».,;:!?()[]"

RULES = (rewritten_history, restricted_text_in_public_site)
