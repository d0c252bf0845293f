"""Property: what is found in a plain text without a parser is what parsing finds."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qms_docs.sources.markdown_text import parsed_outline
from qms_docs.sources.plain_outline import plain_outline
from qms_docs.sources.slugs import slug_ascii

_LEADS = ("", "", "", "- ", "1. ", "  ", "   ", "    ", "* ", "> ", "10. ", "-   ", "-     ", "!!! ", "- - ", ":   ")
_STARTS = (
    "",
    "",
    "# ",
    "## ",
    "###### ",
    "#",
    "####### ",
    "# #",
    "| ",
    "|",
    "---",
    "===",
    "-",
    "|---|---|",
    "***",
    "=",
)
_WORDS = (
    *(
        "word",
        "A, b.",
        "[words](page.md)",
        "[a b](x/y.md#z)",
        '[t](u.md "T")',
        "![image](i_m.png)",
        "[[SOP-004]]",
        "[ ]",
    ),
    *(
        "[[SOP-004|own words]]",
        "[[ ]]",
        "[x]",
        "[a][b]",
        "[a]: b",
        "[]()",
        "[[A]](b)",
        "![[A]]",
        "](",
        "]",
        "[",
        "![",
        "!",
    ),
    *(
        "*em*",
        "**s",
        "_u_",
        "`c`",
        "`",
        "``",
        "```",
        "~~~",
        "<b>",
        "a < b",
        "<",
        "&amp;",
        "&",
        "\\",
        "(",
        ")",
        "#",
        " #",
    ),
    *(
        "| c |",
        "|",
        " | ",
        "{#id}",
        "{: .k }",
        "$x$",
        "[^1]",
        "[^1]:",
        "  ",
        "=== ",
        "a  ",
        "Ä ö",
        "\u00a0",
        "\x0c",
        ":",
        "x!",
    ),
)
_LINES = st.builds(
    lambda lead, start, words, between: lead + start + between.join(words),
    st.sampled_from(_LEADS),
    st.sampled_from(_STARTS),
    st.lists(st.sampled_from(_WORDS), max_size=4),
    st.sampled_from(("", " ")),
)
_ROWS = st.lists(st.sampled_from(("| a |", "|---|", "| [a](b) |", "| [[A]] |", "a | b", "|---|:-:|", "| a | [b](c) |")))
_TEXTS = st.one_of(
    st.lists(st.one_of(_LINES, st.just("")), max_size=12).map("\n".join),
    st.lists(st.one_of(_ROWS.map("\n".join), _LINES, st.just("")), max_size=6).map("\n".join),
    st.text(alphabet="ab \n#[]()|-=*_>1.!{}:<`$&\\^", max_size=60),
)


@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_TEXTS, st.booleans(), st.booleans())
def test_a_plain_text_has_the_outline_that_parsing_gives(text: str, formulas: bool, footnotes: bool) -> None:
    """Headings, links with their lines and words, and anchors are the same."""
    plain = plain_outline(text, 5, slug_ascii, formulas=formulas)
    # Where only parsing can tell nothing is compared.
    assert plain is None or plain == parsed_outline(
        text, 5, slug_ascii, formulas=formulas, footnotes=footnotes, figures=True
    )
