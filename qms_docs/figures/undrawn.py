"""Why a figure cannot be drawn."""

from __future__ import annotations

__all__ = ["UndrawnError"]


class UndrawnError(Exception):
    """The text of a figure says what nobody here draws."""

    def __init__(self, line: int, fact: str, remedy: str) -> None:
        """`line` counts from 1 within the text of the figure; `fact` and `remedy` are whole sentences."""
        super().__init__(f"{fact} {remedy}")
        self.line = line
        self.fact = fact
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[UndrawnError], tuple[int, str, str]]:
        """What is kept of it: an exception is made again from what it was made of."""
        return UndrawnError, (self.line, self.fact, self.remedy)
