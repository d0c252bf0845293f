"""What became of one text in another, told in signs: [-out-], {+in+}, and the fate of each block."""

from __future__ import annotations

import pytest

from qms_docs.redline.marked import Fate, Marked
from qms_docs.redline.merge import merged
from qms_docs.redline.sequence import Steps
from qms_docs.rendering.text import Texts

_SIGNS = {Fate.KEPT: "{}", Fate.INSERTED: "{{+{}+}}", Fate.DELETED: "[-{}-]"}


def told(old: str, new: str, files: dict[str, tuple[bytes, bytes]] | None = None) -> list[str]:
    """The lines of a redline: fate, tag and words of each block that holds words."""
    texts = Texts()
    given = files or {}
    sides = [
        texts.blocks(
            body,
            {name: str(each[number]) for name, each in given.items()},
            lambda name, number=number: given[name][number],  # type: ignore[misc]
        )
        for number, body in enumerate((old, new))
    ]
    return [line for each in merged(*sides) for line in _lines(each, "")]


def _lines(whole: Marked, outer: str) -> list[str]:
    fate = "" if whole.fate is Fate.KEPT else f"{whole.fate.value} "
    words = "".join(_SIGNS[fate].format(run.image.words if run.image else run.text) for fate, run in whole.spans)
    if not whole.blocks:
        return [f"{outer}{fate}{whole.tag or 'text'}: {words}"]
    if whole.tag == "tr":
        return [f"{outer}{fate}tr: " + " | ".join(_cell(each) for each in whole.blocks)]
    return [line for each in whole.blocks for line in _lines(each, f"{outer}{fate}{whole.tag} ")]


def _cell(whole: Marked) -> str:
    return "".join(_SIGNS[fate].format(run.text) for fate, run in whole.spans)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "Two offers are asked for.",
            "Three quotes are asked for.",
            "p: [-Two offers-]{+Three quotes+} are asked for.",
        ),
        ("From 10,000 NOK on.", "From 25,000 NOK on.", "p: From [-10,000-]{+25,000+} NOK on."),
        ("One. Three.", "One. Two. Three.", "p: One. {+Two. +}Three."),
        ("It is checked.", "It is checked. Twice.", "p: It is checked.{+ Twice.+}"),
        ("The manager doesn't sign.", "The manager signs.", "p: The manager [-doesn't sign-]{+signs+}."),
        ("購買手順を確認する", "購買手順を承認する", "p: 購買手順を[-確-]{+承+}認する"),
        ("It holds for *all*.", "It holds for **all**.", "p: It holds for [-all-]{+all+}."),
        ("See [it](a.md).", "See [it](b.md).", "p: See [-it-]{+it+}."),
        ("One\\\ntwo", "One two", "p: One[-\n-]{+ +}two"),
        ("# Scope", "# Range", "h1: [-Scope-]{+Range+}"),
        ("```\na = 1\nb = 2\n```", "```\na = 1\nb = 3\n```", "pre: a = 1\nb = [-2-]{+3+}"),
    ],
)
def test_words(old: str, new: str, line: str) -> None:
    """Whole words change, numbers are one word, and what was written anew is not cut to pieces."""
    assert told(old, new) == [line]


def test_a_paragraph_that_has_nothing_in_common() -> None:
    """It is one that went and one that came."""
    old, new = "Goods are counted by the storekeeper on arrival.", "Every supplier answers a questionnaire once a year."
    assert told(old, new) == [f"deleted p: [-{old}-]", f"inserted p: {{+{new}+}}"]


def test_a_list() -> None:
    """An item that came, went or changed is told apart from those around it."""
    old, new = "- order file\n- list of suppliers\n- prices", "- order files\n- prices\n- complaints of customers"
    assert told(old, new) == [
        "ul li: order [-file-]{+files+}",
        "ul deleted li: [-list of suppliers-]",
        "ul li: prices",
        "ul inserted li: {+complaints of customers+}",
    ]


def test_items_in_another_order() -> None:
    """They moved, and say the same."""
    assert told("1. read\n2. sign\n3. file\n4. send", "1. sign\n2. file\n3. send\n4. read") == [
        "ol left li: read",
        "ol li: sign",
        "ol li: file",
        "ol li: send",
        "ol moved li: read",
    ]


def test_an_item_that_gets_items() -> None:
    """The words of the item stay, and so does a list that is only written with blank lines between its items."""
    assert told("- one\n- two", "- one\n    - more\n- two") == [
        "ul li text: one",
        "ul li inserted ul inserted li: {+more+}",
        "ul li: two",
    ]
    assert told("- one\n- two", "- one\n\n- two") == ["ul li: one", "ul li: two"]


def test_a_passage_that_moved() -> None:
    """A block at another place is one that moved, with the words that changed in it; its neighbours moved with it."""
    first, second = "Suppliers are evaluated once a year by the buyer.", "The result is kept in the list of suppliers."
    rest = "\n\n".join(f"Paragraph {number} stays where it has always been." for number in range(4))
    old, new = f"{first}\n\n{second}\n\n{rest}", f"{rest}\n\n{first.replace('once', 'twice')}\n\n{second}"
    lines = told(old, new)
    assert lines[:2] == [f"left p: {first}", f"left p: {second}"]
    assert lines[-2:] == [f"moved p: {first.replace('once', '[-once-]{+twice+}')}", f"moved p: {second}"]
    texts = Texts()
    whole = merged(*(texts.blocks(each, {}, lambda _: None) for each in (old, new)))
    assert [(each.move, each.follows) for each in whole if each.move] == [(1, False), (2, True), (1, False), (2, True)]


