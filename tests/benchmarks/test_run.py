"""The measurement: which rows there are, what they say of their goals, and what it writes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.again import main as write_again
from benchmarks.cases import chosen_rows, rows
from benchmarks.corpus import make_corpus
from benchmarks.goals import Figure, Goal
from benchmarks.ground import REVISED, Ground
from benchmarks.judgement import Judgement
from benchmarks.measure import Case, Command, FailedError, Sample, in_turn
from benchmarks.measured import Measured, measured_group
from benchmarks.memory import processor_seconds
from benchmarks.plan import Size
from benchmarks.report import as_json, as_markdown
from benchmarks.row import Row, in_groups
from benchmarks.run import main
from support.clone import run_git

DOCUMENTS, COMMITS = 20, 120
PLACE = Path(__file__).parent


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """A small corpus, and nothing beside it."""
    scratch = tmp_path_factory.mktemp("ground")
    make_corpus(scratch / "manual", Size(documents=DOCUMENTS, commits=COMMITS))
    return Ground(corpus=scratch / "manual", scratch=scratch, documents=DOCUMENTS, commits=COMMITS)


def case(name: str, *words: str) -> Case:
    """A case of one process."""
    return Case(name=name, commands=(Command(words=words, folder=PLACE),), before=lambda: None)


def sample(clock: float, processors: float = 1.0, together: float | None = None) -> Sample:
    """A run."""
    return Sample(processors=processors, clock=clock, memory=30.0, together=together)


def measured(goal: Goal, samples: list[Sample], references: list[Sample], pages: int = 0) -> Measured:
    """A row that has run."""
    return Measured(
        key="row",
        name="One",
        samples=samples,
        reference="Other" if references else None,
        references=references,
        goal=goal,
        further_pages=pages,
    )


@pytest.mark.parametrize(
    ("figure", "most", "value"),
    [
        (Figure.CLOCK, 0.25, 0.5),
        (Figure.PROCESSORS, 3, 1.5),
        (Figure.SECONDS, 4, 2.0),
        (Figure.BEYOND, 1, -2.0),
        (Figure.EACH_PAGE, 100, 100.0),
        (Figure.MEMORY, 2, 3.0),
    ],
)
def test_a_row_knows_how_far_it_is_from_its_goal(figure: Figure, most: float, value: float) -> None:
    """A figure is worked out round by round, and said as a share of the most that it may be."""
    ours, theirs = sample(2.0, 3.0, together=90.0), sample(4.0, 2.0, together=30.0)

    row = measured(Goal(figure=figure, most=most), [ours] * 3, [theirs] * 3, pages=10)

    assert row.value == pytest.approx(value)
    assert row.share == pytest.approx(value / most)


def test_the_table_says_how_often_rows_were_measured() -> None:
    """Rows of several runs may have been measured more or less often than each other."""
    once, thrice = (measured(None, [sample(1.0)] * times, []) for times in (1, 3))
    assert "Medians of 1 to 3 rounds (least to most)." in as_markdown([thrice, once], {}, "Much")


def test_the_table_says_what_was_reached() -> None:
    """A goal that was reached is told from one that was not, in the table and for programs."""
    goal = Goal(figure=Figure.SECONDS, most=1)
    met, missed = measured(goal, [sample(0.5)], []), measured(goal, [sample(1.5)], [])

    said = {"row": Judgement(now="Python.", physical="Git.")}
    table = as_markdown([met, missed], {"git": "2"}, "Much", said)
    told = as_json([met, missed], {}, {}, 1)["measured"]

    assert table.startswith("Much; git 2. Medians of 1 round (least to most).")
    assert "| `row`: One | at most 1 s on the clock | 0.5 s | reached |" in table
    assert "| `row`: One | at most 1 s on the clock | 1.5 s | **not reached**: 1.5 times as much |" in table
    assert "**`row`** (0.5 s, goal: at most 1 s on the clock): Now: Python. Physical limit: Git." in table
    assert isinstance(told, list)
    assert [each["reached"] for each in told] == [True, False]


def test_what_is_not_there_is_said(ground: Ground) -> None:
    """A neighbour that is not installed has a row that says so, and the rest is measured."""
    found = {row.key: row for row in rows(ground)}

    said = measured_group([found["authors-cold"], found["floor-start"]], 1)

    assert "- Not measured: mkdocs-git-authors-plugin, which is not installed" in as_markdown(said, {}, "Little")
    assert [len(each.samples) for each in said] == [0, 1]


def test_rows_can_be_chosen(ground: Ground) -> None:
    """Without a choice there is all that is usual, in a first look what is quick; each key stands for one row."""
    keys = [row.key for row in rows(ground)]

    assert len(set(keys)) == len(keys)
    assert [row.key for row in chosen_rows(ground, ["list"], quick=True, everything=False)] == ["list"]
    usual, quick = (
        {row.key for row in chosen_rows(ground, [], quick=quick, everything=False)} for quick in (False, True)
    )
    assert quick < usual < set(keys)
    assert set(keys) - usual == {"growth", "full-navigation", "creation-cold"}
    also = {row.key for row in chosen_rows(ground, [], ["growth"], quick=True, everything=False)}
    assert also == quick | {"growth"}
    with pytest.raises(ValueError, match=r"no row nothing; there are history-cold, "):
        chosen_rows(ground, ["nothing"], quick=False, everything=False)


def test_floors_are_rows(ground: Ground) -> None:
    """What a row cannot do without is a row itself."""
    known = rows(ground)

    assert {floor for row in known for floor in row.floors} <= {row.key for row in known}


def test_each_case_runs_once_in_a_round() -> None:
    """Rows that have a case in common share its runs; others run in rounds of their own."""
    one, two, three = (case(name, sys.executable, "-c", "pass") for name in ("one", "two", "three"))
    first, second = Row(key="a", measured=one, reference=two), Row(key="b", measured=three)
    third = Row(key="c", measured=three, reference=two)

    assert in_groups([first, second]) == [[first], [second]]
    assert in_groups([first, second, third]) == [[first, second, third]]
    told = measured_group([first, third], 2)
    assert told[0].references is told[1].references
    assert [len(each.samples) for each in told] == [2, 2]


def test_memory_of_all_processes() -> None:
    """In the round that is not counted it is seen what a process and its children hold together."""
    child = "x = bytearray(50_000_000); import time; time.sleep(1)"
    parent = f"import subprocess, sys; x = bytearray(50_000_000); subprocess.run([sys.executable, '-c', {child!r}])"

    ((told,),) = in_turn([case("two", sys.executable, "-c", parent)], 1)

    assert told.together is not None
    assert told.together > 100


def test_processors_of_a_process_that_runs() -> None:
    """What a process has used so far is known while it runs."""
    used = processor_seconds(os.getpid())

    assert used is not None
    assert used > 0


def test_a_command_that_fails_ends_the_measurement() -> None:
    """There is no figure for what did not work, and what it said is told."""
    with pytest.raises(FailedError, match=r"ended with 3:\nno$"):
        in_turn([case("bad", sys.executable, "-c", "import sys; sys.stderr.write('no'); sys.exit(3)")], 1)


def test_a_proposal_is_in_order(ground: Ground) -> None:
    """The pull request that is checked revises so many documents, and nothing is wrong with it."""
    changed = run_git(ground.proposal, "diff", "--name-only", "main", "proposal").decode().splitlines()

    assert len(changed) == REVISED
    assert run_git(ground.proposal, "status", "--porcelain") == b""
    done = subprocess.run([*ground.qms, "-C", str(ground.proposal), "check", "--base", "main"], check=False)
    assert done.returncode == 0


def test_a_change_is_judged_anew_in_every_round(ground: Ground) -> None:
    """The warm check of a change finds another commit of it each time, and still nothing wrong with it."""
    before = int(run_git(ground.proposal, "rev-list", "--count", "main..proposal"))
    row = next(row for row in rows(ground) if row.key == "check-change-warm")

    measured_group([row], 2)

    assert int(run_git(ground.proposal, "rev-list", "--count", "main..proposal")) == before + 3
    assert len(run_git(ground.proposal, "diff", "--name-only", "main", "proposal").decode().splitlines()) == REVISED


def test_what_was_kept_before_new_commits_is_found_by_each_run(ground: Ground) -> None:
    """Each run starts from what was kept before the ten commits came."""
    row = next(row for row in rows(ground) if row.key == "history-new")

    (told,) = measured_group([row], 1)

    ahead = run_git(ground.scratch / "grown", "rev-list", "--count", "HEAD").decode().strip()
    assert ahead == str(COMMITS + 10)
    assert told.value is not None


def test_builds_over_time_find_what_came_before(ground: Ground) -> None:
    """The build on another day and the one after ten commits are measured, and leave the corpus as it was."""
    found = {row.key: row for row in rows(ground)}

    daily, new = measured_group([found["build-day"], found["build-new"]], 1)

    assert daily.samples[0].clock > 0
    assert run_git(ground.corpus, "status", "--porcelain") == b""
    assert run_git(ground.growing, "rev-list", "--count", "HEAD").decode().strip() == str(COMMITS + 10)
    assert new.samples[0].clock > 0
    home = ground.scratch / "controlled-build-without-the-past,-10-new-commits" / "index.html"
    assert home.exists()


@pytest.mark.parametrize(("documents", "commits", "reason"), [(3, 200, "1 documents"), (20, 90, "45 commits")])
def test_growth_needs_a_corpus_of_half_the_size(ground: Ground, documents: int, commits: int, reason: str) -> None:
    """Where half of the corpus would be too small for one, that is said instead."""
    small = replace(ground, documents=documents, commits=commits)
    row = next(row for row in rows(small) if row.key == "growth")

    assert row.measured is None
    assert reason in row.missing
    assert next(row for row in rows(ground) if row.key == "growth").measured


@pytest.mark.parametrize("key", ["reload", "reload-further"])
def test_an_edit_is_seen_while_the_manual_is_served(ground: Ground, key: str) -> None:
    """The page is given out with the new sentence, and the text is put back."""
    row = next(row for row in rows(ground) if row.key == key)

    (told,) = measured_group([row], 1)

    assert told.samples[0].clock > 0
    assert run_git(ground.corpus, "status", "--porcelain") == b""


def test_the_command_writes_tables_and_every_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Chosen rows are measured and written as Markdown and as JSON, with what stands below them."""
    results, runs = tmp_path / "RESULTS.md", tmp_path / "runs.json"
    floors = ("floor-start", "floor-git", "floor-markdown", "floor-templates", "floor-writing")
    keys = ("history-cold", "build-cold", "memory", *floors)
    size = ["--documents", str(DOCUMENTS), "--commits", str(COMMITS), "-n", "1", "--neighbours", str(tmp_path)]
    only = [word for key in keys for word in ("--only", key)]

    assert main([*size, *only, "--json", str(runs), "--results", str(results)]) == 0

    told = json.loads(runs.read_text(encoding="utf-8"))
    assert [each["key"] for each in told["measured"]] == list(keys)
    assert all(each["samples"] for each in told["measured"])
    assert all(each["of_goal"] for each in told["measured"][:3])
    written = results.read_text(encoding="utf-8")
    assert written.removeprefix("# Results\n\n") in capsys.readouterr().out
    assert "- mkdocs: 1." in written
    assert written.startswith(f"# Results\n\n{DOCUMENTS} documents, {COMMITS} commits, ")
    limits = written.split("## What limits it")[1].split("## Everything")[0]
    assert re.search(
        r"\*\*`build-cold`\*\* \(.*: at most 0\.65 x on the clock\): .* s of processor time, of which .* Now: \S",
        limits,
    )
    assert "**`history-cold`** (" in limits


