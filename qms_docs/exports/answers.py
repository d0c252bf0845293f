"""Answers about a sample of documents as a page of HTML that stands alone, to be printed or handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.exports.page import TEMPLATES
from qms_docs.views.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.model.manual import Manual
    from qms_docs.views.answers import DocumentAnswers

__all__ = ["answers_html"]


def answers_html(manual: Manual, sample: Sequence[DocumentAnswers]) -> str:
    """The answers under the name of the organization, with day and entry of the history that gave them."""
    return TEMPLATES.get_template("answers.html.jinja").render(
        organization=manual.policy.organization,
        as_of=day_in_words(manual.as_of),
        commit=manual.commit or "",
        sample=sample,
    )
