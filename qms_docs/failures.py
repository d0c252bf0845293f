"""Reasons why nothing can be said at all, each with what to do about it (exit status 3)."""

from __future__ import annotations

__all__ = [
    "CannotCheckError",
    "FailureError",
    "NoCommitError",
    "NotInOrderError",
    "RefusedError",
    "UnknownThingError",
    "WrongUseError",
]


class FailureError(Exception):
    """Something that ends a command, with its exit status."""

    status = 1


class CannotCheckError(FailureError):
    """The repository, its history or its policy cannot be read, so that no answer would be sure."""

    status = 3

    def __init__(self, fact: str, remedy: str) -> None:
        """`fact` and `remedy` are whole sentences for a quality manager."""
        super().__init__(f"{fact} {remedy}")
        self.fact = fact
        self.remedy = remedy


class NoCommitError(CannotCheckError):
    """Nothing was committed yet."""


class NotInOrderError(FailureError):
    """Findings stopped what was asked for; they have been printed already (exit status 1)."""


class RefusedError(FailureError):
    """What was asked for would not count, so that nothing was written (exit status 1)."""


class UnknownThingError(FailureError):
    """The document, revision or rule that was asked for does not exist (exit status 1)."""


class WrongUseError(FailureError):
    """The command or the configuration of the site was used in a way that has no meaning (exit status 2)."""

    status = 2
