"""The colours of the site: text can be read on them (WCAG AA), and tiers differ for every colour vision."""

import re
from itertools import combinations

import numpy as np
import pytest

from tests.docs.project_files import ROOT

CSS = (ROOT / "warehouse" / "report" / "static" / "site.css").read_text(encoding="utf-8")
TEXT = [
    ("ink", "page"), ("muted", "page"), ("link", "page"), ("same", "page"), ("other", "page"), ("none", "page"),
    ("ink", "soft"), ("t1-ink", "t1"), ("t2-ink", "t2"), ("tw-ink", "tw"), ("t3-ink", "t3"), ("ts-ink", "ts"),
    ("note-ink", "note"), ("mark-ink", "mark"),
]  # fmt: skip
VISIONS = {
    "all colours": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    # Machado, Oliveira, Fernandes (2009), severity 1, on linear RGB
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
LEAST_DIFFERENCE = 20
"""Of two tiers in CIELAB (1976); 2.3 is a difference that is just seen."""


def palette(scheme: str) -> dict[str, np.ndarray]:
    """The colours of a scheme as linear RGB; the dark scheme changes some of the light one."""
    light, dark = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    rules = light + dark if scheme == "dark" else light
    found = {}
    for name, code in re.findall(r"--([\w-]+): #([0-9a-f]{3,6});", rules):
        whole = code if len(code) == 6 else "".join(2 * digit for digit in code)
        value = np.array([int(whole[place : place + 2], 16) for place in (0, 2, 4)]) / 255
        found[name] = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return found


def luminance(colour: np.ndarray) -> float:
    return float(colour @ [0.2126, 0.7152, 0.0722])


def contrast(one: np.ndarray, other: np.ndarray) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def lab(colour: np.ndarray) -> np.ndarray:
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ colour
    x, y, z = np.cbrt(xyz / [0.9505, 1, 1.089])  # no colour of the palette is so dark that the line near 0 counts
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read(scheme: str) -> None:
    colours = palette(scheme)
    weak = {pair: contrast(*(colours[name] for name in pair)) for pair in TEXT}
    assert {pair: value for pair, value in weak.items() if value < 4.5} == {}


@pytest.mark.parametrize("vision", VISIONS)
def test_tiers_differ_for_every_colour_vision(vision: str) -> None:
    colours = palette("light")
    seen = {name: lab(np.clip(VISIONS[vision] @ colours[name], 0, 1)) for name in ("t1", "t2", "tw", "t3", "ts")}
    alike = {pair: float(np.linalg.norm(seen[pair[0]] - seen[pair[1]])) for pair in combinations(seen, 2)}
    assert {pair: value for pair, value in alike.items() if value < LEAST_DIFFERENCE} == {}
