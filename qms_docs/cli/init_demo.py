"""`qms init --demo`: a repository with years of history, to look at."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from qms_docs.cli.common import day_option, today
from qms_docs.cli.output import give, say
from qms_docs.failures import WrongUseError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

__all__ = ["with_demo"]

_Command = TypeVar("_Command", bound=Callable[..., Any])

_OF_A_DEMO = {"target", "demo", "seed", "as_of"}
_USUAL_SEED = 1
_LARGEST_SEED = 2**31 - 1


def with_demo(begin: _Command) -> Callable[..., int]:
    """The options of a demo, which is written in the place of a beginning."""

    @click.option("--demo", is_flag=True, help="The sample organization after years of work, to look at.")
    @click.option(
        "--seed",
        type=click.IntRange(0, _LARGEST_SEED),
        metavar="NUMBER",
        help="With --demo: equal numbers give equal commits, others other keys; default: 1.",
    )
    @day_option("--as-of", "With --demo: the day for which it is made; default: today.")
    @wraps(begin)
    def chosen(folder: Path, /, *, demo: bool, seed: int | None, as_of: date | None, **given: Any) -> int:  # noqa: ANN401 - options of the other way
        if demo:
            _refuse_others()
            return _write(folder, given["target"], _USUAL_SEED if seed is None else seed, as_of or today())
        if seed is not None or as_of is not None:
            raise WrongUseError("--seed and --as-of say which demo is made: name --demo too, or leave them out.")
        done: int = begin(folder, **given)
        return done

    return chosen


def _refuse_others() -> None:
    """A demo has its organization, people and policy: what is said of another one would be lost."""
    context = click.get_current_context()
    said = {each for each in context.params if context.get_parameter_source(each) is ParameterSource.COMMANDLINE}
    others = [each.opts[0] for each in context.command.params if each.name in said - _OF_A_DEMO]
    if others:
        raise WrongUseError(f"{' and '.join(others)} says how a manual of your own begins: leave it out with --demo.")


def _write(folder: Path, target: str, seed: int, day: date) -> int:
    from qms_docs.starting.demo.writing import write_demo
    from qms_docs.starting.placing import resolved

    root = resolved(folder, target)
    end = write_demo(root, seed=seed, day=day)
    give(f"{root}\n")
    say(f"The demo is written. Its story ends on {end}, and every approval in it is signed with a key of its own.")
    say("Nobody in it exists, and the keys prove nothing: README.md says why, and what there is to see.")
    return 0
