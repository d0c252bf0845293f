"""Charts: any values become a drawing of the same bytes, in which nothing is cut off or told by colour alone."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from qms_docs.charts.bars import Bars, BarSeries
from qms_docs.charts.canvas import WIDTH, wide
from qms_docs.charts.drawing import Chart, chart_svg
from qms_docs.charts.line import Line, LinePoint
from qms_docs.charts.matrix import Matrix
from qms_docs.charts.ranking import Ranking
from qms_docs.charts.scale import scale_over, spelled

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("1")</script> & \u202e'


def bars(*series: tuple[int | Decimal, ...], stacked: bool = False, places: tuple[str, ...] = ()) -> Bars:
    """Bars with names of series and places of no meaning."""
    named = places or tuple(f"2026-{number:02}" for number in range(len(series[0]) if series else 0))
    told = tuple(BarSeries(title=f"Series {number}", values=each) for number, each in enumerate(series))
    return Bars(title="Bars", places=named, series=told, stacked=stacked)


def line(*values: str, target: tuple[str, ...] = (), baseline: str | None = None, unit: str = "%") -> Line:
    """A line over days."""
    points = tuple(LinePoint(label=f"day {at}", at=at, value=Decimal(each)) for at, each in enumerate(values))
    wanted = tuple(map(Decimal, target))
    return Line(title="Line", unit=unit, points=points, target=wanted, baseline=Decimal(baseline) if baseline else None)


CHARTS: dict[str, Chart] = {
    "no bars": bars(),
    "one bar": bars((3,)),
    "nothing but zeros": bars((0, 0), (0, 0)),
    "below zero": bars((-3, 4), (1, -9)),
    "stacked": bars((1, -2, 3), (4, -5, 6), (0, 0, 1), (2, 2, 2), stacked=True),
    "thousands of bars": bars(tuple(range(3000)), tuple(range(3000))),
    "huge bars": bars((Decimal(999999999999999), Decimal("-999999999999999.999999999999"))),
    "long names": bars((1, 2, 3), places=("A name without a blank" * 9, "W" * 400, HOSTILE)),
    "no line": line(),
    "target alone": line(target=("5",)),
    "one point": line("0.000000000001"),
    "one value twice": line("7", "7"),
    "below and above": line("-5", "3", "-999999999999999.5", target=("-3", "3"), baseline="0"),
    "near each other": line("100000000000000.000000000001", "100000000000000.000000000002"),
    "thousands of points": line(*(str(number * 7919 % 1000) for number in range(5000)), target=("300",)),
    "long unit": line("1", "2", unit=HOSTILE * 40),
    "no ranking": Ranking(title="Causes", rows=()),
    "ranking": Ranking(title="Causes", rows=((HOSTILE, 5), ("word " * 300, 2), ("x" * 5000, 1))),
    "thousands of causes": Ranking(title="Causes", rows=tuple((f"cause {each}", 1) for each in range(4000))),
    "no risk": Matrix(title="Risks", cells=(), one="risk", many="risks"),
    "risks": Matrix(title="Risks", cells=((5, 5, 4000), (1, 3, 1)), one="risk", many="risks"),
}


def parsed(chart: Chart) -> ET.Element:
    """The drawing as XML."""
    return ET.fromstring(chart_svg(chart))  # noqa: S314 - our own


def height_of(drawing: ET.Element) -> float:
    """How high it is."""
    return float(drawing.attrib["viewBox"].split()[3])


def texts(drawing: ET.Element) -> list[str]:
    """The words that are seen."""
    return [each.text or "" for each in drawing.iter(f"{SVG}text")]


@pytest.mark.parametrize("name", CHARTS)
def test_any_values_make_a_small_drawing(name: str) -> None:
    """It is XML of bounded size, has words for those who cannot see it, and no number in it is none."""
    drawn = chart_svg(CHARTS[name])
    drawing = parsed(CHARTS[name])
    assert len(drawn) < 60_000
    assert "nan" not in drawn.lower()
    assert "inf" not in "".join(drawing.itertext()).lower().replace("information", "")
    assert drawing.attrib["role"] == "img"
    assert drawing[0].tag == f"{SVG}title"
    assert drawing[0].text
    assert drawing[1].tag == f"{SVG}desc"
    assert drawing[1].text
    assert len(drawing[1].text or "") <= 1500
    assert " id=" not in drawn


@pytest.mark.parametrize("name", CHARTS)
def test_words_stay_inside(name: str) -> None:
    """No words are cut off at a side, however wide the reader's font is, and none lies below the drawing."""
    drawing = parsed(CHARTS[name])
    for group in [drawing, *(each for each in drawing.iter(f"{SVG}g"))]:
        for each in group.findall(f"{SVG}text"):
            if "transform" in each.attrib:
                continue
            told, x, y = each.text or "", float(each.attrib["x"]), float(each.attrib["y"])
            room = wide(told) * float(each.attrib.get("font-size", 11)) / 11
            left = x - {"end": room, "middle": room / 2}.get(each.attrib.get("text-anchor", ""), 0.0)
            assert left >= -0.6, told
            assert left + room <= WIDTH + 0.6, told
            assert 0 < y <= height_of(drawing), told


@pytest.mark.parametrize("name", CHARTS)
def test_what_is_drawn_stays_inside(name: str) -> None:
    """Bars and marks lie inside of the drawing."""
    drawing = parsed(CHARTS[name])
    for each in drawing.iter(f"{SVG}rect"):
        x, y, width, height = (float(each.attrib[key]) for key in ("x", "y", "width", "height"))
        assert width > 0
        assert height >= 0
        assert x >= 0
        assert y >= 0
        assert x + width <= WIDTH + 0.2
        assert y + height <= height_of(drawing)
    for each in drawing.iter(f"{SVG}circle"):
        assert 0 <= float(each.attrib["cx"]) <= WIDTH
        assert 0 <= float(each.attrib["cy"]) <= height_of(drawing)


