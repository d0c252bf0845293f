"""Python's search for rubbish, put off while hardly anything is made but what stays."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["keep_uncollected", "no_collection"]


@contextmanager
def no_collection(*, stays: bool = True) -> Iterator[None]:
    """Nothing is looked for meanwhile, and what `stays` is not looked through again and again afterwards.

    A manual holds hundreds of thousands of values and no circles; looking through all of them takes longer than reading
    a part of them, and copies the memory that a divided process shares. What is rubbish already would stay as well.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if stays:
            gc.freeze()
        if enabled:
            gc.enable()


def keep_uncollected() -> None:
    """What is no rubbish now stays to the end, and is not looked through again and again until then."""
    gc.collect()
    gc.freeze()
