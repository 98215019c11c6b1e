"""The publications page on a real store: its notice, links that keep their figures, its buttons."""

import datetime as dt
from pathlib import Path

import pytest

from dashboard import serving
from dashboard.access.viewer import parse_viewer
from dashboard.extracts.intake import Request, import_file
from dashboard.mart.locate import folder_of
from dashboard.measures import funnels
from dashboard.measures.selection import Selection
from dashboard.serving import Serving
from dashboard.settings import Settings, Standards, load
from dashboard.store.store import Store, open_store
from dashboard.widgets.downloads import as_csv
from tests.pages.conftest import opened, sent_to_browser, words_of

pytestmark = pytest.mark.slow  # a store, and a builder's process for each of its marts

HEADER = "complaint_id,unit_id,received_at,closed_at,status,channel,contact_type\n"
UNITS = "unit_id,unit_name,department,valid_from\n" + "".join(
    f"{unit},Ward {unit.upper()},Medicine,2020-01-01\n" for unit in "ab"
)
OLD, NEW = dt.date(2026, 3, 31), dt.date(2026, 4, 30)


def line(n: int, *, closed: bool, unit: str = "a") -> str:
    ended = "2026-03-05,closed" if closed else ",open"
    return f"c{n},{unit},2026-03-02,{ended},web,complaint\n"


def rows(resolved_n: int) -> str:
    own = (line(n, closed=n < resolved_n) for n in range(100))
    return HEADER + "".join(own) + "".join(line(n, closed=True, unit="b") for n in range(200, 240))


