"""No sequence of edits brings a record to a state past a gate, or changes a closed one, without a finding."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

from hypothesis import example, given, settings
from hypothesis import strategies as st

from qms_docs.check import check
from qms_docs.keeping.store import Store
from qms_docs.sources.loading import open_manual
from support import Story, policy
from support.yaml_text import yaml_text

PATH, OTHER = "records/nonconformities/NC-2026-001.yml", "records/nonconformities/2026/NC-2026-001-label.yml"
STORE = Store()
ALWAYS = {
    "id": "NC-2026-001",
    "title": "Wrong label",
    "opened": "2026-01-05",
    "owner": "production-manager",
    "source": "process",
    "detected_on": "2026-01-05",
    "detected_by": "per.haug",
    "product": "Batch 4411",
    "description": "Another number.",
    "severity": "minor",
}
LATER = {
    "containment": "Locked.",
    "disposition": "scrap",
    "authority": "ann.berg",
    "concession_by": "Customer K-017",
    "corrective_action_needed": "false",
    "corrective_action_reason": "Slip.",
}
NEEDED = {
    "open": (),
    "contained": ("containment",),
    "dispositioned": ("containment", "disposition", "authority"),
    "closed": ("containment", "disposition", "authority", "corrective_action_needed", "corrective_action_reason"),
}
Fields: TypeAlias = dict[str, str]


@dataclass(frozen=True)
class Form:
    """A record as it stands after an entry."""

    path: str = PATH
    fields: Fields = field(default_factory=lambda: {**ALWAYS, "status": "open"})
    amendments: tuple[tuple[str, str, str], ...] = ()
    """Field, old and new value."""
    comment: str = ""

    @property
    def text(self) -> str:
        """The file."""
        said: dict[str, object] = dict(self.fields)
        if self.amendments:
            said["amendments"] = [
                {"on": "2026-03-01", "by": "ann.berg", "reason": "Slip.", "field": name, "old": old or None, "new": new}
                for name, old, new in self.amendments
            ]
        return f"# {self.comment}\n{yaml_text(said)}" if self.comment else yaml_text(said)

    @property
    def effective(self) -> Fields:
        """What the fields say with the amendments."""
        return {**self.fields, **{name: new for name, _, new in self.amendments}}

    @property
    def gates_met(self) -> bool:
        """Whether everything is there for the state."""
        said = self.effective
        concession = said["status"] in ("dispositioned", "closed") and said.get("disposition") == "concession"
        needed = (*NEEDED[said["status"]], *(["concession_by"] if concession else ()))
        return all(name in said for name in needed)

    @property
    def closed(self) -> bool:
        """Whether it is in its final state."""
        return self.effective["status"] == "closed"


EDITS = st.one_of(
    st.tuples(st.just("set"), st.sampled_from(sorted(LATER)), st.just("")),
    st.tuples(st.just("set"), st.just("disposition"), st.sampled_from(["rework", "concession"])),
    st.tuples(st.just("set"), st.just("product"), st.sampled_from(["Batch 1", "Batch 4411"])),
    st.tuples(st.just("drop"), st.sampled_from(sorted(LATER)), st.just("")),
    st.tuples(st.just("status"), st.sampled_from(sorted(NEEDED)), st.just("")),
    st.tuples(st.just("fill"), st.just(""), st.just("")),
    st.tuples(st.just("amend"), st.sampled_from(["product", "status", "authority", "disposition"]), st.just("")),
    st.tuples(st.just("unamend"), st.just(""), st.just("")),
    st.tuples(st.just("move"), st.just(""), st.just("")),
    st.tuples(st.just("delete"), st.just(""), st.just("")),
    st.tuples(st.just("comment"), st.sampled_from(["", "Seen."]), st.just("")),
)
Edit: TypeAlias = tuple[str, str, str]
NEW = {"product": "Batch 2", "status": "contained", "authority": "cid.dahl", "disposition": "regrade"}


def edited(form: Form, edit: Edit) -> Form | None:
    """The record after an edit; None where it is deleted."""
    kind, name, value = edit
    if kind == "delete":
        return None
    changes: dict[str, dict[str, object]] = {
        "set": {"fields": {**form.fields, name: value or LATER.get(name, "")}},
        "drop": {"fields": {each: said for each, said in form.fields.items() if each != name}},
        "status": {"fields": {**form.fields, "status": name}},
        "fill": {"fields": {**form.fields, **LATER, "status": "closed"}},
        "amend": {"amendments": (*form.amendments, *_amendment(form, name))},
        "unamend": {"amendments": form.amendments[:-1]},
        "move": {"path": OTHER if form.path == PATH else PATH},
        "comment": {"comment": name},
    }
    return replace(form, **changes[kind])  # type: ignore[arg-type]


def _amendment(form: Form, name: str) -> list[tuple[str, str, str]]:
    """One amendment; none where the field says that already."""
    said = form.effective
    new = "closed" if name == "status" and said["status"] != "closed" else NEW.get(name, "")
    return [] if said.get(name) == new else [(name, said.get(name, ""), new)]


def _lawful(before: Form, after: Form) -> bool:
    """Whether a closed form may be followed by the other one."""
    return _same_text(before, after) and after.amendments[: len(before.amendments)] == before.amendments


def _same_text(one: Form, other: Form) -> bool:
    """Whether everything but the amendments is the same, the order of the fields included."""
    return (list(one.fields.items()), one.comment) == (list(other.fields.items()), other.comment)


def _consistent(form: Form) -> bool:
    """Whether each amendment names what stood there before it; another edit may have changed that."""
    said = dict(form.fields)
    for name, old, new in form.amendments:
        if said.get(name, "") != old:
            return False
        said[name] = new
    return True


@settings(max_examples=120, deadline=None)
@given(edits=st.lists(st.lists(EDITS, min_size=1, max_size=3), min_size=1, max_size=6))
@example(edits=[[("fill", "", "")], [("amend", "status", "")], [("set", "product", "Batch 1")]])
@example(edits=[[("fill", "", "")], [("amend", "status", ""), ("set", "product", "Batch 1")]])
@example(edits=[[("fill", "", "")], [("delete", "", "")], [("set", "product", "Batch 1")]])
@example(edits=[[("fill", "", "")], [("move", "", ""), ("comment", "Seen.", "")], [("comment", "", "")]])
def test_every_way_is_found(edits: list[list[Edit]]) -> None:
    """What stands at the end is found at fault exactly where a gate is not met or a closed form is not as it was."""
    told = Story()
    rule = {"keep": "10 years", "from": "closed", "then": "delete"}
    told.entry("2026-01-01", {"qms.yml": policy(retention={"nonconformity": rule}), "x.txt": "0"})
    form, standing, lawful = Form(), False, Form()
    for number, step in enumerate([[("comment", "", "")], *edits]):
        after: Form | None = form
        for edit in step:
            after = edited(after or form, edit)
        files: dict[str, str | None] = {"x.txt": str(number + 1)}
        if standing and (after is None or after.path != form.path):
            files[form.path] = None
        if after is not None:
            files[after.path] = after.text
            form = after
            if not lawful.closed or _lawful(lawful, form):
                lawful = form
        standing = after is not None
        told.entry(f"2026-02-{number + 1:02d}", files)
    with tempfile.TemporaryDirectory() as folder:
        told.build(Path(folder) / "manual")
        source = open_manual(Path(folder) / "manual", date(2026, 6, 1), keep=lambda *_: STORE)
        found = {each.code for each in check(source.manual(preview=True, judged=True, merged=True)).findings}
        source.repository.close()
    expected: set[str] = set()
    if not standing:
        expected = {"RC102"}
    else:
        expected |= set() if form.gates_met else {"RC104"}
        altered = not _same_text(form, lawful) or form.amendments != lawful.amendments
        expected |= {"RC101"} if altered else set()
        expected |= set() if _consistent(form) else {"IN103"}
    assert found == expected