def test_tables_are_written_again(tmp_path: Path) -> None:
    """From the runs of one measurement or several the same tables are written, and not from those of two corpora."""
    size = ["--documents", "12", "--commits", "60", "-n", "1", "--neighbours", str(tmp_path)]
    for name, row in (("one", "floor-start"), ("two", "help")):
        only = ["--only", row, "--json", str(tmp_path / f"{name}.json"), "--results", str(tmp_path / f"{name}.md")]
        assert main([*size, *only]) == 0
    one, two, both = tmp_path / "one.json", tmp_path / "two.json", tmp_path / "both.md"

    assert written_again_to(both, one) == (tmp_path / "one.md").read_text(encoding="utf-8")
    together = written_again_to(both, two, one)
    assert "| `help`: qms --help | at most 0.25 s on the clock |" in together
    assert "| floor: starting Python |" in together
    other = {**json.loads(two.read_text(encoding="utf-8")), "corpus": {}}
    two.write_text(json.dumps(other), encoding="utf-8")
    with pytest.raises(SystemExit):
        written_again_to(both, one, two)


def written_again_to(file: Path, *runs: Path) -> str:
    """The tables of runs."""
    assert write_again([*map(str, runs), "--results", str(file)]) == 0
    return file.read_text(encoding="utf-8")


def test_where_the_time_goes(capsys: pytest.CaptureFixture[str]) -> None:
    """On demand each program is watched once more, and the packages that take most of its time are named."""
    size = ["--documents", str(DOCUMENTS), "--commits", str(COMMITS), "-n", "1"]

    only = [word for key in ("list", "floor-start", "floor-git", "floor-markdown") for word in ("--only", key)]

    assert main([*size, *only, "--profile"]) == 0

    table = capsys.readouterr().out.split("## Where the time goes")[1]
    assert "| `list` | " in table
    assert "markdown " in next(line for line in table.splitlines() if line.startswith("| `floor-markdown` |"))
    assert "floor-git" not in table
    assert "floor-start" not in table


def test_the_command_refuses_a_row_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    """Wrong usage ends with 2 and names what there is."""
    with pytest.raises(SystemExit) as ended:
        main(["--documents", "2", "--commits", "26", "--only", "nothing"])

    assert ended.value.code == 2
    assert "there is no row nothing; there are history-cold, " in capsys.readouterr().err
