"""What records name, and whether it is there: people, roles, processes, clauses, documents, records, files."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.model.organization import ALL_STAFF
from qms_docs.model.records.forms import Refers
from qms_docs.model.records.kinds import kind_of_id
from qms_docs.model.records.series import SERIES
from qms_docs.model.standard import parse_clause
from qms_docs.rules.facts import Fact
from qms_docs.rules.likeness import nearest_name
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.record import Naming

__all__ = [
    "NAMED",
    "Named",
    "Problem",
    "bare_number",
    "beside",
    "broken_link",
    "names_in_records",
    "unclear",
    "undefined",
]

NAMED = (Fact.DAY, Fact.POLICY, Fact.ORGANIZATION, Fact.RECORDS, Fact.NUMBERS, Fact.PATHS)
"""What is read to find out whether something is there that records name."""

_REVISION = re.compile(r"(?P<id>[^\W_][\w.\-]{0,99})@(?P<revision>[A-Za-z0-9][A-Za-z0-9.]{0,30})")
_RECORD = re.compile(r"[A-Z]{2,4}-[0-9]{4}-[0-9]{1,9}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """A value of a file of records that names something."""

    path: str
    line: int
    document: str | None
    naming: Naming
    closed: bool = False
    """Whether the record is closed, so that it may name what was defined once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """What is wrong with a name."""

    fact: str
    remedy: str


def names_in_records(
    manual: Manual, look: Callable[[Manual, Named], Problem | None]
) -> Iterator[tuple[Named, Problem]]:
    """Everything that records, series and the files beside them name and that `look` finds at fault.

    Most names stand in many records, and each is looked up once.
    """
    records = manual.records
    names = _Names(manual, look)
    for each in records.standing:
        if each.readable:
            closed = each.is_closed(manual.as_of)
            yield from names.at_fault(each.path, each.id, each.record.names, each.record.line, closed=closed)
    for series in records.series:
        for row in series.rows if series.vanished_by is None else ():
            yield from names.at_fault(series.path, series.id, row.names, lambda _, row=row: row.line, closed=True)  # type: ignore[misc]
    for register in (records.requirements, records.parties):
        if register is not None:
            yield from names.at_fault(register.path, None, register.names, register.line)


class _Names:
    """Names that have been looked up and are in order."""

    def __init__(self, manual: Manual, look: Callable[[Manual, Named], Problem | None]) -> None:
        self._manual = manual
        self._look = look
        self._good: dict[tuple[bool, str], set[str]] = {}

    def at_fault(
        self,
        path: str,
        document: str | None,
        names: Iterable[Naming],
        line: Callable[[str], int],
        *,
        closed: bool = False,
    ) -> Iterator[tuple[Named, Problem]]:
        """The names of one file that are not in order; files are looked for beside it."""
        good = self._good.setdefault((closed, posixpath.dirname(path)), set())
        for naming in names:
            if naming.key in good:
                continue
            named = Named(path=path, line=0, document=document, naming=naming, closed=closed)
            problem = self._look(self._manual, named)
            if problem is None:
                good.add(naming.key)
            else:
                yield replace(named, line=line(naming.field)), problem


# Definitions: DC107.


def undefined(manual: Manual, named: Named) -> Problem | None:
    """Why a role, person, process, clause, standard or principle is none that is defined; None where it is."""
    look = _LOOKS.get(named.naming.refers)
    return look(manual, named) if look else None


def _organization(manual: Manual) -> str:
    return f"{manual.policy.records}/organization.yml"


def _processes(manual: Manual) -> str:
    return f"{manual.policy.records}/processes.yml"


def _person(manual: Manual, named: Named) -> Problem | None:
    if manual.organization.roles is None:
        return None
    return _looked_up(named, "person", manual.organization.people, _organization(manual), manual)


def _person_or_words(manual: Manual, named: Named) -> Problem | None:
    return None if _is_words(named.naming.name) else _person(manual, named)


def _role(manual: Manual, named: Named) -> Problem | None:
    roles = manual.organization.roles
    if roles is None:
        return None
    return _looked_up(named, "role", {*roles, ALL_STAFF}, _organization(manual), manual)


def _owner(manual: Manual, named: Named) -> Problem | None:
    organization = manual.organization
    if organization.roles is None:
        return None
    known = {*organization.roles, *organization.people, ALL_STAFF}
    return _looked_up(named, "role or person", known, _organization(manual), manual)


def _process(manual: Manual, named: Named) -> Problem | None:
    processes = manual.organization.processes
    return None if processes is None else _looked_up(named, "process", processes, _processes(manual), manual)


def _principle(manual: Manual, named: Named) -> Problem | None:
    known = [each.id for each in manual.library.principles]
    return _looked_up(named, "principle", known, "the seven quality management principles", manual)


