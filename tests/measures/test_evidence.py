"""Evidence is told with its source, for and against, and leads to measures that there are."""

import re

from dashboard.measures.evidence import CLAIMS
from dashboard.measures.registry import MEASURES


def test_each_finding_names_its_source_or_that_there_is_none():
    findings = [line for claim in CLAIMS for line in (*claim.speaks_for, *claim.speaks_against)]
    sourced = re.compile(r"\(.*(\d{4}|Soares|Bendall).*\)|without a study|Published values")
    assert findings and all(sourced.search(line) for line in findings)


def test_each_claim_is_contradicted_somewhere_and_tested_by_measures_of_the_registry():
    for claim in CLAIMS:
        assert claim.speaks_against and claim.here
        assert set(claim.measures) <= set(MEASURES)
