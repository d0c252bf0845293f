"""A place in two texts that are merged."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from qms_docs.redline.columns import Columns
    from qms_docs.redline.text import Block

__all__ = ["Stand"]


@dataclass(slots=True)
class Stand:
    """A block of either text or both, at its place in the whole."""

    old: Block | None
    new: Block | None
    scope: str = ""
    """Blocks may have moved to wherever a block of the same scope stands; empty where it cannot have moved."""
    inner: list[Stand] = field(default_factory=list)
    columns: Columns | None = None
    """How the columns of the two tables correspond, for a row."""
    move: int = 0
    follows: bool = False
    """Whether it moved together with the block before it."""
    arrives: bool = False
    """Whether it is the new place of a move and not the old one."""

    @property
    def single(self) -> Block | None:
        """The block, where only one of the texts has it at this place."""
        if self.move or (self.old and self.new):
            return None
        return self.old or self.new
