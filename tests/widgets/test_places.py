"""The tree of the filter bar: sites hold departments, departments hold units."""

from dashboard.widgets import places


def unit(unit_id, department="Surgery", site="North", unit_name=None):
    return {
        "unit_id": unit_id,
        "unit_name": unit_name or f"Ward {unit_id}",
        "department": department,
        "site": site,
    }


def test_a_department_stands_before_its_units_and_holds_them_all():
    tree = places.tree([unit("2"), unit("1"), unit("3", "Medicine")])
    assert list(tree) == [
        "Medicine (department)",
        "Ward 3",
        "Surgery (department)",
        "Ward 1",
        "Ward 2",
    ]
    assert tree["Surgery (department)"].unit_ids == ("1", "2")


def test_a_department_of_two_sites_is_told_apart_by_its_site():
    tree = places.tree([unit("1"), unit("2", site="South")])
    assert "Surgery, North" in tree
    assert tree["Surgery, South"].unit_ids == ("2",)
    assert tree["South (site)"].unit_ids == ("2",)


def test_two_units_of_one_name_are_told_apart_by_their_ids():
    tree = places.tree([unit("1", unit_name="Ward"), unit("2", unit_name="Ward")])
    assert tree["Ward (1)"].unit_ids == ("1",)
    assert tree["Ward (2)"].unit_ids == ("2",)


def test_one_unit_alone_needs_no_department():
    assert list(places.tree([unit("1")])) == ["Ward 1"]
