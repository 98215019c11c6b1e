"""settings.py: flags before environment before the given file before settings.toml."""

import pytest

from dashboard import settings
from dashboard.errors import WrongUsage


@pytest.fixture
def given_file(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text('organization = "From file"\nport = 9000\n[standards]\nfloor_n = 20\n')
    return file


def test_the_environment_wins_over_the_file_and_a_flag_over_both(given_file, monkeypatch):
    monkeypatch.setenv("DASHBOARD_PORT", "9001")
    assert settings.load(given_file).port == 9001
    assert settings.load(given_file, port=9002).port == 9002
    assert settings.load(given_file).organization == "From file"


def test_a_nested_setting_is_taken_from_the_environment(given_file, monkeypatch):
    monkeypatch.setenv("DASHBOARD_STANDARDS__RESOLVED_WITHIN_DAYS", "25")
    standards = settings.load(given_file).standards
    assert (standards.resolved_within_days, standards.floor_n) == (25, 20)


def test_host_and_port_are_taken_as_platforms_set_them(given_file, monkeypatch):
    monkeypatch.setenv("HOST", "127.0.0.2")
    monkeypatch.setenv("PORT", "9100")
    assert (settings.load(given_file).host, settings.load(given_file).port) == ("127.0.0.2", 9100)
    monkeypatch.setenv("DASHBOARD_PORT", "9001")
    assert settings.load(given_file).port == 9001


@pytest.mark.parametrize(("name", "value"), [("HOST", "x86_64-conda-linux-gnu"), ("PORT", "tcp")])
def test_a_host_or_port_of_another_meaning_is_left_alone(name, value, monkeypatch):
    monkeypatch.setenv(name, value)
    assert (settings.load().host, settings.load().port) == ("127.0.0.1", 8501)


def test_a_flag_that_is_none_is_not_given(given_file):
    assert settings.load(given_file, port=None).port == 9000


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ('colour = "red"', "colour"),
        ('time_zone = "Mars/Olympus"', "time_zone"),
        ("max_refused_share = 2", "max_refused_share"),
        ("port = [", "settings"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path, line, names):
    file = tmp_path / "wrong.toml"
    file.write_text(line)
    with pytest.raises(WrongUsage, match=names):
        settings.load(file)


def test_a_missing_settings_file_is_wrong_usage(tmp_path):
    with pytest.raises(WrongUsage, match="There is no settings file"):
        settings.load(tmp_path / "none.toml")


@pytest.mark.parametrize(
    "template",
    [
        "https://cases.example.org/{source_system}/{complaint_id}",
        "http://localhost:8080/case?id={complaint_id}#top",
    ],
)
def test_an_address_of_cases_is_taken(template, monkeypatch):
    monkeypatch.setenv("DASHBOARD_CASE_URL", template)
    assert settings.load().case_url == template


def test_cases_have_no_address_by_default():
    assert settings.load().case_url is None


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("javascript:alert({complaint_id})", "begin with https"),
        ("ftp://cases.example.org/{complaint_id}", "begin with https"),
        ("https:/cases/{complaint_id}", "begin with https"),
        ("https://cases.example.org", "begin with https"),
        ("https://{source_system}.example.org/{complaint_id}", "host must be written out"),
        ("https://user@cases.example.org/{complaint_id}", "host must be written out"),
        ("https://cases.example.org/a b/{complaint_id}", "host must be written out"),
        ("https://cases.example.org/{complaint_id}/{name}", "may name only"),
        ("https://cases.example.org/{complaint_id", "may name only"),
        ("https://cases.example.org/{complaint_id!r}", "may name only"),
        ("https://cases.example.org/{source_system}", "must name"),
    ],
)
def test_an_address_that_could_lead_elsewhere_is_refused(template, why, monkeypatch):
    monkeypatch.setenv("DASHBOARD_CASE_URL", template)
    with pytest.raises(WrongUsage, match=f"case_url: .*{why}"):
        settings.load()
