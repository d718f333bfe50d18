"""The bench of the peers as one picture: a small chart a measure, over the number of paragraphs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten
from typing import Any

from evals.measure import Row

_LABELS = {
    "ours": "This index",
    "langchain": "LangChain",
    "langchain-ensemble": "LangChain + BM25",
    "llamaindex": "LlamaIndex",
}
# Okabe and Ito (2008): told apart with any kind of colour vision; each has its marker besides, for print in grey.
_LOOKS = (("#0072B2", "o"), ("#D55E00", "s"), ("#009E73", "^"), ("#CC79A7", "D"))
_A4_WIDTH, _HEIGHT = 8.27, 6.0  # inches
_GREY = "#555555"
Point = tuple[float, float]
_APART = 0.075  # of the height of a chart, the least between two labels


@dataclass(frozen=True, slots=True)
class _Chart:
    """A measure; whether its axis counts in powers of ten, and what follows its figures."""

    measure: str
    title: str
    is_log: bool = False
    top: float | None = None


_CHARTS = (
    _Chart("hit@1", "Right paragraph first (hit@1)", top=1.0),
    _Chart("paragraphs a second", "Indexing, paragraphs a second"),
    _Chart("query p95 ms", "Query, p95 in ms", is_log=True),
    _Chart("memory MB", "Most memory in use, MB"),
)


def plot(rows: Sequence[Row], path: Path) -> None:
    """Write the picture (PNG) of rows that `bench` yields; what a row lacks leaves a gap."""
    import matplotlib as mpl  # late: comes with requirements-bench.lock

    mpl.use("Agg")
    from matplotlib import pyplot

    with mpl.rc_context({"font.size": 9, "font.family": "sans-serif", "axes.titlesize": 10}):
        figure, places = pyplot.subplots(2, 2, figsize=(_A4_WIDTH, _HEIGHT), layout="constrained")
        for chart, axes in zip(_CHARTS, places.flat, strict=True):
            _draw(axes, chart, rows)
        figure.get_layout_engine().set(w_pad=0.12, h_pad=0.12)
        for axes in places[1]:
            axes.set_xlabel("paragraphs in the collection", color=_GREY)
        if notes := _notes(rows):
            figure.supxlabel(notes, x=0.02, ha="left", fontsize=8, color=_GREY)
        figure.savefig(path, dpi=200, format="png")
        pyplot.close(figure)


def _notes(rows: Sequence[Row]) -> str:
    """Why lines end early."""
    noted = [row for row in rows if "note" in row]
    told = [f"{_name(row)} with {float(row['paragraphs']):,.0f} paragraphs: {row['note']}" for row in noted]
    return "\n".join(shorten(each, 120) for each in told)


def _name(row: Row) -> str:
    return _LABELS.get(str(row["pipeline"]), str(row["pipeline"]))


def _draw(axes: Any, chart: _Chart, rows: Sequence[Row]) -> None:
    names = list(dict.fromkeys(str(row["pipeline"]) for row in rows))
    sizes = sorted({float(row["paragraphs"]) for row in rows})
    ends: list[tuple[Point, str, str]] = []
    for name, (colour, marker) in zip(names, _looks(len(names)), strict=True):
        points = [(float(row["paragraphs"]), float(row[chart.measure])) for row in rows if _has(row, name, chart)]
        if points:
            axes.plot(*zip(*sorted(points), strict=True), color=colour, marker=marker, markersize=5, linewidth=1.8)
            ends.append((max(points), _LABELS.get(name, name), colour))
    _set_axes(axes, chart, sizes)
    _label(axes, ends)


def _looks(count: int) -> list[tuple[str, str]]:
    return [_LOOKS[at % len(_LOOKS)] for at in range(count)]


def _has(row: Row, name: str, chart: _Chart) -> bool:
    return row["pipeline"] == name and chart.measure in row


def _set_axes(axes: Any, chart: _Chart, sizes: Sequence[float]) -> None:
    axes.set_title(chart.title, loc="left", fontweight="bold")
    axes.set_xscale("log")
    axes.set_xticks(sizes, [f"{size:,.0f}" for size in sizes])
    axes.minorticks_off()
    if chart.is_log:
        axes.set_yscale("log")
        _set_round_ticks(axes)
    else:
        axes.set_ylim(0, chart.top or 1.05 * axes.get_ylim()[1])
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.4g}")
    axes.grid(axis="y", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(colors=_GREY, length=0)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color("#999999")


def _set_round_ticks(axes: Any) -> None:
    """1, 2, 5, 10 …, from one below the lowest figure to one above the highest."""
    low, high = axes.get_ylim()
    steps = [step * 10.0**power for power in range(-3, 8) for step in (1, 2, 5)]
    first = max(at for at, step in enumerate(steps) if step <= low)
    last = min(at for at, step in enumerate(steps) if step >= high)
    axes.set_ylim(steps[first], steps[last])
    axes.set_yticks(steps[first : last + 1])
    axes.minorticks_off()


def _label(axes: Any, ends: Sequence[tuple[Point, str, str]]) -> None:
    """Each line's name to the right of the chart, moved up or down so that none covers another; a thin line leads to it."""
    to_chart = axes.transAxes.inverted()
    placed = [(tuple(to_chart.transform(axes.transData.transform(end))), name, colour) for end, name, colour in ends]
    placed.sort(key=lambda each: each[0][1])
    heights = spread([height for (_, height), _, _ in placed], _APART)
    for ((across, height), name, colour), moved in zip(placed, heights, strict=True):
        axes.plot(
            (across, 1.0, 1.03),
            (height, height, moved),
            transform=axes.transAxes,
            color=colour,
            linewidth=0.7,
            linestyle=":",
            clip_on=False,
        )
        axes.text(1.04, moved, name, transform=axes.transAxes, color=colour, fontsize=8.5, va="center")


def spread(heights: Sequence[float], apart: float) -> list[float]:
    """Ascending heights moved as little as keeps them so far apart: those too near share their middle evenly."""
    groups: list[list[float]] = []
    for height in heights:
        groups.append([height])
        while len(groups) > 1 and _evenly(groups[-2], apart)[-1] + apart > _evenly(groups[-1], apart)[0]:
            groups[-2:] = [groups[-2] + groups[-1]]
    return [height for group in groups for height in _evenly(group, apart)]


def _evenly(group: Sequence[float], apart: float) -> list[float]:
    lowest = sum(group) / len(group) - apart * (len(group) - 1) / 2
    return [lowest + apart * at for at in range(len(group))]
