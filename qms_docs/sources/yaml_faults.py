"""What is wrong with a YAML text, in the words of somebody who knows no YAML (yaml.org/spec/1.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qms_docs.sources.yaml_lines import field_of, quoted_example, short, without_blank
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    import yaml

__all__ = ["YamlFaultError", "fault_of", "reserved_beginning"]

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_MERGE = re.compile(r"^(?P<marker><{7}|>{7})(?: .*)?$", re.MULTILINE)
_TYPOGRAPHIC = "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\u00ab\u00bb"
"""Quotation marks of typewriting programs, which are letters like any other here."""
_QUOTES = "Put the whole value in quotation marks{example}."
_ALIKE = "Begin all fields of one group in the same column, each group two blanks further in than its name."
_CLOSING = {"[": "]", "{": "}"}


class YamlFaultError(Exception):
    """A text that is no YAML of the kind that is read here; `line` counts from 1 within the text."""

    def __init__(self, fact: str, line: int, remedy: str) -> None:
        """`fact` is a clause that says what is wrong, `remedy` a sentence that says what to do."""
        super().__init__(fact)
        self.fact = fact
        self.line = line
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class _Complaint:
    """Where the parser gave up, and what it had begun; lines and columns count from 0."""

    problem: str
    context: str
    lines: list[str]
    line: int
    column: int
    begun_line: int
    begun_column: int

    @property
    def text(self) -> str:
        """The line at which the parser gave up."""
        return self._at(self.line)

    @property
    def begun_text(self) -> str:
        """The line in which it had begun what it could not finish."""
        return self._at(self.begun_line)

    def text_above(self, line: int) -> int | None:
        """The nearest line above that is neither blank nor a comment."""
        above = (n for n in range(min(line, len(self.lines)) - 1, -1, -1))
        return next((n for n in above if self.lines[n].strip() and not self.lines[n].lstrip().startswith("#")), None)

    def _at(self, line: int) -> str:
        return self.lines[line] if line < len(self.lines) else ""


_Fault = tuple[str, int, str]
"""Fact, line from 0, and remedy."""


def fault_of(error: yaml.MarkedYAMLError, text: str, first_line: int) -> YamlFaultError:
    """The parser's complaint about a text in own words, and at the line that has to be mended."""
    mark = error.problem_mark or error.context_mark
    begun = error.context_mark or mark
    complaint = _Complaint(
        problem=str(error.problem or ""),
        context=str(error.context or ""),
        lines=_BREAK.split(text),
        line=mark.line if mark else 0,
        column=mark.column if mark else 0,
        begun_line=begun.line if begun else 0,
        begun_column=begun.column if begun else 0,
    )
    if marker := _MERGE.search(text):
        place = text.count("\n", 0, marker.start()) + first_line
        fact = f"an unfinished merge left its marker `{marker['marker']}` here"
        remedy = "Decide which lines hold, and take out those that begin with <<<<<<<, ======= and >>>>>>>."
        return YamlFaultError(fact, place, remedy)
    found = (told for words, tell in _SENTENCES if words in complaint.problem and (told := tell(complaint)))
    fact, line, remedy = next(found, None) or _begun_value(complaint) or _general(complaint)
    return YamlFaultError(fact, min(line, text.count("\n")) + first_line, remedy)


def reserved_beginning(line: str, column: int) -> tuple[str, str]:
    """Fact and remedy for a value whose first character has a meaning of its own; `column` counts from 0."""
    sign, what = line[column : column + 1], "value" if line[:column].strip() else "line"
    if not sign:
        return f"the {what} cannot be understood", _QUOTES.format(example="")
    named = "a backtick" if sign == "`" else f"`{sign}`"
    return f"the {what} begins with {named}, which cannot stand first", _QUOTES.format(example=quoted_example(line))


def _general(told: _Complaint) -> _Fault:
    remedy = (
        "Write each field as `name: value` on a line of its own, and put values with other signs in quotation marks."
    )
    return "this line or the one above it cannot be understood", told.line, remedy


def _tab(told: _Complaint) -> _Fault | None:
    if not re.match(r" *\t", told.text):
        return None
    return "the line is indented with a tab", told.line, "Indent it with blanks, two for each level."