def take_in(store: Store, folder: Path, name: str, text: str, dataset: str, as_of: dt.date) -> None:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    request = Request(file, as_of, dataset=dataset, source_system="datix", by="a.clerk")
    report = import_file(request, lambda: store)
    assert report.published, report.message


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Units, then March as it was known at its end, then March as it was known a month later."""
    folder = tmp_path_factory.mktemp("history")
    settings = load(store=str(folder / "store"), mart_dir=folder / "marts")
    store = open_store(str(folder / "store"), create=True)
    take_in(store, folder, "units.csv", UNITS, "units", OLD)
    take_in(store, folder, "march.csv", rows(49), "complaints", OLD)
    take_in(store, folder, "march_again.csv", rows(63), "complaints", NEW)
    return settings


@pytest.fixture(scope="module")
def served(made: Settings) -> Serving:
    held = Serving(made)
    assert held.shown().mart is not None, held.shown().message
    return held


@pytest.fixture
def look(served: Serving, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(serving, "_serving", served)
    return opened


def plain(page) -> str:
    return words_of(page).replace("\N{NO-BREAK SPACE}", " ").replace("\\", "")


def test_the_notice_says_what_the_newest_publication_changed(look):
    page = look("publications")
    assert not page.exception and not [error.value for error in page.error]
    assert "Mar 2026 was 64 %, now 74 % (14 late closings)" in plain(page)
    assert "Complaints: 51 changed." in plain(page)  # 37 of them are only followed further


def test_any_two_publications_can_be_compared(look):
    page = look("publications")
    page.selectbox(key="after").select(2).run()
    assert page.selectbox(key="before_2").value == 1
    assert "Complaints: 140 added." in plain(page)
    page.selectbox(key="before_2").select(3).run()
    assert "Mar 2026 was 74 %, now 64 %" in plain(page)  # the other way round


def test_the_notice_can_be_asked_for_one_unit(look):
    page = look("publications")
    page.selectbox(key="revision_unit").select("b").run()
    assert "Nothing changed" in plain(page)


def test_the_history_says_who_what_and_how_many(look):
    words = plain(look("publications"))
    assert "**3** · Import" in words.replace("  ", " ")
    assert "by a.clerk" in words and "shown now" in words
    assert "Added complaints of datix, as of 30 Apr 2026, 140 rows (march_again.csv)." in words
    assert "140 rows in: 140 accepted, 0 refused, 0 skipped." in words


def test_a_manager_reads_of_their_own_units_and_of_no_file_or_person(look):
    page = look("publications", "unit_manager:b")
    assert not page.exception and not [error.value for error in page.error]
    assert "Nothing changed" in plain(page)
    sent = sent_to_browser(page)
    for hidden in (b"march_again.csv", b"a.clerk", b"Ward A"):
        assert hidden not in sent


@pytest.mark.parametrize("who", ["executive", "unit_manager:a"])
def test_only_the_quality_team_is_offered_a_change(look, who):
    page = look("publications", who)
    assert "The quality team can roll back" in plain(page)
    assert not [button for button in page.button if button.key.startswith("do_")]
    with pytest.raises(KeyError):
        page.selectbox(key="roll_back_to")


# --- links ----------------------------------------------------------------------------------------


def test_a_link_shows_the_publication_it_names_and_says_so(look):
    page = look("timeliness", publication="2")
    words = plain(page)
    assert "You are looking at publication 2 of 3" in words
    assert "the newest is 3" in words
    assert "Publication 2 · data as of 31 Mar 2026" in words
    page.switch_page("../pages/loyalty.py").run()
    assert "You are looking at publication 2 of 3" in plain(page)
    assert page.query_params["publication"] == "2"


def test_one_click_shows_the_newest_again(look):
    page = look("timeliness", publication="2")
    page.button(key="to_newest").click().run()
    assert "Publication 3 · data as of 30 Apr 2026" in plain(page)
    assert "You are looking at" not in plain(page)
    assert "publication" not in page.query_params


def test_a_link_to_the_newest_says_nothing_of_it(look):
    page = look("timeliness", publication="3")
    assert "Publication 3 ·" in plain(page)
    assert "You are looking at" not in plain(page)


@pytest.mark.parametrize(
    ("number", "said"),
    [("9", "There is no publication 9; there are 1 to 3."), ("x", "“x” is no number"), ("0", "no publication 0")],
)  # fmt: skip
@pytest.mark.parametrize("stem", ["overview", "publications"])
def test_a_link_to_no_publication_says_so_and_shows_no_figure(look, number, said, stem):
    page = look(stem, publication=number)
    assert not page.exception
    assert said in page.error[0].value
    assert not page.metric and not page.title
    page.button(key="to_newest").click().run()
    assert page.title and not page.error


def test_a_manager_s_link_shows_them_their_own_units_only(look):
    page = look("timeliness", "unit_manager:b", publication="2")
    assert b"Ward A" not in sent_to_browser(page)
    assert "looking as unit manager · Ward B" in plain(page)


def test_the_link_that_is_offered_carries_the_publication(look):
    page = look("timeliness", period="2026")
    page.session_state["link"] = True
    page.run()
    assert "publication=3" in page.code[0].value
    assert "period=2026" in page.code[0].value


# --- what is published ----------------------------------------------------------------------------


def figures(held: Serving, number: int, measure=funnels.funnel) -> bytes:
    """The download of a figure as somebody gets it who follows a link to that publication."""
    mart = held.shown_at(number).mart
    assert mart is not None
    figure = measure(mart.ask(parse_viewer("executive")), Selection(), Standards())
    return as_csv(figure.table)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A store of the test's own, to be changed."""
    settings = load(store=str(tmp_path / "store"), mart_dir=tmp_path / "marts")
    store = open_store(str(tmp_path / "store"), create=True)
    take_in(store, tmp_path, "units.csv", UNITS, "units", OLD)
    take_in(store, tmp_path, "march.csv", rows(49), "complaints", OLD)
    take_in(store, tmp_path, "march_again.csv", rows(63), "complaints", NEW)
    monkeypatch.setattr(serving, "_serving", Serving(settings))
    return settings


def test_an_old_figure_comes_out_the_same_byte_for_byte_after_later_publications(own, tmp_path):
    before = figures(Serving(own), 2)
    store = open_store(own.store or "")
    take_in(store, tmp_path, "april.csv", rows(80), "complaints", dt.date(2026, 5, 31))
    store.withdraw(store.current().extracts[1], "test")
    store.rollback(1, "test")
    held = Serving(own)
    assert held.shown().publication == 6
    assert figures(held, 2) == before
    for mart in folder_of(store.uri, own).glob("*.duckdb"):
        mart.unlink()  # as on a machine that never had them
    assert figures(Serving(own), 2) == before
    assert figures(Serving(own), 4) != before


