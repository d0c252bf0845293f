"""What `qms init` asks, and what it takes for granted where nobody answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from qms_docs.cli.answers import answered, understood
from qms_docs.failures import WrongUseError
from qms_docs.model.days import Period
from qms_docs.model.numbering import Scheme
from qms_docs.model.policy import Audience, Evidence
from qms_docs.starting.beginning import Beginning, Forge, Starter
from qms_docs.starting.ground import forge_of, web_address
from qms_docs.starting.jobs import UNKNOWN_JOBS, Jobs, installed_jobs, parse_jobs
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from qms_docs.starting.ground import Ground

__all__ = ["Asked", "beginning_of", "taken_for_granted"]

_T = TypeVar("_T")
_NONE = "none"
_BOTH = "iso9001:2015,iso9001:2026"
_USUAL_APPROVERS = "owner,quality-manager"
_USUAL_ROLE = "quality-manager"
_UNNAMED = "Our organization"
_LONGEST = 200
_ROLE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
_ACCOUNT = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,253}[A-Za-z0-9_])?")
_TIME_TO_BUILD = Period(months=6)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What options said."""

    given: Mapping[str, str | None]
    independent: bool
    complete_by: date | None
    minimal: bool

    def answer(self, name: str, question: str, usual: str, *choices: str) -> str:
        """What the option said, or is answered, or is usual."""
        return answered(self.given[name], f"--{name}", question, choices, usual=usual)

    def meaning(self, name: str, question: str, usual: str, read: Callable[[str], _T], *choices: str) -> _T:
        """The same, as what it means; somebody who is asked and whose answer has no meaning is asked again."""
        return understood(self.given[name], f"--{name}", question, read, choices, usual=usual)


def beginning_of(ground: Ground, asked: Asked, day: date) -> Beginning:
    """Everything that is to be known, asked for where there is a terminal.

    Raises WrongUseError for an answer that has no meaning, and CannotCheckError where git does not know its user.
    """
    from qms_docs.sources.standards import load_library

    name, email = ground.identity()
    branch, remote = ground.branch(), web_address(ground.remote())
    organization = _organization(ground, asked)
    forge = Forge(
        asked.answer("forge", "Where are changes proposed?", forge_of(remote).value, *(each.value for each in Forge))
    )
    known = [each.id for each in load_library().standards]
    which = f"Which standards (of {', '.join(known)})?"
    standards = asked.meaning("standards", which, _BOTH, lambda text: _standards(text, known))
    numbering = asked.answer("numbering", "How are revisions numbered?", "integer", *(each.value for each in Scheme))
    audience = asked.answer("audience", "Who may read the site?", "internal", *(each.value for each in Audience))
    approve = "Which roles approve documents?"
    approvers = asked.meaning("approvers", approve, _USUAL_APPROVERS, lambda text: _roles("approvers", text))
    person = _person(ground, asked, name, email, forge)
    evidence = _evidence(asked, forge, person)
    return Beginning(
        organization=organization,
        person=person,
        day=day,
        complete_by=_complete_by(asked, day),
        standards=standards,
        numbering=Scheme(numbering),
        audience=Audience(audience),
        evidence=evidence,
        approvers=approvers,
        independent=asked.independent,
        forge=forge,
        branch=branch,
        remote=remote,
        jobs=_jobs(asked, forge, remote),
        minimal=asked.minimal,
    )


def taken_for_granted(beginning: Beginning) -> Iterator[str]:
    """What somebody has to know who was not asked, or has to do."""
    person = beginning.person
    yield (
        f"Taken down: {person.name} as {', '.join(person.roles)}"
        f"{', with the SSH key of git' if person.key else ''}; standards: {', '.join(beginning.standards) or 'none'}; "
        f"forge: {beginning.forge.value}; approvals: {', '.join(beginning.approvers) or 'none'}, "
        f"{beginning.evidence.value}. qms.yml and records/organization.yml say so: change there what is otherwise."
    )
    if beginning.standards:
        yield f"Until {beginning.complete_by} clauses may be without a document in force (records/deviations)."
    if beginning.forge is not Forge.NONE and beginning.jobs.unknown:
        yield (
            "The jobs do not know yet which release of qms-docs they are to use: put its owner and digest in the place "
            "of OWNER and DIGEST, as README.md says."
        )


def _organization(ground: Ground, asked: Asked) -> str:
    name = ground.root.name
    usual = name if name.strip() and name.isprintable() and len(name) <= _LONGEST else _UNNAMED
    return asked.meaning("organization", "What is the organization called?", usual, _name)