def _sign(told: _Complaint) -> _Fault:
    return (fault := reserved_beginning(told.text, told.column))[0], told.line, fault[1]


def _begun_value(told: _Complaint) -> _Fault | None:
    """A value that begins with `*`, `&`, `!`, `|` or `>`, or a line with `%`, and is not what they announce."""
    sign = told.begun_text[told.begun_column : told.begun_column + 1]
    if sign == "%" or (not told.context and told.text.startswith("%")):
        return (
            "the line begins with `%`",
            told.begun_line,
            "Take the line out, or put what begins with `%` in quotation marks.",
        )
    if sign and sign in "*&!|>":
        fact, remedy = reserved_beginning(told.begun_text, told.begun_column)
        return fact, told.begun_line, remedy
    return None


def _quotation(told: _Complaint) -> _Fault | None:
    if "quoted scalar" not in told.context:
        return None
    mark = told.begun_text[told.begun_column : told.begun_column + 1]
    return _never_closed(mark, told.begun_line)


def _never_closed(mark: str, line: int) -> _Fault:
    return (
        f"the quotation mark `{mark}` in this line is never closed",
        line,
        f"Put `{mark}` at the end of the value as well.",
    )


def _backslash(told: _Complaint) -> _Fault:
    remedy = "Put the value in single quotation marks ('...'), within which a backslash is only a backslash."
    return "there is a backslash within double quotation marks", told.line, remedy


def _colon(told: _Complaint) -> _Fault:
    """A colon where no name can end: a second one in the line, or the first one of a line that cannot be a field."""
    above = told.text_above(told.line)
    field = field_of(told.text)
    if field and field.end("name") < told.column:
        return _colon_in_value(told, field)
    if above is not None and not re.match(r"\s*(?:- +)?[^\s].*:(?:\s|$)|\s*- ", told.lines[above]):
        return _no_colon(told.lines[above], above)
    if above is not None and told.text.startswith((" ", "-")):
        fact = "the line is indented further than the one above it, which has a value already"
        remedy = "Begin it in the same column, or put the value in quotation marks if it goes on in this line."
        return fact, told.line, remedy
    return "there is a colon at which no name of a field ends", told.line, _QUOTES.format(example="")


def _colon_in_value(told: _Complaint, field: re.Match[str]) -> _Fault:
    name, value = field["name"].strip(), field["value"] or ""
    if value[:1] and value[0] in _TYPOGRAPHIC:
        fact = f"the value of `{short(name)}` has typographic quotation marks, which do not protect the colon in it"
        return fact, told.line, 'Put straight quotation marks (") around the whole value.'
    what = (
        "ends with a colon" if told.column == len(told.text.rstrip()) - 1 else "has a colon followed by a blank in it"
    )
    return f"the value of `{short(name)}` {what}", told.line, _QUOTES.format(example=quoted_example(told.text))


def _no_colon(text: str, line: int) -> _Fault:
    if glued := without_blank(text):
        name, value = glued["name"], glued["value"].strip()
        return f"there is no blank behind the colon of `{short(name)}`", line, f"Write `{name}: {short(value)}`."
    if re.fullmatch(r"\s*[A-Za-z_][\w-]*\s*", text):
        remedy = f"Write `{short(text.strip())}:`, and its value behind it or indented below it."
        return "the line has no colon behind the name of a field", line, remedy
    fact = "the line has no colon between the name of a field and its value"
    return fact, line, "Write it as `name: value`, or indent it if it goes on with the value above."


def _line_without_colon(told: _Complaint) -> _Fault:
    return _no_colon(told.begun_text, told.begun_line)