def test_a_rollback_is_told_before_confirmed_and_done(own):
    page = opened("publications", "quality")
    assert page.selectbox(key="roll_back_to").value is None
    page.selectbox(key="roll_back_to").select(2).run()
    assert "Publication 4 will show again what publication 2 showed." in plain(page)
    assert "Mar 2026 is 74 %, would be 64 %" in plain(page)
    assert page.button(key="do_roll_back_2_3").disabled
    page.checkbox(key="read_roll_back_2_3").check().run()
    page.button(key="do_roll_back_2_3").click().run()
    assert not page.exception and not [error.value for error in page.error]
    assert "Published as number 4." in page.success[0].value
    assert "Publication 4 · data as of 31 Mar 2026" in plain(page)
    assert open_store(own.store or "").current().reason == "rollback"


def test_a_withdrawal_is_told_before_confirmed_and_done(own):
    store = open_store(own.store or "")
    extract_id = store.current().extracts[-1]
    page = opened("publications", "quality")
    page.segmented_control(key="change_way").set_value("Withdraw an extract").run()
    page.selectbox(key="withdraw_extract").select(extract_id).run()
    assert "Mar 2026 is 74 %, would be 64 %" in plain(page)
    page.checkbox(key=f"read_withdraw_{extract_id}_3").check().run()
    page.button(key=f"do_withdraw_{extract_id}_3").click().run()
    assert not page.exception and not [error.value for error in page.error]
    assert extract_id not in open_store(own.store or "").current().extracts
    assert "Publication 4 ·" in plain(page)


def test_a_purge_needs_the_id_typed_and_leaves_publications_that_say_so(own):
    store = open_store(own.store or "")
    extract_id = store.current().extracts[1]
    page = opened("publications", "quality")
    page.segmented_control(key="change_way").set_value("Purge an extract").run()
    page.selectbox(key="purge_extract").select(extract_id).run()
    assert "Publications that can't be shown again: 2, 3" in page.warning[0].value
    assert page.button(key=f"do_purge_{extract_id}").disabled
    page.text_input(key=f"typed_{extract_id}").input(extract_id).run()
    page.button(key=f"do_purge_{extract_id}").click().run()
    assert not page.exception and not [error.value for error in page.error]
    assert "Its rows are erased." in page.success[0].value
    assert "can't be shown again" in plain(page)
    page.segmented_control(key="change_way").set_value("Roll back").run()
    options = page.selectbox(key="roll_back_to").options
    assert [option.split(" · ")[0] for option in options] == ["1"]
    gone = opened("timeliness", publication="3")
    assert "can't be shown" in gone.error[0].value


def test_who_confirms_after_somebody_else_published_is_told_and_changes_nothing(own):
    page = opened("publications", "quality")
    page.selectbox(key="roll_back_to").select(1).run()
    page.checkbox(key="read_roll_back_1_3").check().run()
    store = open_store(own.store or "")
    store.rollback(2, "somebody else")
    page.button(key="do_roll_back_1_3").click().run()
    assert store.current().publication == 4
    assert not page.success  # the page asks anew: what would change is not what was confirmed
    assert "Publication 5 will show again what publication 1 showed." in plain(page)
    assert not page.checkbox(key="read_roll_back_1_4").value


def test_the_sample_can_not_be_changed(sample, monkeypatch):
    monkeypatch.setattr(serving, "_serving", sample)
    page = opened("publications", "quality")
    assert not page.exception and not [error.value for error in page.error]
    assert "The sample can't be changed." in plain(page)


def test_the_sample_s_link_names_its_publication(sample, monkeypatch):
    monkeypatch.setattr(serving, "_serving", sample)
    page = opened("timeliness", publication="1")
    assert not page.exception
    assert "You are looking at publication 1 of 6" in plain(page)