def test_no_colour_and_nothing_from_outside() -> None:
    """All of it has the colour of the text around it, and asks for nothing."""
    for chart in CHARTS.values():
        for each in parsed(chart).iter():
            assert each.attrib.get("fill", "none") in {"none", "currentColor"}
            assert each.attrib.get("stroke", "none") in {"none", "currentColor"}
            assert not {"href", "style", "onload"} & set(each.attrib)
            assert each.tag.removeprefix(SVG) in {"svg", "title", "desc", "g", "path", "rect", "circle", "text"}


def test_series_are_told_apart_by_their_pattern() -> None:
    """Four series are filled, hatched, empty and lined, and the legend shows the same."""
    drawn = chart_svg(bars((5,), (5,), (5,), (5,)))
    keys = drawn.split('<g transform="translate(')[1:]
    assert len(keys) == 4
    assert 'fill="currentColor"' in keys[0].partition("<text")[0]
    patterns = [key.partition("<text")[0].partition(")")[2] for key in keys]
    assert len(set(patterns)) == 4
    assert [f"Series {number}" for number in range(4)] == [
        each for each in texts(parsed(bars((5,), (5,), (5,), (5,)))) if "S" in each
    ]


def test_a_value_on_the_wrong_side_is_a_cross() -> None:
    """Values that have not reached the target have a mark of another form, which the legend explains."""
    chart = Line(
        title="On time",
        unit="%",
        points=(
            LinePoint(label="2026-01", at=0, value=Decimal(90), good=False),
            LinePoint(label="2026-02", at=31, value=Decimal(99), good=True),
        ),
        target=(Decimal(98),),
        target_told="at least 98 %",
        baseline=Decimal(85),
    )
    drawn = chart_svg(chart)
    assert drawn.count('class="qms-chart__missed"') == drawn.count('class="qms-chart__good"') == 2
    assert texts(parsed(chart))[-4:] == [
        "on the good side of the target",
        "not on the good side",
        "target: at least 98 %",
        "baseline: 85",
    ]
    assert "2026-01 90, 2026-02 99" in drawn


def test_peaks_of_many_points_are_kept() -> None:
    """Of thousands of points the least and the greatest are drawn."""
    values = ["50"] * 4000
    values[1234], values[2345] = "1000", "-1000"
    path = next(
        each.attrib["d"] for each in parsed(line(*values)).iter(f"{SVG}path") if "stroke-linejoin" in each.attrib
    )
    heights = {float(each.split()[1]) for each in path.removeprefix("M").split("L")}
    assert {8.0, 158.0} <= heights


def test_days_lie_apart_as_they_do() -> None:
    """A gap of a year is as wide as a year."""
    points = tuple(LinePoint(label=str(at), at=at, value=Decimal(at)) for at in (0, 100, 1000))
    path = next(
        each.attrib["d"]
        for each in parsed(Line(title="Line", unit="", points=points)).iter(f"{SVG}path")
        if "stroke-linejoin" in each.attrib
    )
    first, second, third = (float(each.split()[0]) for each in path.removeprefix("M").split("L"))
    assert round((third - first) / (second - first)) == 10


def test_the_longest_causes_of_many() -> None:
    """Beyond the twelfth line the others are one, and the shares add up to all."""
    rows = tuple((f"cause {number}", 40 - number) for number in range(30))
    told = texts(parsed(Ranking(title="Causes", rows=rows)))
    assert "19 others" in told
    assert told[-1].endswith("(100 %)")
    assert len([each for each in told if each.endswith("%)")]) == 12


def test_cells_say_score_and_number() -> None:
    """Each cell has its score as text, and those that hold something their number."""
    chart = Matrix(title="Risks", cells=((4, 4, 3), (1, 5, 12)), one="risk", many="risks")
    told = texts(parsed(chart))
    assert {"16", "3", "12", "Likelihood", "Impact"} <= set(told)
    assert "3 risks with likelihood 4 and impact 4, score 16" in chart_svg(chart)


def test_marks_of_an_axis_differ() -> None:
    """However large the numbers and however small their distance, no two marks have one label."""
    for low, high in (
        ("0", "3"),
        ("100000000000000", "100000000000000.000000000002"),
        ("-1e-12", "1e-12"),
        ("-7e14", "9e14"),
    ):
        scale = scale_over([Decimal(low), Decimal(high)], from_zero=False)
        labels = [scale.label(each) for each in scale.ticks]
        assert len(set(labels)) == len(labels) >= 3
        assert scale.low <= Decimal(low)
        assert Decimal(high) <= scale.high


def test_numbers_are_written_as_people_do() -> None:
    """There is neither an exponent nor a zero that says nothing."""
    assert [spelled(Decimal(each)) for each in ("99.50", "100", "1e3", "0.000", "-0.10")] == [
        "99.5",
        "100",
        "1000",
        "0",
        "-0.1",
    ]


def test_equal_values_are_equal_bytes_on_every_run() -> None:
    """The seed of hashes changes nothing."""
    code = (
        "from qms_docs.charts.drawing import chart_svg; from qms_docs.charts.matrix import Matrix;"
        "print(chart_svg(Matrix(title='Risks', cells=((5, 5, 4), (1, 3, 1)), one='risk', many='risks')))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(runs) == 1