def _user(manual: Manual, named: Named) -> Problem | None:
    organization, name = manual.organization, named.naming.name
    if organization.roles is None or organization.processes is None or name in manual.numbers:
        return None
    known = {*organization.roles, *organization.processes, ALL_STAFF}
    where = f"{_organization(manual)} or {_processes(manual)}, and no document"
    return _looked_up(named, "role or process", known, where, manual)


def _addressed(manual: Manual, named: Named) -> Problem | None:
    name, processes = named.naming.name, manual.organization.processes
    if _is_known_record(manual, name) or name in manual.numbers or processes is None:
        return None
    where = f"{_processes(manual)}, and no document or record"
    return _looked_up(named, "process", processes, where, manual)


def _clause(manual: Manual, named: Named) -> Problem | None:
    """A clause of any edition that is known, or of one in use: records outlive editions."""
    name, policy = named.naming.name, manual.policy
    reference = parse_clause(name)
    if not policy.standards and (reference is None or reference.standard is None):
        return None
    if reference is None:
        return _wrong(named, f"“{name}” is no clause.", "Write a clause as `iso9001:2015#8.4`.")
    if reference.standard is None:
        return _bare_clause(manual, named, reference.number)
    if not manual.library.known(reference.standard):
        return _standard_in_use(manual, named, reference.standard)
    if manual.library.clause(reference) is None:
        return _wrong(named, f"{reference.standard} has no clause {reference.number}.", "Correct it.")
    return None


def _bare_clause(manual: Manual, named: Named, number: str) -> Problem | None:
    known = [std for each in manual.policy.standards if (std := manual.library.standard(each))]
    if not known or any(each.clause(number) for each in known):
        return None
    fact = f"none of the standards in use has a clause {number}."
    return _wrong(named, fact, "Correct it; write a clause with its edition, as `iso9001:2015#8.4`.")


# Clauses of which nobody knows which edition is meant: CL102.


def unclear(manual: Manual, named: Named) -> Problem | None:
    """Why a bare number of a clause could mean several things in the editions in use; None for all else."""
    unclear = bare_number(manual, named.naming.name) if named.naming.refers in _CLAUSES else None
    return unclear and replace(unclear, fact=f"Field `{named.naming.field}`: {unclear.fact}")


def bare_number(manual: Manual, text: str) -> Problem | None:
    """Why a bare number could mean several things; None for one that is clear or no clause, and with an edition."""
    reference, in_use = parse_clause(text), tuple(dict.fromkeys(manual.policy.standards))
    if reference is None or reference.standard is not None:
        return None
    known = [each for each in in_use if (std := manual.library.standard(each)) and std.clause(reference.number)]
    if not known or manual.library.same_subject(reference.number, in_use):
        return None
    return Problem(
        fact=f"clause {reference.number} is not the same in {' and '.join(in_use)}.",
        remedy=f"Say which one is meant: {' or '.join(f'`{each}#{reference.number}`' for each in known)}.",
    )


_CLAUSES = (Refers.CLAUSE, Refers.REQUIREMENT)


def _standard(manual: Manual, named: Named) -> Problem | None:
    name = named.naming.name
    return None if manual.library.known(name) else _standard_in_use(manual, named, name)


def _standard_in_use(manual: Manual, named: Named, standard: str) -> Problem | None:
    if standard in manual.policy.standards or named.closed:
        return None
    fact = f"the standard {standard} is neither known nor in use (`standards:` in qms.yml)."
    return _wrong(named, fact, "Correct it.")


def _requirement(manual: Manual, named: Named) -> Problem | None:
    return _clause(manual, named) if parse_clause(named.naming.name) is not None else None


_LOOKS: Mapping[Refers, Callable[[Manual, Named], Problem | None]] = {
    Refers.PERSON: _person,
    Refers.PERSON_OR_WORDS: _person_or_words,
    Refers.ROLE: _role,
    Refers.OWNER: _owner,
    Refers.PROCESS: _process,
    Refers.PRINCIPLE: _principle,
    Refers.USER: _user,
    Refers.ADDRESSED: _addressed,
    Refers.CLAUSE: _clause,
    Refers.STANDARD: _standard,
    Refers.REQUIREMENT: _requirement,
}


def _looked_up(named: Named, what: str, known: Iterable[str], where: str, manual: Manual) -> Problem | None:
    name, names = named.naming.name, frozenset(known)
    if name in names or (named.closed and name in manual.organization.former):
        return None
    like = nearest_name(name, names)
    remedy = f"Did you mean `{like}`?" if like else f"Correct it, or define it in {where.partition(',')[0]}."
    return _wrong(named, f"the {what} “{name}” is not defined in {where}.", remedy)


