"""From the bytes of `qms.yml` to the policy."""

from __future__ import annotations

import re
from dataclasses import replace

from qms_docs.failures import CannotCheckError
from qms_docs.model.days import Period, parse_period
from qms_docs.model.finding import Fault, FaultKind
from qms_docs.model.numbering import Scheme
from qms_docs.model.policy import (
    Audience,
    DocumentType,
    Evidence,
    Policy,
    Requirement,
    RetentionRule,
    Site,
    Vocabulary,
)
from qms_docs.sources.fields import Checked, Place, check_fields, nearest
from qms_docs.sources.readings import POLICY, PolicyReading
from qms_docs.sources.schemas.front_matter import FrontMatterShape
from qms_docs.sources.schemas.policy import PolicyShape, TypeShape
from qms_docs.sources.yaml_nodes import lines_of
from qms_docs.sources.yaml_text import YamlFaultError, YamlMapping, read_yaml

__all__ = ["POLICY", "PolicyReading", "read_policy"]

_LARGEST = 1_000_000
_STANDARD = re.compile(r"[a-z][a-z0-9.\-]*:[0-9]{4}")
_ON_APPROVAL = "on-approval"
_MAPPED = {info.alias or name for name, info in FrontMatterShape.model_fields.items()}


def read_policy(content: bytes | None) -> PolicyReading:
    """The policy that a `qms.yml` states; without the file a policy of defaults."""
    if content is None:
        return PolicyReading(Policy(), ())
    node = _parsed(content)
    if isinstance(node, CannotCheckError):
        return PolicyReading(None, (), node)
    checked = check_fields(PolicyShape, node, Place(POLICY))
    if not checked.fields.types:
        return PolicyReading(None, (), _without_types(node))
    return _Policy(checked, lines_of(node)).reading()


def _refusal(line: int, reason: str, remedy: str = "Correct this line of the policy first.") -> CannotCheckError:
    return CannotCheckError(f"{POLICY}:{line}: IN101 The policy cannot be used: {reason}.", remedy)


def _without_types(node: YamlMapping) -> CannotCheckError:
    like = nearest("types", [each for each in node.items if each != "types"])
    remedy = (
        f"Write `types` in place of `{like}`." if like else "Add `types:` with the types of documents that there are."
    )
    line = node.lines.get("types") or (node.lines[like] if like else 1)
    return _refusal(line, "it has no `types`, so that nothing says what a document needs", remedy)


