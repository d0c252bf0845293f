"""Questions of an earlier run are asked again where this one did not ask them, and count as asked then."""

from __future__ import annotations

from dataclasses import dataclass, field

from qms_docs.sources.grounds import Grounds, changeable, still_answered


@dataclass
class Asked:
    """Something whose answers change."""

    answers: dict[str, str]
    grounds: Grounds = field(default_factory=Grounds)
    times: int = 0

    @changeable
    def about(self, name: str) -> str:
        """The answer of this moment."""
        self.times += 1
        return self.answers[name]


def test_the_same_answers() -> None:
    """What was not asked yet is asked, and noted as if it had been."""
    earlier, now = Asked({"a": "1", "b": "2"}), Asked({"a": "other", "b": "2"})
    noted = [(earlier.about(name), earlier.grounds.noted()) for name in ("a", "b")][-1][1]
    assert noted
    now.about("a")
    assert still_answered(now, noted)
    assert now.times == 2
    assert {question for question, _ in now.grounds.noted() or ()} == {("about", ("a",)), ("about", ("b",))}


def test_another_answer() -> None:
    """One other answer, and nothing is noted of what was not asked for its own sake."""
    earlier, now = Asked({"a": "1", "b": "2"}), Asked({"a": "1", "b": "3"})
    noted = [(earlier.about(name), earlier.grounds.noted()) for name in ("a", "b")][-1][1]
    assert noted
    now.about("a")
    assert not still_answered(now, noted)
    assert [question for question, _ in now.grounds.noted() or ()] == [("about", ("a",))]