_OLD = "| Part | Limit | Who |\n|---|---|---|\n| bolt | 10 | Ann |\n| nut | 20 | Bob |\n| pin | 30 | Cid |"


def test_cells_and_rows_of_a_table() -> None:
    """A cell changes in its row; a row comes, goes or moves as a whole."""
    new = "| Part | Limit | Who |\n|---|---|---|\n| bolt | 12 | Ann |\n| cap | 5 | Dan |\n| pin | 30 | Cid |"
    assert told(_OLD, new) == [
        "table tr: Part | Limit | Who",
        "table tr: bolt | [-10-]{+12+} | Ann",
        "table deleted tr: [-nut-] | [-20-] | [-Bob-]",
        "table inserted tr: {+cap+} | {+5+} | {+Dan+}",
        "table tr: pin | 30 | Cid",
    ]
    moved = "| Part | Limit | Who |\n|---|---|---|\n| nut | 20 | Bob |\n| pin | 30 | Cid |\n| bolt | 12 | Ann |"
    assert told(_OLD, moved)[-1] == "table moved tr: bolt | [-10-]{+12+} | Ann"


def test_columns_of_a_table() -> None:
    """A column that came or went leaves the others and the rows as they are."""
    new = "| Part | Unit | Who |\n|---|---|---|\n| bolt | mm | Ann |\n| nut | mm | Bob |\n| pin | mm | Cid |"
    wider = "| Part | Unit | Limit | Who |\n|---|---|---|---|\n| bolt | mm | 10 | Ann |\n| cap | mm | 5 | Dan |"
    assert told(_OLD, wider) == [
        "table tr: Part | {+Unit+} | Limit | Who",
        "table tr: bolt | {+mm+} | 10 | Ann",
        "table deleted tr: [-nut-] |  | [-20-] | [-Bob-]",
        "table deleted tr: [-pin-] |  | [-30-] | [-Cid-]",
        "table inserted tr: {+cap+} | {+mm+} | {+5+} | {+Dan+}",
    ]
    assert told(_OLD, new)[1] == "table tr: bolt | [-10-]{+mm+} | Ann"
    narrow = "| Part | Who |\n|---|---|\n| bolt | Ann |\n| nut | Bob |\n| pin | Cid |"
    assert told(_OLD, narrow)[1] == "table tr: bolt | [-10-] | Ann"


def test_cells_that_span_columns() -> None:
    """A table whose rows differ in their number of cells is still compared row by row."""
    old = '<table><tr><td colspan="2">Limits</td></tr><tr><td>bolt</td><td>10</td></tr></table>'
    assert told(old, old.replace("10", "12")) == ["table tr: Limits", "table tr: bolt | [-10-]{+12+}"]


def test_a_table_from_a_file() -> None:
    """The rows of a data file are compared like those of any table."""
    block = "```table\nfile: tools.csv\n```"
    sides = b"Tool,Limit\nCaliper,0.02\n", b"Tool,Limit\nCaliper,0.05\nScale,1\n"
    assert told(block, block, {"tools.csv": sides}) == [
        "table caption: tools.csv",
        "table tr: Tool | Limit",
        "table tr: Caliper | [-0.02-]{+0.05+}",
        "table inserted tr: {+Scale+} | {+1+}",
    ]


def test_pictures() -> None:
    """Other bytes under the same name, or other words for it, are another picture; another name alone is none."""
    text = "![Flow](flow.png)"
    assert told(text, text, {"flow.png": (b"1", b"2")}) == ["p: [-Flow-]{+Flow+}"]
    assert told(text, text, {"flow.png": (b"1", b"1")}) == ["p: Flow"]
    renamed = {"flow.png": (b"1", b"1"), "way.png": (b"1", b"1")}
    assert told(text, "![Flow](way.png)", renamed) == ["p: Flow"]
    assert told(text, "![Way](flow.png)", renamed) == ["p: [-Flow-]{+Way+}"]


def test_kind_of_a_heading_list_or_notice() -> None:
    """What is only set in another way is the same block, and keeps what it was before."""
    texts = Texts()
    pairs = [
        ("## Scope of it", "### Scope of it"),
        ("- one\n- two", "1. one\n2. two"),
        ('!!! note "A"\n    Read it.', '!!! warning "A"\n    Read it.'),
    ]
    for pair in pairs:
        (whole,) = merged(*(texts.blocks(each, {}, lambda _: None) for each in pair))
        assert whole.fate is Fate.KEPT
        assert whole.former not in (None, (whole.tag, whole.attributes))
        assert whole.changed


def _each(line: str, numbers: range) -> str:
    return "".join(line.format(number % 1500) for number in numbers)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b " * 3000, "b a " * 3000 + "c"),
        ("a\n\n" * 2000, "b\n\na\n\n" * 1000),
        (_each("- item {} of many\n", range(1500)), _each("- item {} of many\n", range(0, 10_500, 7))),
        (_each("p{0} x{0} y{0}\n\n", range(1000)), _each("p{0} x{0} z{0}\n\n", range(999, -1, -1))),
        ("```\n" + "x = 1\n" * 3000 + "```", "```\n" + "x = 1\ny = 2\n" * 1500 + "```"),
    ],
    ids=["two words", "one letter", "shuffled list", "turned round", "code"],
)
def test_texts_made_to_take_long(old: str, new: str) -> None:
    """The steps grow with the length of a text, and not with its square."""
    texts = Texts()
    steps = Steps(10**9)
    merged(*(texts.blocks(each, {}, lambda _: None) for each in (old, new)), steps=steps)
    assert steps.taken < 60 * (len(old) + len(new))
