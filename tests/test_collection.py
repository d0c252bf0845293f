"""Python looks for rubbish when nobody waits."""

from __future__ import annotations

import gc
import threading
import time
from typing import TYPE_CHECKING

import pytest

from qms_docs import collection
from qms_docs.collection import CollectionPutOff

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def put_off() -> Iterator[CollectionPutOff]:
    """The search, as it was before whatever the test does."""
    search = CollectionPutOff()
    try:
        yield search
    finally:
        search.end()


def collections() -> int:
    """How often everything was looked through."""
    return int(gc.get_stats()[2]["collections"])


def test_nothing_while_somebody_waits(put_off: CollectionPutOff) -> None:
    """From the beginning of the work until soon after its end nothing is looked for, and then all is."""
    before = collections()
    put_off.begin()
    assert not gc.isenabled()
    put_off.soon()
    assert not gc.isenabled()
    while not gc.isenabled():
        time.sleep(0.05)
    assert collections() > before


def test_work_that_begins_before(put_off: CollectionPutOff) -> None:
    """Work that begins again soon puts it off again, and no thread is left behind at the end."""
    others = threading.active_count()
    put_off.begin()
    put_off.soon()
    put_off.begin()
    assert not gc.isenabled()
    put_off.soon()
    put_off.end()
    assert gc.isenabled()
    assert threading.active_count() == others


def test_somebody_who_never_rests(put_off: CollectionPutOff) -> None:
    """After a few pieces of work in a row it is looked for before the next one."""
    before = collections()
    for _ in range(collection._MOST_TIMES):
        put_off.begin()
    assert collections() == before
    put_off.begin()
    assert collections() > before
    assert not gc.isenabled()
