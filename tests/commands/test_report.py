"""`report brief`: a page where it was asked for, or a clear message and nothing written."""

import datetime as dt

import pytest

from dashboard.__main__ import run
from dashboard.commands import report
from dashboard.settings import load
from tests.marts import AS_OF
from tests.measures.figures import HEADERS, complaints, mart_of, months, units

ROWS = [
    *[row for month in months("2025-10", 6) for row in complaints("a", month, 40, 3)],
    *complaints("b", "2026-03", 2, received_at="2026-03-02", complaint_id="secret")[:1],
]


@pytest.fixture
def mart(monkeypatch):
    tables = {"complaints": ROWS, "units": units("a", "b", b="Ward & B")}
    lines = tuple((name, (HEADERS[name], *rows)) for name, rows in tables.items())
    small = mart_of(lines, ())
    monkeypatch.setattr(report, "opened_mart", lambda current, number: small)
    return small


def test_a_brief_is_written_where_it_was_asked_for_and_its_name_is_printed(mart, tmp_path, capsys):
    out = tmp_path / "march.html"
    assert run(["report", "brief", "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"{out}\n"
    html = out.read_text(encoding="utf-8")
    assert html.startswith("<!doctype html>") and "All units: brief for March 2026" in html
    assert [path.name for path in tmp_path.iterdir()] == ["march.html"]


def test_a_unit_s_brief_is_asked_as_its_manager_may_see_it(mart, tmp_path):
    out = tmp_path / "b.html"
    assert run(["report", "brief", "--unit", "b", "--out", str(out)]) == 0
    html = out.read_text(encoding="utf-8")
    assert "Ward &amp; B: brief for March 2026" in html
    assert "secret" in html and "Ward a" not in html


def test_the_board_s_brief_of_a_unit_names_no_case(mart, tmp_path):
    out = tmp_path / "b.html"
    assert run(["report", "brief", "--unit", "b", "--audience", "board", "--out", str(out)]) == 0
    html = out.read_text(encoding="utf-8")
    assert "for the board" in html and "secret" not in html


def test_an_earlier_month_can_be_asked_for(mart, tmp_path):
    out = tmp_path / "b.html"
    assert run(["report", "brief", "--to", "2026-01", "--out", str(out)]) == 0
    assert "brief for January 2026" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["brief", "--out", "{}/x.pdf"], 2, "as .pdf is not built yet"),
        (["brief", "--out", "{}/x.csv"], 2, "as .csv is not built yet"),
        (["brief", "--out", "{}/x.XLSX"], 2, "as .xlsx is not built yet"),
        (["brief", "--out", "{}/x.docx"], 2, "ends in .html"),
        (["brief", "--out", "{}/x"], 2, "ends in .html"),
        (["brief"], 2, "Missing option '--out'"),
        (["board", "--out", "{}/x.html"], 2, "not built yet"),
        (["ko41a", "--out", "{}/x.csv"], 2, "not built yet"),
        (["gossip", "--out", "{}/x.html"], 2, "gossip"),
        (["brief", "--to", "March", "--out", "{}/x.html"], 2, "--to"),
        (["brief", "--unit", "z", "--out", "{}/x.html"], 2, "There is no unit 'z'"),
        (["brief", "--to", "2031-01", "--out", "{}/x.html"], 1, "no data of January 2031"),
        (["brief", "--out", "{}/no/such/x.html"], 1, "There is no folder"),
        (["brief", "--out", "{}/old.html"], 1, "is a folder"),
    ],
)
def test_what_can_t_be_written_is_said_and_nothing_is_left(
    mart, tmp_path, capsys, arguments, code, said
):
    (tmp_path / "old.html").mkdir()
    assert run(["report", *(text.format(tmp_path) for text in arguments)]) == code
    printed = capsys.readouterr()
    assert said in printed.err and printed.out == ""
    assert [path.name for path in tmp_path.iterdir()] == ["old.html"]


def test_a_file_that_can_t_be_replaced_stands(mart, tmp_path, capsys, monkeypatch):
    out = tmp_path / "x.html"
    out.write_text("before")

    def full(self, *args, **more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(report, "brief", lambda *args, **more: "a page")
    monkeypatch.setattr("pathlib.Path.write_text", full)
    assert run(["report", "brief", "--out", str(out)]) == 1
    assert "No space left on device" in capsys.readouterr().err
    monkeypatch.undo()
    assert out.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["x.html"]


def test_the_day_in_hand_is_today_but_for_the_sample_and_for_an_earlier_publication(mart):
    current = load(store="somewhere")
    assert report._today(current, mart, is_newest=False) == AS_OF
    assert report._today(load(), mart, is_newest=True) == AS_OF
    today = report._today(current, mart, is_newest=True)
    assert abs((today - dt.date.today()).days) <= 1
