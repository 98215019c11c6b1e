"""The invented hospital group: its units, their patients, and how each system names them.

No unit, name or figure is taken from a real hospital.
"""

import datetime as dt
from dataclasses import dataclass

OPENED = dt.date(2019, 1, 1)
# All units are valid from this day, well before any sample's first complaint.


@dataclass(frozen=True)
class Care:
    """What a kind of unit has in common: its survey, what counts as a patient, the usual rates."""

    instrument: str
    counted_as: str  # the activity column: discharges or attendances
    stay_days: float  # bed days per patient; 0 where nobody stays
    complaints_per_patient: float
    responses_per_patient: float


WARD = Care("HCAHPS", "discharges", 4.2, 0.0170, 0.27)
FAMILY = Care("FFT", "discharges", 2.6, 0.0170, 0.22)
CLINIC = Care("NPS", "attendances", 0.0, 0.0158, 0.11)


@dataclass(frozen=True)
class Unit:
    """One unit of the group and its names in the complaint system and the survey system."""

    unit_id: str
    unit_name: str
    department: str
    site: str
    care: Care
    patients_per_month: float
    complaint_name: str
    survey_code: str
    parent_id: str | None = None


NORTH, BRENDAN, RIVER = (
    "Northfield General Hospital",
    "St. Brendan's Hospital",
    "Riverside Outpatient Campus",
)

EMERGENCY, CHILDREN = "Emergency Care", "Women and Children"

# A smaller group takes the first units: the planted facts are all among the first eight.
UNITS = (
    Unit("N-6B", "Orthopedics 6B", "Surgery", NORTH, WARD, 420, "6B Ortho", "1061"),
    Unit("S-ONC", "Oncology 2 East", "Cancer Care", BRENDAN, WARD, 310, "2E Onc", "2021"),
    Unit("S-1N", "Geriatric Medicine 1 North", "Medicine", BRENDAN, WARD, 420, "1N Geri", "2011"),
    Unit("N-4A", "General Medicine 4A", "Medicine", NORTH, WARD, 360, "4A Gen Med", "1041"),
    Unit("N-4B", "General Medicine 4B", "Medicine", NORTH, WARD, 340, "4B Gen Med", "1042"),
    Unit("S-HYP", "Hyperbaric Medicine", "Medicine", BRENDAN, CLINIC, 8, "HBO", "2091"),
    Unit("N-ED", "Emergency Department", EMERGENCY, NORTH, CLINIC, 2300, "A&E", "1001"),
    Unit("R-OPD", "Outpatient Clinics", "Outpatients", RIVER, CLINIC, 1800, "OPD", "3002"),
    Unit("N-5A", "Cardiology 5A", "Medicine", NORTH, WARD, 420, "5A Cardio", "1051"),
    Unit("N-OBS", "Observation Unit", EMERGENCY, NORTH, CLINIC, 700, "OBS", "1002", "N-ED"),
    Unit("N-CCU", "Coronary Care Unit", "Medicine", NORTH, WARD, 220, "CCU", "1052", "N-5A"),
    Unit("S-MAT", "Maternity", CHILDREN, BRENDAN, FAMILY, 390, "Postnatal", "2031"),
    Unit("S-LD", "Labor and Delivery", CHILDREN, BRENDAN, FAMILY, 420, "L&D", "2032", "S-MAT"),
    Unit("N-6A", "General Surgery 6A", "Surgery", NORTH, WARD, 460, "6A Gen Surg", "1060"),
    Unit("N-7A", "Neurology 7A", "Medicine", NORTH, WARD, 360, "7A Neuro", "1071"),
    Unit("N-STR", "Stroke Unit", "Medicine", NORTH, WARD, 250, "7A Stroke", "1072", "N-7A"),
    Unit("N-ICU", "Intensive Care Unit", "Critical Care", NORTH, WARD, 200, "ICU", "1081"),
    Unit("N-4C", "Respiratory 4C", "Medicine", NORTH, WARD, 420, "4C Resp", "1043"),
    Unit("S-PED", "Pediatrics", CHILDREN, BRENDAN, FAMILY, 450, "Peds", "2041"),
    Unit("S-NIC", "Neonatal Unit", CHILDREN, BRENDAN, FAMILY, 160, "NICU", "2042", "S-PED"),
    Unit("S-3W", "Urology 3 West", "Surgery", BRENDAN, WARD, 340, "3W Uro", "2051"),
    Unit("S-REH", "Rehabilitation", "Rehabilitation", BRENDAN, WARD, 190, "Rehab", "2061"),
    Unit("R-IMG", "Diagnostic Imaging", "Diagnostics", RIVER, CLINIC, 1200, "X-Ray/MRI", "3001"),
    Unit("R-DAY", "Day Surgery Center", "Surgery", RIVER, CLINIC, 800, "Day Surg", "3003"),
    Unit("R-DIA", "Dialysis Center", "Medicine", RIVER, CLINIC, 700, "HD", "3004"),
)
FEWEST_UNITS = 8

SPECIALTIES = (
    "General Medicine",
    "General Surgery",
    "Cardiology",
    "Orthopedics",
    "Gastroenterology",
    "Neurology",
    "Outpatients",
    "Pediatrics",
)


def units_of(units_n: int) -> tuple[Unit, ...]:
    """The first units of the group, with further hospitals of eight units each past those named."""
    further = (_further_unit(place) for place in range(max(0, units_n - len(UNITS))))
    return (*UNITS[:units_n], *further)


def _further_unit(place: int) -> Unit:
    hospital, specialty = place // len(SPECIALTIES) + 1, SPECIALTIES[place % len(SPECIALTIES)]
    care = {"Outpatients": CLINIC, "Pediatrics": FAMILY}.get(specialty, WARD)
    patients = {CLINIC: 1200, FAMILY: 380, WARD: 360}[care]
    code = f"H{hospital:03}-{place % len(SPECIALTIES) + 1}"
    return Unit(
        code,
        f"{specialty} {hospital}",
        specialty,
        f"Community Hospital {hospital}",
        care,
        patients,
        f"{code} {specialty}",
        f"{40000 + place}",
    )
