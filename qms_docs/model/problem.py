"""What verifying brings to light: things that are otherwise than they were signed, published or stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Damage", "Problem", "Verification"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Damage:
    """A commit, tree or file text that is missing, or whose bytes are others than its id says."""

    id: str
    got: str | None
    """The id that its bytes have; None where it is missing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Something that does not hold, with the code of the rule that explains it."""

    code: str
    what: str
    path: str | None = None
    """The file of the repository that it is about, or stood last for."""
    expected: str | None = None
    got: str | None = None
    manifest: str | None = None
    """The manifest that says otherwise, as the user calls it."""
    overtaken: bool = False
    """Whether a later complete revision has overtaken it, so that there is nothing left to mend (settled.md 14)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    """What was verified, how much of it, and what does not hold."""

    checked: Mapping[str, int]
    """How many of what."""
    problems: tuple[Problem, ...]
    signers: tuple[str, ...] = ()
    """Who signed which manifest, as whole sentences."""

    @property
    def ok(self) -> bool:
        """Whether everything holds that still matters."""
        return all(each.overtaken for each in self.problems)
