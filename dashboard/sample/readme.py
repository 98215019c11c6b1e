"""The README of a sample: what is in it, and the planted facts that a reader can look for."""

from dashboard.sample.period import AS_OF
from dashboard.sample.planted import MERGED_FROM, MERGED_NAME, PlantedFact, planted_facts
from dashboard.sample.surveys import PROBLEM_SHARE
from dashboard.sample.volume import Group

TEXT = """\
# Synthetic sample data

An invented hospital group: no patient, ward or figure is real. Made by

```
python -m dashboard sample DIR {options}
```

The same command gives the same bytes. It covers {first_day} to {as_of}; `manifest.toml` names
each file's dataset, source and as_of, in the order of import. Complaints and surveys name the wards
as their own systems do; `unit_aliases.parquet` joins them to the units.

## Planted facts

{facts}What is not listed here is the same for all {units} units, up to chance; wards and clinics
differ in how many patients complain and in the survey they use. Some {problem_pct} % of patients
have a problem; of those whose problem was fully resolved as many recommend as of those without
one (true difference 0), so the `recovery_gap` of the whole organization is *not shown*.

## Also in it, as in real exports

- 4A and 4B merged on {merged_on}: 4B ends, 4A is called {merged_name} from that day, and
  what happened before stays with 4B. The complaint system goes on writing the old ward's name now
  and then; its alias means 4A from that day.
- Cases that get stuck, so that the backlog grows; cases closed on the day they came in; withdrawn,
  transferred and escalated ones (other endings, not resolutions); reopened ones, some open again.
- Cases in which no fault was found (`perceived_only`); concerns resolved on the spot; missing
  acknowledgements; a few complaints that belong to no unit (`UNASSIGNED`); more patients in winter.
- Complaints by others than the patient, which wait for consent; extended days of answer; written
  notices that lack an element; no acknowledgement on a weekend or a federal holiday, but for those
  made at once.
- What complaints are about, in the words of HCAT: 1.94 subjects on average, one of them primary, in
  the same mix everywhere. The newest complaints and many enquiries are not coded yet.
- HCAHPS on wards, FFT in maternity and pediatrics (a third of the cards don't ask for problems),
  NPS (weighted by age) in clinics. A few patients who complained and came back later carry the
  same `patient_link_key` in both files.
"""
FACT = """\
### {name}
- where: {where}
- since: {since}
- true: {truth}
- shown by: {shown_by}
- see: `python -m dashboard {command}`

"""


def readme_text(group: Group) -> str:
    """The README of a sample of this group."""
    size, period = group.size, group.period
    return TEXT.format(
        options=" ".join(f"--{name} {given}" for name, given in vars(size).items()),
        units=size.units,
        first_day=period.first_of(0),
        as_of=AS_OF,
        facts="".join(_fact_text(fact) for fact in planted_facts(period)),
        problem_pct=round(100 * PROBLEM_SHARE),
        merged_on=period.first_of(period.month(MERGED_FROM)),
        merged_name=MERGED_NAME,
    )


def _fact_text(fact: PlantedFact) -> str:
    return FACT.format(**vars(fact))
