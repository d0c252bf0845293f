"""Who does what a command records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.cli.answers import answered, one_line
from qms_docs.failures import UnknownThingError, WrongUseError

if TYPE_CHECKING:
    from qms_docs.model.manual import Manual
    from qms_docs.sources.loading import ManualSource

__all__ = ["named_person"]


def named_person(source: ManualSource, manual: Manual, given: str | None, option: str, question: str) -> str:
    """The id that was given, else that of the person of git's key or address, else what is answered.

    Raises UnknownThingError for somebody whom organization.yml does not list, and WrongUseError where nobody answers,
    or answers with what is no id.
    """
    from qms_docs.model.records.forms import is_id
    from qms_docs.revising.person import acting_person
    from qms_docs.rules.likeness import nearest_name

    people = manual.organization.people
    found = acting_person(source.repository, manual.organization, source.today) if given is None else None
    name = found.id if found else answered(given, option, f"{question} (the id of a person in organization.yml)?")
    if name not in people and (people or manual.organization.roles is not None):
        like = nearest_name(name, list(people))
        raise UnknownThingError(
            f"There is nobody {name} in {manual.policy.records}/organization.yml."
            + (f" Did you mean {like}?" if like else "")
        )
    name = one_line(name, option)
    if not is_id(name):
        raise WrongUseError(f"{option} is the id of a person such as ann.berg. Nothing was written.")
    return name
