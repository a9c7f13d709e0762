"""Small charts for the Dagster UI: one stacked bar per year, as an SVG image inside Markdown."""

import base64
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

import dagster as dg

_WIDTH: Final = 760
_HEIGHT: Final = 220
_LEFT: Final = 36
_TOP: Final = 26
_BOTTOM: Final = 22
_GAP: Final = 0.22  # share of a bar's width
_LABEL_EVERY: Final = 4  # bars
_COLORS: Final = ("#2f7d5b", "#e0b341", "#e07b39", "#b3363e", "#8a8f98", "#5b7fb3")


def stacked_bars(series: Mapping[str, Mapping[int, int]], what: str) -> dg.MarkdownMetadataValue:
    """A chart of counts by year.

    Args:
        series: by name, the count of each year; names are stacked in their order, from below.
        what: what is counted; the chart's alternative text.
    """
    years = sorted({year for counts in series.values() for year in counts})
    image = base64.b64encode(_svg(series, years).encode()).decode()
    return dg.MetadataValue.md(f"![{what}](data:image/svg+xml;base64,{image})")


def _svg(series: Mapping[str, Mapping[int, int]], years: Sequence[int]) -> str:
    highest = max((sum(counts.get(year, 0) for counts in series.values()) for year in years), default=0) or 1
    place = (_WIDTH - _LEFT) / max(len(years), 1)
    scale = (_HEIGHT - _TOP - _BOTTOM) / highest
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" font-family="sans-serif"'
        f' font-size="11"><rect width="100%" height="100%" fill="#ffffff"/>'
    ]
    for number, name in enumerate(series):
        left = _LEFT + number * 118
        parts.append(f'<rect x="{left}" y="7" width="10" height="10" fill="{_COLORS[number % len(_COLORS)]}"/>')
        parts.append(f'<text x="{left + 15}" y="16" fill="#444">{escape(name)}</text>')
    parts.append(f'<text x="2" y="{_TOP + 4}" fill="#777">{highest}</text>')
    for index, year in enumerate(years):
        parts += _bar(series, year, _LEFT + index * place, place, scale)
        if index % _LABEL_EVERY == 0:
            parts.append(f'<text x="{_LEFT + index * place:.1f}" y="{_HEIGHT - 6}" fill="#777">{year}</text>')
    return "".join([*parts, "</svg>"])


def _bar(series: Mapping[str, Mapping[int, int]], year: int, left: float, place: float, scale: float) -> list[str]:
    parts, top = [], float(_HEIGHT - _BOTTOM)
    for number, (name, counts) in enumerate(series.items()):
        count = counts.get(year, 0)
        height = count * scale
        top -= height
        parts.append(
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{place * (1 - _GAP):.1f}" height="{height:.1f}"'
            f' fill="{_COLORS[number % len(_COLORS)]}"><title>{year} {escape(name)}: {count}</title></rect>'
        )
    return parts
