"""What files say once they have been read: the values alone, which know nothing of how they are read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from qms_docs.failures import CannotCheckError
    from qms_docs.model.approval import ApprovalRecord
    from qms_docs.model.finding import Fault
    from qms_docs.model.header import Header
    from qms_docs.model.policy import Policy

__all__ = ["POLICY", "ApprovalReading", "OrganizationFiles", "PolicyReading", "Reading"]

POLICY = "qms.yml"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text says of itself; its faults do not know their path yet."""

    header: Header | None = None
    uncontrolled: bool = False
    """Whether it is marked `controlled: false` and has no id."""
    title: str | None = None
    marked_in: int = 1
    """The line of the field `controlled`."""
    readable: bool = True
    has_id: bool = False
    """Whether there is an `id` field at all, be it empty or wrong."""
    faults: tuple[Fault, ...] = ()

    def faults_at(self, path: str) -> tuple[Fault, ...]:
        """The faults of the text where it stands at `path`."""
        return tuple(replace(fault, path=path) for fault in self.faults)


@dataclass(frozen=True, slots=True)
class PolicyReading:
    """A policy, or why there is none that can be used; faults are those of its single fields."""

    policy: Policy | None
    faults: tuple[Fault, ...]
    refusal: CannotCheckError | None = None

    def required(self) -> Policy:
        """The policy.

        Raises CannotCheckError where it cannot be read.
        """
        if self.policy is None:
            assert self.refusal is not None  # noqa: S101 - one of the two is always there
            raise self.refusal
        return self.policy


@dataclass(frozen=True, slots=True)
class ApprovalReading:
    """What a file says and what is wrong with it, wherever it stands and whatever brought it.

    A file with a fault says nothing that could count: `record` is None.
    """

    record: ApprovalRecord | None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class OrganizationFiles:
    """The files that say who is who, as they stand; None where one does not exist."""

    records: str
    organization: bytes | None
    processes: bytes | None
