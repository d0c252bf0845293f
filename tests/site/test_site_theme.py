"""The theme as MkDocs asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment
from mkdocs.theme import Theme

from mkdocs_document_control.site_theme import SiteTheme
from mkdocs_document_control.theme_templates import compiled_templates
from qms_docs.keeping.store import Store

if TYPE_CHECKING:
    from pathlib import Path

WELCOME = "<h1>{{ title }}</h1>\n"


@pytest.fixture
def own(tmp_path: Path) -> Theme:
    """Material with a folder of the organization's own."""
    for name in ("welcome.html", "partials/note.html", ".hidden/icon.svg", "assets/.part/icon.svg", ".note.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(WELCOME)
    return Theme(name="material", custom_dir=str(tmp_path))


def test_everything_but_what_is_hidden_is_listed(own: Theme) -> None:
    """The names of all files are those that the theme itself lists, in its order, without ten thousand icons."""
    listed = own.get_env().list_templates()
    lean = SiteTheme(own, compiled_templates(Store())).get_env().list_templates()
    # Folders alone are left out, and those of the first level: the rest MkDocs passes over by itself.
    assert lean == [each for each in listed if not each.startswith(".") or each == ".note.html"]
    assert {"welcome.html", "partials/note.html", "assets/.part/icon.svg"} <= {*lean}
    assert len(listed) - len(lean) > 10_000


def test_hidden_templates_can_be_loaded(own: Theme) -> None:
    """A template that shows an icon finds it."""
    environment = SiteTheme(own, compiled_templates(Store())).get_env()
    assert environment.get_template(".hidden/icon.svg").render(title="Icon") == "<h1>Icon</h1>"
    assert environment.filters.keys() == own.get_env().filters.keys()


def test_settings_are_shared(own: Theme) -> None:
    """What somebody sets on the one, the other has."""
    theme = SiteTheme(own, compiled_templates(Store()))
    theme["language"] = "nb"
    theme.dirs.append("somewhere")
    assert (own["language"], own.dirs[-1], theme.name, theme.locale) == ("nb", "somewhere", own.name, own.locale)


def test_a_template_is_compiled_once(own: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an earlier build has compiled is found, unless the file is another one."""
    templates = compiled_templates(Store())
    SiteTheme(own, templates).get_env().get_template("welcome.html")
    compiled: list[str | None] = []
    compile_ = Environment.compile

    def noted(self: Environment, source: str, name: str | None = None, *more: object, **named: object) -> object:
        compiled.append(name)
        # Handed on as it came.
        return compile_(self, source, name, *more, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", noted)
    assert SiteTheme(own, templates).get_env().get_template("welcome.html").render(title="A") == "<h1>A</h1>"
    assert compiled == []
    (tmp_path / "welcome.html").write_text("<h2>{{ title }}</h2>\n")
    assert SiteTheme(own, templates).get_env().get_template("welcome.html").render(title="A") == "<h2>A</h2>"
    assert compiled == ["welcome.html"]


def test_a_template_is_compiled_for_its_settings(own: Theme, tmp_path: Path) -> None:
    """What was compiled is not found by an environment that a hook has given other settings, and not the other way."""
    (tmp_path / "welcome.html").write_text("{% if title %}\n<h1>{{ title }}</h1>\n{% endif %}\n")
    templates = compiled_templates(Store())

    def drawn(*, trimmed: bool) -> str:
        environment = SiteTheme(own, templates).get_env()
        environment.trim_blocks = trimmed
        return environment.get_template("welcome.html").render(title="A")

    assert [drawn(trimmed=each) for each in (False, True, False)] == [
        *("\n<h1>A</h1>\n", "<h1>A</h1>\n", "\n<h1>A</h1>\n")
    ]
