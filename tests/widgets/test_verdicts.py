"""Every kind of verdict that calls for a look has a sign of its own beside its color."""

from dashboard.measures.verdicts import ORDER
from dashboard.widgets.verdicts import SIGNS


def test_every_kind_but_calm_has_a_sign_of_its_own():
    assert set(SIGNS) == set(ORDER) - {"none"}
    assert len({sign for sign, _ in SIGNS.values()}) == len(SIGNS)
