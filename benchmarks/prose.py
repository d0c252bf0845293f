"""Text as a small manufacturer writes it: a few words, put together in many ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.chance import Chance

__all__ = ["LONGEST", "SHORTEST", "Prose", "words_in"]

SHORTEST, LONGEST = 300, 1_500
"""Words that a document has at least and at most, its headings and tables counted."""

_BRIEF, _FULL = SHORTEST + 80, LONGEST - 150
"""Lengths beyond which an edit takes no text away, or adds none."""

_WHO = (
    *("The operator", "The shift leader", "The buyer", "The storekeeper", "The inspector", "The process owner"),
    *("The quality manager", "Whoever finds the fault", "The person in charge", "The laboratory", "The supplier"),
    *("The service technician", "The planner", "A second person", "The department", "The owner of the order"),
)
_DOES = (
    *("checks", "records", "releases", "compares", "labels", "signs", "reports", "keeps", "reviews", "measures"),
    *("confirms", "blocks", "returns", "hands over", "calibrates", "counts", "verifies", "stores", "updates", "weighs"),
)
_WHAT = (
    *("the batch card", "every tenth part", "the drawing", "the order confirmation", "the test bench", "the label"),
    *("the certificate", "the torque of each screw", "the diameter Ø 12 mm", "the surface", "the delivery note"),
    *("the gauge", "the first piece", "the temperature of 20 ± 2 °C", "the layer of 8 µm", "the inspection plan"),
    *("the blocked stock", "the returned part", "the register", "the handover sheet", "the Prüfplan of the customer"),
    *("the list of suppliers", "the software of the tester", "the sealing", "the spare parts", "the packaging"),
)
_WHEN = (
    *("before the next step begins", "on the same day", "at the start of each shift", "within two working days"),
    *("as long as the order is open", "after every change of tools", "when the lot is complete", "once a month"),
    *("whenever a limit is exceeded", "before the goods leave the house", "together with the customer"),
    *("and tells the shift leader", "and keeps the reading", "unless the drawing says otherwise", "without delay"),
    *("at the place of work", "in the order system", "with the instrument named in the plan", "for each variant"),
)
_ACTIVITIES = (
    *("Inspection", "Purchasing", "Storage", "Calibration", "Release", "Handling", "Cleaning", "Packaging", "Planning"),
    *("Marking", "Repair", "Assembly", "Review", "Control", "Testing", "Maintenance", "Approval", "Transport"),
    *("Return", "Training", "Sampling", "Setting up", "Prüfung", "Måling", "Étalonnage"),
)
_OBJECTS = (
    *("incoming castings", "machined parts", "measuring equipment", "customer orders", "circuit boards", "cables"),
    *("spare parts", "returned goods", "test benches", "gauges", "packaging material", "hazardous substances"),
    *("drawings", "software", "suppliers", "first pieces", "tools", "fixtures", "adhesives", "sealed housings"),
    *("climate chambers", "delivery notes", "rework", "blocked stock", "concessions", "complaints", "prototypes"),
    *("optical filters", "batteries", "labels", "contracts", "offers", "Kundenmuster", "reservedeler"),
)
_PLACES = ("hall 1", "hall 2", "the laboratory", "the service shop", "the second shift", "line 3", "line 7")
_STEPS = ("Preparation", "Carrying out", "Evaluation", "Deviations", "Handover", "Special cases", "Timing", "Checks")
_REASONS = (
    *("Two people understood the old wording differently.", "A customer asked for it.", "The new tester needs it."),
    *("An internal audit found that practice had moved on.", "A part was mixed up.", "The supplier changed."),
    *("The department was organized anew.", "A complaint showed a gap.", "The yearly review proposed it."),
)
_KEPT = ("1 year", "3 years", "5 years", "10 years", "the life of the product")


def words_in(blocks: Sequence[str]) -> int:
    """How many words the blocks of a text have."""
    return sum(len(block.split()) for block in blocks)


class Prose:
    """Writes texts; which ones, chance decides."""

    def __init__(self, chance: Chance) -> None:
        """The same chance gives the same texts."""
        self._chance = chance

    def title(self) -> str:
        """The title of a document."""
        title = f"{self._chance.one_of(_ACTIVITIES)} of {self._chance.one_of(_OBJECTS)}"
        return f"{title} in {self._chance.one_of(_PLACES)}" if self._chance.happens(0.4) else title

    def sentence(self) -> str:
        """One sentence."""
        one_of = self._chance.one_of
        return f"{one_of(_WHO)} {one_of(_DOES)} {one_of(_WHAT)} {one_of(_WHEN)}."

    def reason(self) -> str:
        """Why something is changed."""
        return self._chance.one_of(_REASONS)

    def paragraph(self) -> str:
        """A few sentences."""
        return " ".join(self.sentence() for _ in range(self._chance.between(2, 6)))

    def body(
        self, title: str, roles: Sequence[str], shown: Sequence[str], references: Sequence[str]
    ) -> tuple[str, ...]:
        """The blocks of a text: headings, paragraphs, lists, tables, pictures and links."""
        start = (f"# {title}", "## Purpose", self.paragraph(), "## Scope", self.paragraph())
        duties = ("## Responsibilities", self._table("Who", "Does", [(role, self._task()) for role in roles]))
        end = ["## Records", self._table("Record", "Kept for", [(self._record(), self._kept()) for _ in range(3)])]
        if references:
            end += ["## References", "\n".join(f"- {each}" for each in references)]
        fixed = (*start, *duties, *shown, *end)
        wanted = self._chance.between(_BRIEF, _FULL) - words_in(fixed)
        return (*start, *duties, *self._procedure(wanted, shown), *end)

    def _procedure(self, wanted: int, shown: Sequence[str]) -> list[str]:
        blocks = ["## Procedure", *shown]
        written = 0
        for step in self._chance.some_of(_STEPS, len(_STEPS)):
            part = [f"### {step}"]
            for _ in range(self._chance.between(1, 6)):
                part.append(self.paragraph())
                if written + words_in(part) >= wanted:
                    return [*blocks, *part]
            if self._chance.happens(0.4):
                sentences = [self.sentence() for _ in range(self._chance.between(3, 6))]
                part.append("\n".join(f"{number}. {each}" for number, each in enumerate(sentences, start=1)))
            written += words_in(part)
            blocks += part
        return blocks

    def edited(self, blocks: tuple[str, ...]) -> tuple[str, ...]:
        """The same text with a paragraph added, taken away or written anew in part; it stays within its bounds."""
        place = self._chance.one_of([place for place, block in enumerate(blocks) if block[0].isalpha()])
        before, paragraph, after = blocks[:place], blocks[place], blocks[place + 1 :]
        length = words_in(blocks)
        if length < _FULL and (length < _BRIEF or self._chance.happens(0.3)):
            return (*before, paragraph, self.paragraph(), *after)
        # A section keeps at least one paragraph.
        to_spare = before[-1][0].isalpha() and length - words_in([paragraph]) > _BRIEF
        if to_spare and (length > _FULL or self._chance.happens(0.3)):
            return (*before, *after)
        sentences = paragraph.removesuffix(".").split(". ")
        sentences[self._chance.between(0, len(sentences) - 1)] = self.sentence().removesuffix(".")
        return (*before, ". ".join(sentences) + ".", *after)

    def _table(self, first: str, second: str, rows: Sequence[tuple[str, str]]) -> str:
        return "\n".join([f"| {first} | {second} |", "|---|---|", *(f"| {one} | {other} |" for one, other in rows)])

    def _task(self) -> str:
        return f"{self._chance.one_of(_DOES)} {self._chance.one_of(_WHAT)}, {self._chance.one_of(_DOES)} the result"

    def _record(self) -> str:
        return f"Result of {self._chance.one_of(_ACTIVITIES).lower()} of {self._chance.one_of(_OBJECTS)}"

    def _kept(self) -> str:
        return self._chance.one_of(_KEPT)
