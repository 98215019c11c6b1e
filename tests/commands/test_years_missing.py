"""A year that the calendar of working days lacks is named where its complaints are imported."""

import pytest

from dashboard.__main__ import run

SETTINGS = "jurisdiction = 'own'\n[calendar]\nto_year = 2025\n"
LACKING = (
    "The calendar of working days does not know 2026, so 2 complaints have no day set. Extend it in "
    "the settings, [calendar] from_year and to_year, with the closures of those years."
)


@pytest.mark.parametrize(
    ("received", "lacking"),
    [(("2025-11-03", "2026-01-05", "2026-01-06"), LACKING), (("2025-11-03",), "")],
)
def test_an_import_names_the_year_and_how_to_add_it(tmp_path, capsys, received, lacking):
    (tmp_path / "settings.toml").write_text(SETTINGS)
    rows = [f"c{n},A,{day},open,web,complaint" for n, day in enumerate(received)]
    header = "complaint_id,unit_id,received_at,status,channel,contact_type"
    (tmp_path / "cases.csv").write_text("\n".join([header, *rows]))
    code = run(
        ["import", f"{tmp_path}/cases.csv", "--as-of", "2026-01-31", "--dataset", "complaints",
         "--source", "datix", "--store", f"{tmp_path}/store",
         "--settings", f"{tmp_path}/settings.toml"]
    )  # fmt: skip
    said = capsys.readouterr().err.replace("\N{NO-BREAK SPACE}", " ")
    assert code == 0, said
    assert ("The calendar" in said, lacking in said) == (bool(lacking), True)
