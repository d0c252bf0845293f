"""The options of the plugin in `mkdocs.yml` (interfaces.md 3)."""

from __future__ import annotations

from mkdocs.config import base
from mkdocs.config import config_options as c

__all__ = ["DocumentControlConfig", "how_many"]

ALL, NONE = "all", "none"


class _HowMany(c.OptionallyRequired[str]):
    """`all`, `none`, or a number from 0 on."""

    def run_validation(self, value: object) -> str:
        """The option as written.

        Raises ValidationError for anything else.
        """
        text = str(value)
        if isinstance(value, bool) or not (text in (ALL, NONE) or (text.isascii() and text.isdecimal())):
            raise base.ValidationError(f"Expected 'all', 'none' or a number, got {value!r}.")
        return text


def how_many(option: str) -> int | None:
    """The number that an option asks for; None for all."""
    return None if option == ALL else 0 if option == NONE else int(option)


class DocumentControlConfig(base.Config):  # type: ignore[no-untyped-call]
    """What the site shows and what stops its build; nothing here changes what is in order."""

    mode = c.Choice(("auto", "controlled", "preview"), default="auto")
    archive = _HowMany(default=ALL)
    """How many past revisions stay readable."""
    redlines = _HowMany(default="1")
    """How many comparisons are built for each document."""
    fail_on = c.Choice(("error", "warning", "never"), default="error")
    """The severity that stops a controlled build; a preview is stopped by `--strict` alone."""
