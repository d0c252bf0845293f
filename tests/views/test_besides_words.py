"""What stands for a manual but for proposed words is the same exactly where words alone differ."""

from __future__ import annotations

from contextlib import closing
from itertools import combinations
from typing import TYPE_CHECKING

from qms_docs.keeping.store import open_store
from qms_docs.sources.loading import open_manual
from qms_docs.views.besides_words import besides_words
from qms_docs.views.text_edits import edited_documents
from support.sites import TODAY
from support.text_edits import ALONE, EDITED, FURTHER, committed, organization, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from qms_docs.model.manual import Manual
    from qms_docs.views.besides_words import BesidesWords
    from support import Clone


def read(clone: Clone) -> Manual:
    """The manual as a preview shows it, read by a run of its own."""
    with closing(open_manual(clone.path, TODAY, keep=open_store)) as source:
        return source.manual(TODAY, preview=True, judged=True)


def differ_in_words_of(one: Manual, other: Manual, besides: BesidesWords) -> bool:
    """Whether these manuals differ in nothing but words of the documents for whose words nothing stands."""
    own = {each.id for each in besides.edited}
    others = (pair for pair in zip(one.documents, other.documents, strict=False) if pair[0].id not in own)
    return edited_documents(one, other) is not None and all(before == after for before, after in others)


def test_two_states(tmp_path: Path) -> None:
    """For any two of many states of a manual, each read by a run of its own."""
    clone = organization(tmp_path / "manual")
    clone.write(EDITED, text_of("## Steps\n\nThree.\n"))
    read(clone)
    states: list[tuple[int, Manual, BesidesWords]] = []
    for number, change in enumerate((*ALONE, *FURTHER)):
        change(clone)
        manual = read(clone)
        if besides := besides_words(manual):
            states.append((number, manual, besides))
    same = 0
    for (first, one, told), (second, other, tells) in combinations(states, 2):
        alike = {each.id for each in told.edited} == {each.id for each in tells.edited}
        expected = alike and differ_in_words_of(one, other, told)
        assert (first, second, told.digest == tells.digest) == (first, second, expected)
        same += expected
    assert same > len(ALONE)


def test_nothing_is_proposed(tmp_path: Path) -> None:
    """Where every document is as it was accepted there are no words for which nothing stands."""
    clone = organization(tmp_path / "manual")
    # The second run knows what the first one has derived.
    assert [besides_words(read(clone)) for _ in range(2)][1] is None
    clone.write(EDITED, text_of("## Steps\n\nThree.\n"))
    found = besides_words(read(clone))
    assert found
    assert [each.id for each in found.edited] == ["SOP-021"]
    committed(clone)
    assert [besides_words(read(clone)) for _ in range(2)][1] is None
