"""What complaints are about, in the words of published taxonomies. Pure data.

HCAT: Gillespie & Reader 2016, doi:10.1136/bmjqs-2015-004596. KO41a: the subject areas of the NHS
return on written complaints, 2024-25. "local" is the hospital's own list: any code is taken.
"""

from dataclasses import dataclass

LOCAL = "local"


@dataclass(frozen=True)
class Subject:
    """One code of a taxonomy, the domain it belongs to, and other ways of writing it.

    Spellings are in the form of header.plain: lower case, letters and digits, single spaces.
    """

    code: str
    domain: str | None = None
    spellings: tuple[str, ...] = ()


HCAT = (
    Subject("Quality", "Clinical", ("quality of care", "clinical quality")),
    Subject("Safety", "Clinical", ("patient safety", "clinical safety")),
    Subject("Environment", "Management", ("hospital environment",)),
    Subject("Institutional processes", "Management", ("institutional process",)),
    Subject("Listening", "Relationship"),
    Subject("Communication", "Relationship", ("communications",)),
    Subject(
        "Respect & patient rights",
        "Relationship",
        ("respect and patient rights", "respect and rights", "respect patient rights", "respect"),
    ),
)
KO41A = (
    Subject("Access to Treatment or Drugs"),
    Subject("Admissions, Discharge and Transfers", spellings=(
        "admission discharge and transfers", "admissions discharge transfers",
        "admissions and discharges", "admissions discharge and transfer arrangements")),
    Subject("Appointments", spellings=("appointment",)),
    Subject("Commissioning Services", spellings=("commissioning",)),
    Subject("Communications", spellings=("communication",)),
    Subject("Consent to Treatment", spellings=("consent",)),
    Subject("End of Life Care"),
    Subject("Facilities Services", spellings=("facilities",)),
    Subject("Integrated Care"),
    Subject("Patient Care incl. Nutrition/Hydration", spellings=(
        "patient care", "patient care including nutrition hydration",
        "patient care including nutrition and hydration")),
    Subject("Mortuary and Post-Mortem Arrangements", spellings=("mortuary",)),
    Subject("Prescribing Errors", spellings=("prescribing",)),
    Subject("Privacy, Dignity and Wellbeing", spellings=("privacy dignity and well being",)),
    Subject("Restraint"),
    Subject("Staffing Numbers", spellings=("staff numbers",)),
    Subject("Transport", spellings=("transport ambulances", "transport ambulances and other")),
    Subject("Trust Administration", spellings=(
        "trust administration policies procedures including patient record management",
        "trust admin policies procedures including patient record management")),
    Subject("Values and Behaviours", spellings=(
        "values and behaviors", "values behaviours", "values and behaviours staff")),
    Subject("Waiting Times", spellings=("waiting time",)),
    Subject("Other", spellings=("other specify in comments",)),
)  # fmt: skip

TAXONOMIES: dict[str, tuple[Subject, ...]] = {"HCAT": HCAT, "KO41a": KO41A, LOCAL: ()}
"""By the contract's name of a taxonomy; an empty list takes any code."""
