"""Why a build cannot be finished, in sentences, where MkDocs itself shows what went on inside it."""

from __future__ import annotations

from jinja2 import TemplateError, TemplateSyntaxError

from qms_docs.failures import CannotCheckError, FailureError, WrongUseError

__all__ = ["OUTSIDE", "in_sentences"]

OUTSIDE = OSError, TemplateError
"""What is wrong with the machine or the theme, and not with the manual or with us."""


def in_sentences(error: OSError | TemplateError) -> FailureError:
    """The failure that names the file or the template."""
    if isinstance(error, OSError):
        place = f": {error.filename2 or error.filename}" if error.filename else ""
        return CannotCheckError(
            f"The site cannot be built: {error.strerror or error}{place}.",
            "Correct this, then build again; the old site stays.",
        )
    place = f" ({error.name}, line {error.lineno})" if isinstance(error, TemplateSyntaxError) else ""
    return WrongUseError(f"A template of the theme cannot be used{place}: {error}. Correct `custom_dir`.")