def _wrong(named: Named, fact: str, remedy: str) -> Problem:
    return Problem(fact=f"Field `{named.naming.field}`: {fact}", remedy=remedy)


# Links: RC103.


def broken_link(manual: Manual, named: Named) -> Problem | None:
    """Why a record, document, revision or file that is named is not there; None where it is."""
    follow = _LINKS.get(named.naming.refers)
    return follow(manual, named, named.naming.name) if follow else None


def _record(manual: Manual, named: Named, name: str) -> Problem | None:
    if _is_known_record(manual, name):
        return None
    known = [each.id for each in manual.records.standing if each.id[:3] == name[:3]]
    like = nearest_name(name, known)
    return _wrong(named, f"there is no record {name}.", f"Did you mean {like}?" if like else "Correct the id.")


def _document(manual: Manual, named: Named, name: str) -> Problem | None:
    if name in manual.numbers:
        return None
    like = nearest_name(name, manual.ids)
    return _wrong(named, f"there is no document {name}.", f"Did you mean {like}?" if like else "Correct the id.")


def _revision(manual: Manual, named: Named, found: re.Match[str]) -> Problem | None:
    name, revision = found["id"], found["revision"]
    if name not in manual.numbers:
        return _document(manual, named, name)
    if revision not in manual.numbers[name]:
        fact = f"there is no revision {revision} of {name}."
        return _wrong(named, fact, f"`qms history {name}` shows which there are.")
    return None


def _target(manual: Manual, named: Named, name: str) -> Problem | None:
    found = _REVISION.fullmatch(name)
    if found:
        return _revision(manual, named, found)
    if name in manual.numbers:
        return None
    return _record(manual, named, name) if _is_record_id(name) else _document(manual, named, name)


def _evidence(manual: Manual, named: Named, name: str) -> Problem | None:
    if _is_words(name):
        return None
    found = _REVISION.fullmatch(name)
    if found:
        return _revision(manual, named, found)
    if _is_record_id(name):
        return _record(manual, named, name)
    return _file(manual, named, name)


def _evidence_link(manual: Manual, named: Named, name: str) -> Problem | None:
    return None if name in manual.numbers else _evidence(manual, named, name)


def _file(manual: Manual, named: Named, name: str) -> Problem | None:
    if beside(named.path, name) in manual.paths:
        return None
    if name in manual.numbers:
        fact = f"{name} is a document, and evidence names the revision that was looked at."
        return _wrong(named, fact, f"Write {name}@ and the number of the revision.")
    fact = f"there is no file {name} beside the record, and no record or document of that name."
    return _wrong(named, fact, "Add the file, correct the name, or write words with a blank in them.")


def _basis(manual: Manual, named: Named, name: str) -> Problem | None:
    return _record(manual, named, name) if _is_record_id(name) else None


def _topic(manual: Manual, named: Named, name: str) -> Problem | None:
    return _document(manual, named, name) if _looks_like_document(manual, name) else None


def _with_revision(manual: Manual, named: Named, name: str) -> Problem | None:
    found = _REVISION.fullmatch(name)
    return _revision(manual, named, found) if found else None


def beside(path: str, name: str) -> str:
    """The path of a file that is named from the folder of a record; one that leads out of the repository is none."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), name))


def _is_words(name: str) -> bool:
    return any(each.isspace() for each in name)


def _is_record_id(name: str) -> bool:
    return kind_of_id(name) is not None or (bool(_RECORD.fullmatch(name)) and name.partition("-")[0] in _PREFIXES)


_PREFIXES = frozenset(kind.prefix for kind in SERIES if kind.prefix)


def _is_known_record(manual: Manual, name: str) -> bool:
    """Whether there is such a record; one that is gone is told once, and not at every link to it."""
    if manual.records.find(name) is not None:
        return True
    return any(each.id == name for each in manual.records.series if not each.kind.of_document)


def _looks_like_document(manual: Manual, name: str) -> bool:
    if _is_words(name):
        return False
    return any(kind.pattern and re.fullmatch(kind.pattern, name) for kind in manual.policy.types.values())


_LINKS: Mapping[Refers, Callable[[Manual, Named, str], Problem | None]] = {
    Refers.RECORD: _record,
    Refers.DOCUMENT: _document,
    Refers.REVISION: _with_revision,
    Refers.REQUIREMENT: _with_revision,
    Refers.SUBJECT: _with_revision,
    Refers.TOPIC: _topic,
    Refers.BASIS: _basis,
    Refers.TARGET: _target,
    Refers.EVIDENCE: _evidence,
    Refers.EVIDENCE_LINK: _evidence_link,
}
