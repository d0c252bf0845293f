"""One document in the summary of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.reports.forge_text import code, command, fitting, html_text, inline, prose, quiet_html, short
from qms_docs.views.document_change import DocumentFate
from qms_docs.views.words import day_in_words, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qms_docs.views.approvals import Approvals
    from qms_docs.views.document_change import ChangedDocument, Outcome, Statement
    from qms_docs.views.references import References
    from qms_docs.views.retraining import Addressed, Retraining

__all__ = ["document_block", "row"]

_MOST_NAMES = 8
_MOST_FIELDS = 20
_SAID_ELSEWHERE = ("revision", "change.class", "change.summary", "change.reason", "change.request")
_SAID_OF_WITHDRAWALS = ("obsolete.date", "obsolete.superseded_by", "obsolete.reason")
_FOLD_END = "\n</details>"
_RESERVE = 400
"""Characters for the words that say what is left out."""


def row(document: ChangedDocument) -> str:
    """A row of the table of all documents."""
    said = document.statements[0] if document.statements else None
    summary = "" if document.withheld or said is None else inline(said.summary or "", 160)
    name = inline(f"{document.id} {document.title}", 120)
    kind = inline((said and said.change_class) or "", 20)
    return f"| {name} | {document.fate.value} | {inline(_numbers(document))} | {kind} | {summary} |"


def document_block(document: ChangedDocument, *, folded: bool, most: int) -> str:
    """Everything about a document within about so many characters; the redline is cut first."""
    name = short(f"{document.id} {document.title}", 160)
    say = html_text if folded else inline
    numbers = _numbers(document)
    title = say(f"{name}: {f'revision {numbers}' if numbers else document.fate.value}")
    top = f"<details><summary>{title}</summary>" if folded else f"### {title}"
    lines = list(_facts(document))
    facts = fitting(lines, most - len(top) - _RESERVE)
    facts += ["- More is left out here, because it is so long."] if len(facts) < len(lines) else []
    parts = [top, "\n".join(facts)]
    room = most - sum(len(each) + 2 for each in parts) - len(_FOLD_END)
    parts += _redline(document, room)
    return "\n\n".join(parts) + (_FOLD_END if folded else "")


def _numbers(document: ChangedDocument) -> str:
    """The revisions before and after."""
    numbers = (short(each, 30) for each in (document.before, document.after) if each)
    return " \N{RIGHTWARDS ARROW} ".join(dict.fromkeys(numbers))


def _facts(document: ChangedDocument) -> Iterator[str]:
    yield f"- **Document**: {f'{inline(document.type)}, ' if document.type else ''}{document.fate.value}"
    if document.withheld:
        yield "- **Restricted**: what changes is not shown here, because its text is for some people only"
    else:
        for each in document.statements[:_MOST_NAMES]:
            yield from _statement(each, alone=len(document.statements) == 1)
        yield from _withdrawal(document)
    if document.moved_from:
        yield f"- **Moves**: {code(document.moved_from)} becomes {code(document.path)}"
    if document.fate is DocumentFate.REMOVED:
        yield "- **Not in order**: a document is withdrawn by a revision with an `obsolete` block, not with its file"
    if document.outcome:
        yield from _outcome(document.outcome, document.id)
    yield f"- **Referred to by**: {_references(document.references)}"
    yield from _fields(document)


def _statement(statement: Statement, *, alone: bool) -> Iterator[str]:
    which = "" if alone else f" (revision {inline(statement.revision)})"
    said = (
        ("Class", statement.change_class),
        ("What changes", statement.summary),
        ("Reason", statement.reason),
        ("Request", statement.request),
    )
    yield from (f"- **{name}**{which}: {inline(text)}" for name, text in said if text)


def _withdrawal(document: ChangedDocument) -> Iterator[str]:
    obsolete = document.obsolete
    if obsolete is None:
        return
    day = f"from {day_in_words(obsolete.day)} on" if obsolete.day else "once it is in effect"
    successor = f"in its place {inline(obsolete.successor)}" if obsolete.successor else "nothing takes its place"
    reason = f". Reason: {inline(obsolete.reason)}" if obsolete.reason else ""
    yield f"- **Withdrawn from use**: {day}; {successor}{reason}"


def _outcome(outcome: Outcome, document: str) -> Iterator[str]:
    yield f"- **Takes effect**: {prose(outcome.effect)}"
    yield from _approvals(outcome.approvals)
    if outcome.command:
        yield f"- **To approve**: {command('qms approve {}', document)}"
    if outcome.after_merge:
        yield "- **To approve**: approve this pull request; the review is recorded after the merge"
    yield f"- **To acknowledge**: {_retraining(outcome.retraining)}"


def _approvals(approvals: Approvals) -> Iterator[str]:
    given = [f"{inline(each.who)} ({inline(each.proof)})" for each in approvals.approved]
    if given:
        yield f"- **Approved by**: {_listed(given)}"
    if approvals.waiting:
        yield f"- **Approval needed of**: {_listed([inline(each.words) for each in approvals.waiting])}"
    for each in approvals.not_counting[:_MOST_NAMES]:
        yield f"- **Does not count**: {inline(each.who)}: {inline(each.why_not or '')}"
    if approvals.note:
        yield f"- **Approvals**: {inline(approvals.note)}"


def _retraining(retraining: Retraining) -> str:
    if retraining.why_nobody:
        return f"nobody, because {prose(retraining.why_nobody)}"
    within = f" within {retraining.within} of its effective day" if retraining.within else ""
    only = "only those whom it did not address before: " if retraining.only_new else ""
    return f"{only}{'; '.join(_addressed(each) for each in retraining.roles[:_MOST_NAMES])}{within}"


def _addressed(role: Addressed) -> str:
    people = _listed([inline(each) for each in role.people]) if role.people else "nobody holds this role"
    return f"{inline(role.title)} ({people})"


def _references(references: References) -> str:
    if references.nothing:
        return "nothing else"
    parts = (
        ("documents", [f"{each.id} {each.title}" for each in references.documents]),
        ("processes", references.processes),
        ("records", references.records),
        ("external documents", references.external),
        ("pages", references.pages),
    )
    return "; ".join(f"{what} {_listed([inline(each, 100) for each in names])}" for what, names in parts if names)


def _fields(document: ChangedDocument) -> Iterator[str]:
    """Control fields and files that changed, those left out that are told already."""
    comparison = document.comparison
    if comparison is None:
        return
    told = (*_SAID_ELSEWHERE, *(_SAID_OF_WITHDRAWALS if document.fate is DocumentFate.WITHDRAWN else ()))
    fields = [each for each in comparison.fields if each.field not in told]
    for each in fields[:_MOST_FIELDS]:
        # A field that is stated and empty, such as the successor of a document without one, says "none".
        gone = f"<del>{inline(each.before) or 'none'}</del> " if each.before is not None else ""
        come = f"<ins>{inline(each.after) or 'none'}</ins>" if each.after is not None else ""
        yield f"- **{inline(each.label)}**: {gone}{come}".rstrip()
    if comparison.files:
        files = [f"{code(each.name)} {each.fate.value}" for each in comparison.files]
        yield f"- **Files that it shows**: {_listed(files)}"


def _redline(document: ChangedDocument, room: int) -> list[str]:
    comparison = document.comparison
    if comparison is None or not (comparison.words_changed or comparison.files):
        return []
    whole = f"{command('qms diff {} {}..', document.id, comparison.before.number or '')} shows the whole."
    if document.redline is None:
        return [f"The text is too large to be compared here. {whole}"]
    top = "<details><summary>What changed, word by word</summary>"
    left = max(room - len(top) - len(whole) - 40, 0)
    redline = quiet_html(document.redline.brief(left * 4 // 5))
    # Names and hashes grow by what keeps a forge from looking them up.
    shown = [redline] if len(redline) <= left else []
    return [top, *shown, whole, "</details>"] if redline else []


def _listed(names: Sequence[str]) -> str:
    """A few of the names, and how many more there are."""
    more = len(names) - _MOST_NAMES
    return listed([*names[:_MOST_NAMES], *([f"{more:,} more"] if more > 0 else [])])
