"""All datasets of the contract; the only list of them. Pure data."""

from dashboard.contracts.activity import ACTIVITY
from dashboard.contracts.complaint_issues import COMPLAINT_ISSUES
from dashboard.contracts.complaints import COMPLAINTS
from dashboard.contracts.dataset import Dataset
from dashboard.contracts.surveys import SURVEYS
from dashboard.contracts.unit_aliases import UNIT_ALIASES
from dashboard.contracts.units import UNITS

CONTRACT_VERSION = "2"

DATASETS: dict[str, Dataset] = {
    dataset.name: dataset
    for dataset in (COMPLAINTS, COMPLAINT_ISSUES, SURVEYS, UNITS, UNIT_ALIASES, ACTIVITY)
}
