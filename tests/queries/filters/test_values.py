"""filters/values: what can be chosen is what occurs in the viewer's own complaints and responses."""

ROWS = {
    "complaints": """
        unit_id | received_at | status | channel | severity_hcat | contact_type
        unit-a  | 2026-03-01  | open   | web     | 2             | complaint
        unit-a  | 2026-03-01  | open   | web     |               | concern
        unit-b  | 2026-03-01  | open   | phone   | 0             | complaint
    """,
    "surveys": """
        unit_id | event_date | instrument | fft | hcahps_recommend
        unit-a  | 2026-03-01 | FFT        | 1   |
        unit-a  | 2026-03-01 | HCAHPS     |     |
        unit-b  | 2026-03-01 | FFT        | 2   |
    """,
}


def test_each_filter_has_the_values_that_occur_with_how_often(given):
    assert given(**ROWS)("filters/values") == [
        ("channel", "phone", 1),
        ("channel", "web", 2),
        ("contact_type", "complaint", 2),
        ("contact_type", "concern", 1),
        ("instrument", "FFT", 2),
        ("instrument", "HCAHPS", 1),
        ("severity", "0", 1),
        ("severity", "2", 1),
        ("severity", "not recorded", 1),
    ]


def test_a_manager_is_offered_nothing_of_another_unit(given):
    assert given("unit_manager:unit-b", **ROWS)("filters/values") == [
        ("channel", "phone", 1),
        ("contact_type", "complaint", 1),
        ("instrument", "FFT", 1),
        ("severity", "0", 1),
    ]
    assert given("unit_manager", **ROWS)("filters/values") == []