def _not_a_field(told: _Complaint) -> _Fault:
    """Something where the next field of a group should begin."""
    before, rest = told.text[: told.column].rstrip(), told.text[told.column :]
    if before and before[-1] in "\"'":
        return _behind_quotation(told, before)
    if before and before[-1] in "]}":
        fact = "the value begins with a bracket and goes on behind it"
        return fact, told.line, _QUOTES.format(example=quoted_example(told.text))
    if rest.startswith("- "):
        remedy = "Begin all items of a list in the same column, below the name of their field."
        return "an item of a list (`- `) stands where a field should stand", told.line, remedy
    if rest.startswith(":"):
        return "the line has a colon and no name before it", told.line, "Write each field as `name: value`."
    if before:
        return _begun_value(told) or _general(told)
    return "the line is indented differently from the lines above it", told.line, _ALIKE


def _behind_quotation(told: _Complaint, before: str) -> _Fault:
    mark = before[-1]
    if before.count(mark) % 2:
        opened = (n for n in range(told.line - 1, -1, -1) if told.lines[n].count(mark) % 2)
        return _never_closed(mark, next(opened, told.line))
    if mark == "'":
        remedy = "Write an apostrophe within single quotation marks twice (''), or use double quotation marks."
    else:
        remedy = _QUOTES.format(example=" once, with single ones ('...') around it if it has double ones in it")
    return "the value goes on behind its closing quotation mark", told.line, remedy


def _not_an_item(told: _Complaint) -> _Fault:
    remedy = "Begin it with `- ` like the other items, or indent it differently if it belongs to another field."
    return "the line stands among the items of a list and is none", told.line, remedy


def _bracket(told: _Complaint) -> _Fault:
    opening = told.begun_text[told.begun_column : told.begun_column + 1]
    closing = _CLOSING.get(opening, "]")
    if told.line == told.begun_line and closing in told.begun_text[told.begun_column :]:
        fact = f"between `{opening}` and `{closing}` something is not a list with commas"
        return fact, told.line, "Put a comma between two values, and quotation marks around values with other signs."
    return _open_bracket(opening, told.begun_line)


def _open_bracket(opening: str, line: int) -> _Fault:
    closing = _CLOSING.get(opening, "]")
    fact = f"the bracket `{opening}` in this line is not closed with `{closing}`"
    return fact, line, f"Put `{closing}` at its end; if the bracket belongs to a text, put the text in quotation marks."


def _nothing_there(told: _Complaint) -> _Fault:
    sign = told.text[told.column : told.column + 1]
    if "flow" not in told.context:
        return _sign(told)
    if sign == ",":
        return "there is a comma with no value before it", told.line, "Take out the comma, or write the value."
    opened = [(n, each) for n, text in enumerate(told.lines[: told.line + 1]) for each in text if each in "[{"]
    line, opening = opened[-1] if opened else (told.line, "[")
    return _open_bracket(opening, line)


def _list_behind_name(told: _Complaint) -> _Fault:
    remedy = f"Begin the list on the next line, or put the value in quotation marks{quoted_example(told.text)}."
    return "the value begins with `- `, as an item of a list does", told.line, remedy


def _second_part(told: _Complaint) -> _Fault:
    first = told.text_above(1 if len(told.lines) > 1 else 0)
    end = next((n for n in range(told.line - 1, -1, -1) if told.lines[n].startswith("...")), None)
    if end is not None:
        return "there is more behind the line `...`, which ends the file", end, "Take out the line `...`."
    if first is not None and told.lines[first].startswith(" "):
        return "the line is indented less than the first field", told.line, _ALIKE
    return _general(told)


_SENTENCES: tuple[tuple[str, Callable[[_Complaint], _Fault | None]], ...] = (
    ("cannot start any token", _tab),
    ("cannot start any token", _sign),
    ("tab character", _tab),
    ("end of stream", _quotation),
    ("document indicator", _quotation),
    ("escape", _backslash),
    ("hexdecimal", _backslash),
    ("hexadecimal", _backslash),
    ("mapping values are not allowed", _colon),
    ("could not find expected ':'", _line_without_colon),
    ("did not find expected key", _not_a_field),
    ("expected '-' indicator", _not_an_item),
    ("did not find expected ','", _bracket),
    ("expected node content", _nothing_there),
    ("block sequence entries are not allowed", _list_behind_name),
    ("mapping keys are not allowed", _sign),
    ("<document start>", _second_part),
)
"""By words of the parser (libyaml's), who tells it; what nobody tells is told in general."""
