"""Every page, for every role, on the sample and on an empty store."""

import pytest

from tests.pages.conftest import PAGES, Open, sent_to_browser, words_of

MANAGER = "unit_manager:N-6B"
OTHERS = ("quality", "unit_manager")
WITH_FILTERS = tuple(page for page in PAGES if page not in ("upload", "publications", "methods"))


@pytest.mark.parametrize(
    "who", ["executive", MANAGER, *(pytest.param(who, marks=pytest.mark.slow) for who in OTHERS)]
)
@pytest.mark.parametrize("stem", PAGES)
def test_every_page_opens_for_every_role(open_page: Open, stem: str, who: str):
    page = open_page(stem, who)
    assert not page.exception
    assert not page.error
    assert len(page.title) == 1
    assert page.title[0].value.endswith("?")


@pytest.mark.parametrize("stem", PAGES)
def test_every_page_says_that_the_data_are_synthetic(open_page: Open, stem: str):
    assert "Synthetic sample data" in words_of(open_page(stem))


@pytest.mark.parametrize("stem", PAGES)
def test_every_page_says_which_data_how_new_and_who_is_looking(open_page: Open, stem: str):
    line = words_of(open_page(stem, "quality"))
    assert "Publication " in line
    assert "data as of 31 Oct 2026" in line
    assert "looking as quality team" in line


@pytest.mark.parametrize("stem", [page for page in PAGES if page != "upload"])
def test_every_page_of_an_empty_store_says_what_to_do_next(open_empty: Open, stem: str):
    page = open_empty(stem)
    assert not page.exception
    assert "python -m dashboard import" in words_of(page)
    assert not page.metric


@pytest.mark.parametrize("stem", WITH_FILTERS)
def test_a_manager_without_a_unit_is_told_so_and_sees_no_number(open_page: Open, stem: str):
    page = open_page(stem, "unit_manager")
    assert "No unit is assigned to you yet." in words_of(page)
    assert not page.metric
    assert not page.get("vega_lite_chart")


@pytest.mark.parametrize("stem", PAGES)
def test_a_managers_page_never_holds_another_units_name(open_page: Open, sample, stem: str):
    mart = sample.shown().mart
    others = {
        name
        for unit_id, name in names_of_units(mart).items()
        if unit_id != "N-6B" and name != "Not assigned"
    }
    sent = sent_to_browser(open_page(stem, MANAGER))
    assert len(others) >= 20
    assert not [name for name in others if name.encode() in sent]


@pytest.mark.parametrize("stem", WITH_FILTERS)
def test_a_link_restores_the_page_with_its_filters(open_page: Open, stem: str):
    page = open_page(
        stem,
        unit=["Orthopedics 6B"],
        period="2025",
        channel="Phone",
        severity="High (3)",
        contact="Complaints only",
    )
    assert not page.exception
    assert page.multiselect(key="unit").value == ["Orthopedics 6B"]
    assert page.selectbox(key="period").value == "2025"
    assert (
        "Orthopedics 6B, Jan 2025 – Dec 2025, by phone, severity high (3), complaints only"
        in words_of(page)
    )


def test_a_link_to_a_foreign_unit_shows_a_manager_their_own(open_page: Open):
    page = open_page("timeliness", MANAGER, unit=["Cardiology 5A"])
    assert page.multiselect(key="unit").value == []
    assert b"Cardiology 5A" not in sent_to_browser(page)


def test_filters_are_kept_from_page_to_page(open_page: Open):
    page = open_page("timeliness")
    page.selectbox(key="period").select("2025").run()
    page.switch_page("../pages/loyalty.py").run()
    assert page.selectbox(key="period").value == "2025"


def test_a_change_of_role_drops_units_that_the_new_role_may_not_see(open_page: Open):
    page = open_page("timeliness", unit=["Cardiology 5A"])
    page.session_state["role_picker"] = True
    page.run()
    page.radio(key="picked_role").set_value("unit_manager").run()
    page.multiselect(key="picked_units").select("N-6B").run()
    assert not page.exception
    assert page.multiselect(key="unit").value == []
    assert "looking as unit manager · Orthopedics 6B" in words_of(page)


@pytest.mark.parametrize(
    "query", [{"period": "1066"}, {"contact": "Gossip"}, {"channel": "pigeon"}]
)
def test_a_misspelt_link_falls_back_to_all(open_page: Open, query: dict[str, str]):
    page = open_page("timeliness", **query)
    assert not page.exception
    assert "All units, Nov 2024 – Oct 2026, complaints and grievances" in words_of(page)


def test_one_click_clears_the_filters(open_page: Open):
    page = open_page("timeliness", unit=["Orthopedics 6B"], period="2025")
    page.button(key="clear_filters").click().run()
    assert page.multiselect(key="unit").value == []
    assert page.selectbox(key="period").value == "Last 24 months"


def test_months_can_be_chosen_one_by_one(open_page: Open):
    page = open_page("timeliness", period="From … to …")
    page.selectbox(key="from").select("Mar 2026").run()
    page.selectbox(key="to").select("May 2026").run()
    assert "Mar 2026 – May 2026" in words_of(page)


def test_too_few_is_said_in_words_with_n(open_page: Open):
    words = words_of(open_page("timeliness", unit=["Hyperbaric Medicine"]))
    assert "Too few" in words
    assert "shown from 30" in words


def test_a_measure_says_what_it_is_when_asked(open_page: Open):
    page = open_page("timeliness")
    assert "Aalen–Johansen" not in words_of(page)
    page.session_state["about_resolved_curve"] = True
    assert "Aalen–Johansen" in words_of(page.run())


def test_the_table_twin_holds_the_numbers_of_its_chart(open_page: Open):
    page = open_page("timeliness")
    page.session_state["part_backlog"] = True
    page.run()
    page.toggle(key="table_backlog_by_age").set_value(True).run()
    table = page.dataframe[0].value
    assert list(table["age_band"]) == ["0-7", "8-30", "31-90", "91-182", "over 182"]


def test_a_visitor_of_the_demo_can_change_role(open_page: Open):
    page = open_page("timeliness")
    page.session_state["role_picker"] = True
    page.run()
    page.radio(key="picked_role").set_value("unit_manager").run()
    assert "looking as unit manager · no unit" in words_of(page)
    page.multiselect(key="picked_units").select("N-6B").run()
    assert "looking as unit manager · Orthopedics 6B" in words_of(page)
    assert page.query_params["as"] == "unit_manager:N-6B"


def names_of_units(mart) -> dict[str, str]:
    from dashboard.access.viewer import Role, Viewer

    rows = mart.query("filters/units", Viewer(Role.EXECUTIVE)).to_pylist()
    return {row["unit_id"]: row["unit_name"] for row in rows}
