"""What others found about each claim of service recovery, for and against. Pure data.

Only studies whose finding was read in the source named; what is retold without a source is called
so. The claims are not asserted: the measures test them on the hospital's own data.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Claim:
    """One claim, the measures that test it here, and what was found elsewhere."""

    claim: str
    measures: tuple[str, ...]
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    here: str


CLAIMS = (
    Claim(
        "A recovered patient is loyal, perhaps more than one who had no problem",
        ("recommend", "recovery_gap"),
        (
            "Satisfaction rises after a good recovery (de Matos, Henrique & Rossi 2007, a "
            "meta-analysis).",
            "Real, but rare and small among over 11,000 bank customers (Michel & Meuter 2008).",
            "Likeliest after a failure that is not severe, the first one, and beyond control "
            "(Magnini 2007); after one failure, not after two (Maxham & Netemeyer 2002).",
        ),
        (
            "No effect on buying again, word of mouth or image (de Matos, Henrique & Rossi 2007).",
            "No support (McCollough 2000; Andreassen 2001; Maxham 2001).",
            "The more severe the failure, the fewer come back (Soares & Proença, 40,813 people).",
        ),
        "No study of hospitals that was read shows it for loyalty. So the page speaks of a "
        "recovery gap and shows its interval.",
    ),
    Claim(
        "The dissatisfied tell others, and most never complain",
        ("capture_ratio", "silent_dissatisfied"),
        (
            "Of patients with poor care 56 % did nothing, and 9 % complained formally "
            "(Healthwatch 2025, England).",
            "5 to 10 % of unhappy patients complain (Bendall-Lyon & Powers).",
            "32 % of those with a problem posted about the worst one (CCMC 2023, all sectors).",
            "Ratings online go with HCAHPS: r = 0.49 (Bardach 2012).",
        ),
        (
            "People tell good things about three times as often as bad ones, over 15 studies "
            "(East, Hammond & Wright 2007).",
            "“One complaint stands for 26 silent ones, each telling 10” is retold without a study "
            "behind it.",
        ),
        "The share who complain is measured here, with its interval; nothing is multiplied by a "
        "number from elsewhere.",
    ),
    Claim(
        "Fast and satisfying recovery is what counts",
        ("time_to_resolution", "resolved_within", "recovered_share"),
        ("56 % of those who complained were dissatisfied with how (Healthwatch 2025).",),
        (
            "31 % of 279 complainants in 74 hospitals felt that justice was done (Friele 2008): "
            "speed alone does not bring it.",
        ),
        "Both are shown side by side; which goes with satisfaction is an association.",
    ),
    Claim(
        "Service recovery has a value",
        (),
        (),
        ("Published values of a patient's lifetime differ five- to sevenfold.",),
        "No amount from elsewhere is used: only what the organization enters itself.",
    ),
)
