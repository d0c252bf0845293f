"""`qms explain`: the page of a rule."""

from __future__ import annotations

import click

from qms_docs.cli.output import give
from qms_docs.failures import UnknownThingError

__all__ = ["command"]


@click.command("explain", epilog="Example: qms explain DC301")
@click.argument("rule", metavar="CODE|NAME")
def command(rule: str) -> None:
    """Explain a rule: what it finds, why, what to write instead."""
    from qms_docs.check import RULES, find_rule
    from qms_docs.reports.rule_page import rule_text
    from qms_docs.sources.fields import nearest

    found = find_rule(rule)
    if found is None:
        names = {name: each for each in RULES for name in (each.code.lower(), each.name)}
        like = nearest(rule, list(names))
        hint = f" Did you mean {names[like].code} {names[like].name}?" if like else ""
        raise UnknownThingError(f"There is no rule {rule}.{hint}")
    give(rule_text(found))
