"""The order in which verdicts are read, and those that say there is nothing."""

from dashboard.measures import verdicts
from dashboard.measures.rows import MeasureRow
from dashboard.measures.verdicts import Verdict


def test_a_concern_is_read_before_an_improvement_and_both_before_calm():
    kinds = ("none", "too_few", "improvement", "not_measurable", "concern")
    found = [Verdict(kind, kind) for kind in kinds]
    assert verdicts.first_of(found).kind == "concern"
    assert verdicts.first_of(found[:4]).kind == "improvement"
    assert verdicts.first_of(found[:2]).kind == "none"
    assert verdicts.first_of([]) is None


def test_too_few_says_the_n_only_where_it_may_be_shown():
    assert "12" in verdicts.too_few("Ward 1", 12, 30).sentence
    hidden = verdicts.too_few("Ward 1", None, 30)
    assert hidden.sentence == "Ward 1: too few to tell (shown from 30)."


def test_what_cannot_be_told_says_why():
    few = MeasureRow(None, n=12, value=0.5, note="too few")
    assert verdicts.untold("Ward 1", few, 30).kind == "too_few"
    none = MeasureRow(None, n=0, note="not measurable: no source gives acknowledged_at")
    said = verdicts.untold("Ward 1", none, 30)
    assert said.kind == "not_measurable"
    assert said.sentence == "Ward 1: not measurable: no source gives acknowledged_at."


def test_how_sure_is_said_in_plain_words_first():
    said = verdicts.how_sure(0.5525, 0.7364, 83).replace("\N{NO-BREAK SPACE}", " ")
    assert said == "Between 55 and 74 in 100 (95 % interval, n = 83)."
    assert verdicts.how_sure(None, 0.7, 83) == ""
