"""What the commands that begin a revision say afterwards: what stands where, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.cli.output import say
from qms_docs.model.policy import Evidence

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.header import Header
    from qms_docs.model.manual import Manual

__all__ = ["say_effective", "say_next"]


def say_effective(manual: Manual, header: Header, dropped: date | None) -> None:
    """From when the revision that was begun can be in force, as far as its text says."""
    kind = manual.policy.type_of(header)
    from_then_on = "approved" if kind is not None and kind.requirements(header) else "merged"
    field = f"`{header.spelt('effective')}`"
    if dropped is not None:
        say(
            f"Taken out: {field} of the revision before ({dropped}), which has passed. This one takes effect when it "
            f"is {from_then_on}; for a later day write {field} again."
        )
    elif header.effective is not None:
        say(f"{field} says {header.effective}: it is not in force before that day. Change it where that is not meant.")


def say_next(manual: Manual, header: Header, first: str) -> None:
    """What is to be done: first what only the author can do, then what everybody does."""
    kind = manual.policy.type_of(header)
    roles = [manual.organization.role_title(each.role) for each in kind.requirements(header)] if kind else []
    if not roles:
        approval = "No approval is asked for: the merge issues it."
    else:
        attested = kind is not None and kind.evidence is Evidence.ATTESTED
        how = "by their review of the pull request" if attested else f"with `qms approve {header.id}`"
        approval = f"It needs the approval of: {', '.join(roles)}, {how}."
    say(f"Next: {first}run `qms check`, commit it on a branch, and open a pull request. {approval}")
