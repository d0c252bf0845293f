"""The path to certification as text and JSON."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING

from qms_docs.reports.csv_table import csv_table
from qms_docs.reports.plain import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.views.certification.path import CertificationPath
    from qms_docs.views.certification.stage import Fact, Stage

__all__ = ["path_csv", "path_json", "path_text"]

_WIDTH = 100


def path_text(path: CertificationPath) -> str:
    """The steps by their numbers, then the challenges, each with its figures and what is next."""
    lines = [line for number, each in enumerate(path.steps, 1) for line in _stage(f"{number}. ", each)]
    lines += ["Challenges", ""]
    lines += [line for each in path.challenges for line in _stage("", each)]
    return "".join(f"{line}\n" for line in lines).rstrip("\n") + "\n"


def _stage(number: str, stage: Stage) -> Iterator[str]:
    yield f"{number}{stage.title}: {stage.standing.value}"
    for each in stage.facts:
        yield from _wrapped("   ", "   ", _told(each))
    if stage.next is None:
        yield "   Next: nothing is left here."
    else:
        yield from _wrapped("   Next: ", "         ", stage.next.what)
        if stage.next.command:
            yield f"         $ {printable(stage.next.command)}"
    yield ""


def _told(fact: Fact) -> str:
    """The sentence, with what it is about before its stop."""
    if not fact.things:
        return fact.text
    more = f" and {fact.more} more" if fact.more else ""
    return f"{fact.text.removesuffix('.')} ({', '.join(fact.things)}{more})."


def _wrapped(first: str, further: str, text: str) -> list[str]:
    return textwrap.wrap(
        printable(text),
        _WIDTH,
        initial_indent=first,
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )


def path_json(path: CertificationPath) -> str:
    """An object with the day, the steps and the challenges, in their order."""
    shape = {
        "as_of": path.as_of.isoformat(),
        "steps": [_shape(each) for each in path.steps],
        "challenges": [_shape(each) for each in path.challenges],
    }
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"


def _shape(stage: Stage) -> dict[str, object]:
    following = stage.next
    return {
        "id": stage.id,
        "title": stage.title,
        "standing": stage.standing.value,
        "rule": stage.rule,
        "facts": [{"text": each.text, "things": list(each.things), "more": each.more} for each in stage.facts],
        "next": {"what": following.what, "command": following.command, "thing": following.thing} if following else None,
    }


def path_csv(path: CertificationPath) -> str:
    """One line for each step and challenge."""
    rows = (
        (part, each.id, each.title, each.standing.value, each.next.what if each.next else None,
         each.next.command if each.next else None)
        for part, stages in (("step", path.steps), ("challenge", path.challenges))
        for each in stages
    )  # fmt: skip
    return csv_table(("part", "id", "title", "standing", "next", "command"), rows)