def _name(answer: str) -> str:
    text = " ".join(answer.split())
    if len(text) > _LONGEST:
        raise WrongUseError(f"--organization: write a name of at most {_LONGEST} characters. Nothing was written.")
    return text


def _standards(text: str, known: Sequence[str]) -> tuple[str, ...]:
    standards = _listed(text)
    for each in standards:
        if each not in known:
            raise WrongUseError(f"--standards: there is no {each} here. There are: {', '.join(known)}; or none.")
    return standards


def _listed(text: str) -> tuple[str, ...]:
    """What stands between commas; nothing for `none`."""
    parts = [each.strip() for each in text.split(",")]
    return () if parts == [_NONE] else tuple(dict.fromkeys(each for each in parts if each))


def _roles(option: str, text: str) -> tuple[str, ...]:
    roles = _listed(text)
    for each in roles:
        if not _ROLE.fullmatch(each):
            raise WrongUseError(
                f"--{option}: {each} is no id of a role. Write small letters, digits and hyphens, such as "
                "quality-manager. Nothing was written."
            )
    return roles


def _person(ground: Ground, asked: Asked, name: str, email: str, forge: Forge) -> Starter:
    from qms_docs.starting.people import key_of, person_id

    roles = asked.meaning("roles", f"Which roles do you hold, {name}?", _USUAL_ROLE, _own_roles)
    account = _account(asked, forge)
    return Starter(id=person_id(name, email), name=name, email=email, roles=roles, account=account, key=key_of(ground))


def _own_roles(text: str) -> tuple[str, ...]:
    roles = _roles("roles", text)
    if not roles or "owner" in roles:
        raise WrongUseError("--roles: name at least one role that you hold. Nothing was written.")
    return roles


def _account(asked: Asked, forge: Forge) -> str | None:
    if forge is Forge.NONE and asked.given["account"] is None:
        return None

    def read(text: str) -> str | None:
        account = text.removeprefix("@")
        if account == _NONE:
            return None
        if forge is Forge.NONE or not _ACCOUNT.fullmatch(account):
            raise WrongUseError(
                "--account: write the name of an account on the forge named with --forge. Nothing was written."
            )
        return account

    return asked.meaning("account", f"What is your account on {forge.title}?", _NONE, read)


def _evidence(asked: Asked, forge: Forge, person: Starter) -> Evidence:
    """Signed where a key is at hand, attested where a forge can do it."""
    usual = "signed" if person.key else "declared" if forge is Forge.NONE else "attested"
    question = "What proves an approval: signed by key, attested by the forge, or nothing?"

    def read(text: str) -> Evidence:
        evidence = Evidence(text)
        if evidence is Evidence.ATTESTED and forge is Forge.NONE:
            raise WrongUseError(
                "--evidence: attested needs a forge that attests reviews: name --forge. Nothing was written."
            )
        return evidence

    return asked.meaning("evidence", question, usual, read, *(each.value for each in Evidence))


def _complete_by(asked: Asked, day: date) -> date:
    if asked.complete_by is not None and asked.complete_by < day:
        raise WrongUseError(f"--complete-by: {asked.complete_by} is over. Nothing was written.")
    return asked.complete_by or _TIME_TO_BUILD.after(day)


def _jobs(asked: Asked, forge: Forge, remote: str | None) -> Jobs:
    """The release whose jobs run; GitHub runs those of its own server alone."""
    if forge is Forge.NONE and asked.given["jobs"] is None:
        return UNKNOWN_JOBS
    installed = installed_jobs()
    usual = f"{installed.web}@{installed.release}" if installed and _runs(installed, forge, remote) else _NONE
    question = "Which release of qms-docs do jobs use (ADDRESS@DIGEST)?"
    return asked.meaning("jobs", question, usual, lambda text: _chosen_jobs(text, forge, remote))


def _chosen_jobs(text: str, forge: Forge, remote: str | None) -> Jobs:
    if text == _NONE:
        return UNKNOWN_JOBS
    jobs = parse_jobs(text)
    if jobs is None:
        raise WrongUseError(
            "--jobs: write the address of a repository of qms-docs, an @ and the 40 letters and digits of a release, "
            f"such as https://github.com/OWNER/qms-docs@{'4f' * 20}. Nothing was written."
        )
    if not _runs(jobs, forge, remote):
        raise WrongUseError(
            f"--jobs: GitHub runs jobs of its own server alone, not of {jobs.host}. Nothing was written."
        )
    return jobs


def _runs(jobs: Jobs, forge: Forge, remote: str | None) -> bool:
    own = (remote or "").removeprefix("https://").partition("/")[0]
    return forge is not Forge.GITHUB or jobs.host in {"github.com", own}
