"""What a page says when there is nothing to show, or when something failed."""

import logging

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import words_of


def shown(script, **given):
    page = AppTest.from_function(script, kwargs=given).run()
    assert not page.exception
    return page


def test_an_error_of_the_dashboard_s_own_is_said_as_it_is():
    def script():
        from dashboard.errors import WrongUsage
        from dashboard.widgets import states

        assert states.show_failure(WrongUsage("There is no unit 'x'."))

    assert shown(script).error[0].value == "There is no unit 'x'."


def test_any_other_error_says_what_was_not_lost_and_a_reference_but_never_what_failed(caplog):
    def script():
        from dashboard.widgets import states

        assert states.show_failure(KeyError("secret of a patient"))

    with caplog.at_level(logging.ERROR):
        said = shown(script).error[0].value
    assert "No data was changed or lost" in said and "Reload the page" in said
    assert "secret" not in said and "KeyError" not in said
    (record,) = caplog.records
    assert record.args[0] in said
    assert isinstance(record.exc_info[1], KeyError)


def test_an_empty_state_says_what_would_be_here_and_how_to_get_it():
    def script():
        from dashboard.widgets import states

        states.nothing_published("The store holds no publication yet.")

    words = words_of(shown(script))
    assert "**The store holds no publication yet.**" in words
    assert "python -m dashboard import FILE --as-of DATE" in words


def test_too_few_for_a_line_says_the_n_only_where_it_may_be_shown():
    def script(n):
        from dashboard.widgets import states

        states.too_few_for_a_line(n)

    assert "12" in words_of(shown(script, n=12))
    hidden = words_of(shown(script, n=None))
    assert "Too few in each period for a line." in hidden
    assert "in all" not in hidden and "None" not in hidden


def test_a_manager_without_a_unit_hears_how_to_get_one():
    def script():
        from dashboard.widgets import states

        states.no_units()

    assert "No unit is assigned to you yet." in words_of(shown(script))
