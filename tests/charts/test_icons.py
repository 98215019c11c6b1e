"""Icons of variation and assurance: valid pictures, told apart without their color."""

import re
import xml.etree.ElementTree as ElementTree

import pytest
import vl_convert

from dashboard.charts import icons
from dashboard.charts.theme import PALETTES

VARIATIONS = [(name, is_above) for name in icons.VARIATIONS for is_above in (True, False)]
EVERY = [
    *(lambda mode, n=name, a=above: icons.variation_icon(n, a, mode) for name, above in VARIATIONS),
    *(lambda mode, n=name: icons.assurance_icon(n, mode) for name in icons.ASSURANCES),
]


@pytest.mark.parametrize("icon", EVERY)
@pytest.mark.parametrize("mode", PALETTES)
def test_an_icon_is_a_picture_of_the_theme_s_colors(icon, mode):
    svg = icon(mode)
    ElementTree.fromstring(svg)
    assert vl_convert.svg_to_png(svg)[:4] == b"\x89PNG"
    assert set(re.findall(r"#[0-9a-f]{6}", svg)) <= set(vars(PALETTES[mode]).values())


def letters(svg):
    return re.findall(r">([HLPF?])<", svg)


@pytest.mark.parametrize(("is_above", "letter"), [(True, "H"), (False, "L")])
@pytest.mark.parametrize("name", ["improvement", "concern", "neutral_high", "neutral_low"])
def test_special_cause_says_high_or_low_by_a_letter(name, is_above, letter):
    assert letters(icons.variation_icon(name, is_above)) == [letter]


def test_common_cause_has_no_letter_and_hollow_points_on_either_side():
    above, below = (icons.variation_icon("common_cause", side) for side in (True, False))
    assert letters(above) == []
    assert above == below
    assert PALETTES["light"].background in above


def test_assurance_says_by_a_letter_whether_the_target_is_kept():
    said = [letters(icons.assurance_icon(name)) for name in icons.ASSURANCES]
    assert said == [["P"], ["F"], ["?"]]


def test_icons_without_color_differ_from_each_other():
    colorless = {re.sub(r"#[0-9a-f]{6}", "", icon("light")) for icon in EVERY}
    # concern and improvement share a shape by side; their words stand beside them
    assert len(colorless) == 1 + 2 + 3
