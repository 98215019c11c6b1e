"""What is planted in a sample: where, since when, how strongly, and which measure shows it."""

from dataclasses import dataclass

from dashboard.sample.period import Period

# Where
SLOW_UNIT = "N-6B"
RECOVERING_UNIT = "S-ONC"
UNHEARD_UNIT = "S-1N"
SMALL_UNIT = "S-HYP"
MERGED_UNIT, TAKING_UNIT = "N-4B", "N-4A"
MERGED_NAME = "General Medicine 4"
FAULTY_CHANNEL = "web"

# Since when, as shares of the sample's period (of 24 months: from month 16, 14 and 19)
SLOW_FROM, MERGED_FROM, FAULTY_FROM = 2 / 3, 0.6, 0.8

# How strongly, beside what is usual in every other unit
# Medians of the cases that take their ordinary course. With the weekends, the stuck cases and the
# other endings, half of all complaints and grievances are then resolved by day 6, and by day 20.
USUAL_CLOSING_DAYS, SLOW_CLOSING_DAYS = 4.3, 15.8
USUAL_SATISFIED, RECOVERING_SATISFIED = 0.58, 0.88
USUAL_RESOLVED_FULLY, RECOVERING_RESOLVED_FULLY = 0.45, 0.75
UNHEARD_COMPLAINTS_FACTOR = 0.25
FAULTY_SHARE = 0.3


@dataclass(frozen=True)
class PlantedFact:
    """One thing to find in a sample."""

    name: str
    where: str
    since: str
    truth: str
    shown_by: str  # the measure or list that shows it
    command: str


def planted_facts(period: Period) -> tuple[PlantedFact, ...]:
    """The facts in a sample of this period, as its README lists them."""
    slow_from = period.first_of(period.month(SLOW_FROM))
    faulty_from = period.first_of(period.month(FAULTY_FROM))
    throughout = "the whole period"
    return (
        PlantedFact(
            "A unit slows down",
            f"{SLOW_UNIT} Orthopedics 6B",
            f"complaints received from {slow_from}",
            "half are resolved by day 20, before by day 6; every other unit: by day 6 throughout",
            "time_to_resolution",
            f"measure time_to_resolution --by unit --from {slow_from}",
        ),
        PlantedFact(
            "A unit recovers better, and its patients recommend more",
            f"{RECOVERING_UNIT} Oncology 2 East",
            throughout,
            f"{RECOVERING_SATISFIED:.0%} of closed complaints with feedback are recovered "
            f"(elsewhere {USUAL_SATISFIED:.0%}); {RECOVERING_RESOLVED_FULLY:.0%} of problems are "
            f"fully resolved (elsewhere {USUAL_RESOLVED_FULLY:.0%}); 90% of the recovered and 80% "
            "of those without a problem would definitely recommend (elsewhere 73% and 75%); as "
            "fewer are left dissatisfied, its capture ratio is higher, too",
            "recovered_share, recommend, recovery_gap",
            "measure recovered_share --by unit",
        ),
        PlantedFact(
            "Closing dates on open cases",
            f"channel {FAULTY_CHANNEL}, all units alike",
            f"complaints received from {faulty_from}",
            f"{FAULTY_SHARE:.0%} of those that were closed are exported as open with their closing "
            "date: the status decides, so they count as open",
            "the finding closed_at_on_open_case of the import; open_cases",
            "measure open_cases --by channel",
        ),
        PlantedFact(
            "A unit that hardly hears of its dissatisfied patients",
            f"{UNHEARD_UNIT} Geriatric Medicine 1 North",
            throughout,
            f"it gets {UNHEARD_COMPLAINTS_FACTOR:.0%} of the complaints usual for a ward, while "
            "as many patients as elsewhere are dissatisfied",
            "capture_ratio, silent_dissatisfied (few complaints_per_1000 alone would look good)",
            "measure capture_ratio --by unit",
        ),
        PlantedFact(
            "A unit too small to show",
            f"{SMALL_UNIT} Hyperbaric Medicine",
            throughout,
            "some eight patients a month: fewer than 30 complaints and 30 answers",
            'every measure by unit, which says "too few"',
            "measure recommend --by unit",
        ),
    )
