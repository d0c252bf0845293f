"""Names of organizations and people stand for themselves, whatever they are."""

from __future__ import annotations

from html import unescape

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from qms_docs.sources.yaml_text import YamlMapping, YamlScalar, read_yaml
from qms_docs.starting.names import in_markdown
from qms_docs.starting.people import person_id
from qms_docs.starting.texts import filled_in

NAMES = st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), min_size=1, max_size=40).map(
    lambda text: " ".join(text.split())
)
MARKS = st.text(st.sampled_from("\\`*_{}[]()<>#+!|~$&;=-:.1a \"'"), min_size=1, max_size=12).map(
    lambda text: " ".join(text.split())
)


@given((NAMES | MARKS).filter(bool))
def test_a_name_in_markdown(name: str) -> None:
    """Both parsers, that of the site and that of the forges, show its characters and nothing else."""
    site = markdown.markdown(f"{in_markdown(name)} makes tools.", extensions=["tables", "footnotes", "attr_list"])
    assert (unescape(site.removeprefix("<p>").removesuffix("</p>"))) == f"{name} makes tools."
    forge = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(f"{in_markdown(name)} makes tools.")
    assert unescape(forge.strip().removeprefix("<p>").removesuffix("</p>")) == f"{name} makes tools."


@given((NAMES | MARKS).filter(bool))
def test_a_name_in_the_settings_of_the_site(name: str) -> None:
    """YAML gives back what was put in."""
    values = {"organization": name, "remote": None, "edit_uri": "edit/main/"}
    read = read_yaml(filled_in("mkdocs.yml", values).decode("utf-8"))
    assert isinstance(read, YamlMapping)
    title = read.items["site_name"]
    assert isinstance(title, YamlScalar)
    assert title.text == f"{name} quality manual"


@pytest.mark.parametrize(
    ("name", "email", "expected"),
    [
        ("Ann Berg", "ann@example.com", "ann.berg"),
        ("Åse Ødegård-Müller", "x@example.com", "aase.oedegaard.mueller"),
        ("李 明", "li@example.com", "李.明"),
        ("Con", "con@example.com", "con-1"),
        ("Aux Nul", "con@example.com", "aux-1.nul"),
        ("!!!", "ann.b@example.com", "ann.b"),
        ("!!!", "@", "first.person"),
        ("x" * 300, "ann@example.com", "x" * 60),
    ],
)
def test_ids_of_people(name: str, email: str, expected: str) -> None:
    """By the name, else by the address; never what Windows takes for a device."""
    assert person_id(name, email) == expected
