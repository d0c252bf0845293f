"""Records as text, which are read back as the same characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qms_docs.sources.yaml_text import plain, read_yaml
from qms_docs.writing.record_text import record_text

SIGNATURE = "-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAA\nAQ==\n-----END SSH SIGNATURE-----\n"
CHARACTERS = st.characters(exclude_categories=("Cs",))
VALUES = st.text(CHARACTERS, min_size=1) | st.text("a: #-'\"\n|>&*!%@`,[]{}?\t~", min_size=1)


def test_the_layout_of_an_approval() -> None:
    """Plain values stand as they are, a signature in a block, what belongs together below its name."""
    fields = {
        "document": "SOP-004",
        "revision": "1.10",
        "at": "2026-02-26T15:04:00+01:00",
        "signature": SIGNATURE,
        "source": {
            "forge": "github",
            "url": "https://github.com/example/qms/pull/31#pullrequestreview-1187",
            "user": "cid-dahl",
            "signature": SIGNATURE,
            "left_out": None,
        },
        "nothing": None,
    }
    assert record_text(fields) == (
        "document: SOP-004\n"
        "revision: 1.10\n"
        "at: 2026-02-26T15:04:00+01:00\n"
        "signature: |\n"
        "  -----BEGIN SSH SIGNATURE-----\n"
        "  U1NIU0lHAAAA\n"
        "  AQ==\n"
        "  -----END SSH SIGNATURE-----\n"
        "source:\n"
        "  forge: github\n"
        "  url: https://github.com/example/qms/pull/31#pullrequestreview-1187\n"
        "  user: cid-dahl\n"
        "  signature: |\n"
        "    -----BEGIN SSH SIGNATURE-----\n"
        "    U1NIU0lHAAAA\n"
        "    AQ==\n"
        "    -----END SSH SIGNATURE-----\n"
    )


@pytest.mark.parametrize(
    "value", ["null", "~", "- a", "a: b", "a #b", "'", '"', "Åse", "no", "\u2028", "a ", " a", "|", "x\n\ny\n"]
)
def test_values_that_mean_something_to_yaml(value: str) -> None:
    """They are quoted where they would be read as something else."""
    assert plain(read_yaml(record_text({"a": value, "b": {"c": value}}))) == {"a": value, "b": {"c": value}}


@given(VALUES, VALUES)
def test_any_value_is_read_back(first: str, second: str) -> None:
    """Whatever characters a value has."""
    fields = {"a": first, "b": {"c": second, "d": first}, "e": second}
    assert plain(read_yaml(record_text(fields))) == fields