def _parsed(content: bytes) -> YamlMapping | CannotCheckError:
    if len(content) > _LARGEST:
        return _refusal(1, "it is larger than 1 MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _refusal(content.count(b"\n", 0, error.start) + 1, "this line is not UTF-8")
    try:
        node = read_yaml(text)
    except YamlFaultError as error:
        return _refusal(error.line, error.fact, error.remedy)
    if not isinstance(node, YamlMapping):
        return _refusal(1, "it is not a list of fields")
    return node


class _Policy:
    """Turns checked fields into the policy, and keeps what is wrong with single values."""

    def __init__(self, checked: Checked[PolicyShape], lines: dict[str, int]) -> None:
        self._fields = checked.fields
        self._wrong = checked.wrong
        self._lines = lines
        self._faults = list(checked.faults)

    def reading(self) -> PolicyReading:
        """The policy with its faults, in the order of their lines."""
        fields = self._fields
        plain = Policy()
        policy = Policy(
            stated=True,
            organization=fields.organization or plain.organization,
            standards=self._standards(),
            release_branch=fields.release_branch,
            control_from=fields.control_from,
            documents=fields.documents or plain.documents,
            records=fields.records or plain.records,
            types={name: self._type(name, shape) for name, shape in (fields.types or {}).items()},
            scheme=fields.revisions or Scheme.INTEGER,
            audit_cycle=fields.audit_cycle,
            site=self._site(),
            vocabulary=self._vocabulary(),
            retention=self._retention(),
            lines=self._lines,
        )
        faults = (replace(each, kind=_policy_kind(each)) for each in self._faults)
        return PolicyReading(policy, tuple(sorted(faults, key=lambda fault: fault.line)))

    def _standards(self) -> tuple[str, ...]:
        for number, standard in enumerate(self._fields.standards or ()):
            if not _STANDARD.fullmatch(standard):
                self._fault(f"standards.{number}", standard, "a standard with its edition, such as iso9001:2015")
        return tuple(each for each in self._fields.standards or () if _STANDARD.fullmatch(each))

    def _type(self, name: str, shape: TypeShape) -> DocumentType:
        unclear = any(place[:2] == ("types", name) and place[2:3] in _DECISIVE for place in self._wrong)
        return DocumentType(
            id=name,
            title=shape.title or name,
            pattern=shape.id,
            sections=shape.sections or (),
            approvals=_requirements(shape.approvals) or (),
            unclear=unclear,
            evidence=shape.evidence or Evidence.DECLARED,
            independent=shape.independent is not False,
            editorial=_requirements(shape.editorial),
            retrain=shape.retrain or (),
            review=shape.review,
            delay=self._delay(name, shape),
            request_required=shape.request is not None and shape.request.value == "required",
            acknowledge=shape.acknowledge,
        )

    def _delay(self, name: str, shape: TypeShape) -> Period | None:
        if shape.effective in (None, _ON_APPROVAL):
            return None
        delay = parse_period(shape.effective or "")
        if delay is None:
            self._fault(f"types.{name}.effective", str(shape.effective), "on-approval or a period such as P14D")
        return delay

    def _site(self) -> Site:
        site = self._fields.site
        if site is None:
            # A site block that is wrong as a whole might have said `public`: the narrower view is the safe one.
            return Site(audience=Audience.PUBLIC if ("site",) in self._wrong else Audience.INTERNAL)
        audience = Audience.PUBLIC if ("site", "audience") in self._wrong else site.audience or Audience.INTERNAL
        return Site(audience=audience, stale_after=site.stale_after)

    def _vocabulary(self) -> Vocabulary:
        fields = self._fields.front_matter or {}
        for name in [*fields, *(self._fields.values or {})]:
            if name not in _MAPPED:
                block = "front_matter" if name in fields else "values"
                self._fault(f"{block}.{name}", name, f"a name of the contract, one of: {', '.join(sorted(_MAPPED))}")
        return Vocabulary(
            fields={name: foreign for name, foreign in fields.items() if name in _MAPPED},
            values={name: values for name, values in (self._fields.values or {}).items() if name in _MAPPED},
            ignored=frozenset(self._fields.ignore or ()),
        )

    def _retention(self) -> dict[str, RetentionRule]:
        return {
            name: RetentionRule(
                keep=shape.keep,
                since=shape.since.value if shape.since else "closed",
                then=shape.then.value if shape.then else "archive",
                basis=shape.basis,
            )
            for name, shape in (self._fields.retention or {}).items()
        }

    def _fault(self, field: str, got: str, expected: str) -> None:
        self._faults.append(
            Fault(
                kind=FaultKind.WRONG_TYPE,
                path=POLICY,
                line=self._lines.get(field, 1),
                fact=f"Field `{field}`: got “{got[:60]}”, expected {expected}.",
                remedy="Correct the value.",
            )
        )


_DECISIVE = {("approvals",), ("evidence",), ("independent",), ("editorial",), ()}
"""Fields of a type that decide whether an approval counts: one that is wrong is no permission."""


def _policy_kind(fault: Fault) -> FaultKind:
    """In a policy an absent field is a value of the wrong form: DC101 is about documents."""
    return FaultKind.WRONG_TYPE if fault.kind is FaultKind.MISSING else fault.kind


def _requirements(shapes: tuple[object, ...] | None) -> tuple[Requirement, ...] | None:
    return None if shapes is None else tuple(Requirement(role=shape.role) for shape in shapes)  # type: ignore[attr-defined]
