"""A chart's spec and table as one SVG that stands in a page: named, without a program."""

import re

import pyarrow as pa

from dashboard.charts import timeliness
from dashboard.reports.pictures import svg
from tests.charts.examples import EXAMPLES

MONTHS = next(example for example in EXAMPLES if example.chart is timeliness.backlog_by_age)


def drawn(name="one", alt="3 of 5 & <more>"):
    spec = MONTHS.chart(*MONTHS.options)
    return svg(spec, pa.Table.from_pylist(MONTHS.rows), width=340, alt=alt, name=name)


def test_a_picture_says_what_it_shows_and_nothing_of_single_marks():
    picture = drawn()
    assert picture.startswith('<svg role="img" aria-labelledby="one-title"')
    assert '<title id="one-title">3 of 5 &amp; &lt;more&gt;</title>' in picture
    assert picture.count(" aria-") == picture.count(" role=") == 1
    assert "<script" not in picture and "<image" not in picture


def test_two_pictures_of_a_page_share_no_id():
    ids = [set(re.findall(r'id="([^"]+)"', drawn(name))) for name in ("one", "two")]
    assert ids[0] and not ids[0] & ids[1]
    for name, own in zip(("one", "two"), ids, strict=True):
        assert set(re.findall(r"url\(#([^)]+)\)", drawn(name))) <= own


def test_the_same_rows_give_the_same_picture():
    assert drawn() == drawn()


def test_days_are_drawn_as_days_of_the_reader(monkeypatch):
    """A month is its first day at midnight wherever the page is made, as in the browser."""
    import datetime as dt

    from dashboard.reports.pictures import _plain

    assert _plain(dt.date(2026, 3, 1)) == "2026-03-01T00:00:00"
    assert _plain(3) == 3 and _plain(None) is None
