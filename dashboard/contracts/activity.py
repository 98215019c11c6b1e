"""Activity: how many patients a unit had in a month, so that counts can be compared."""

from dashboard.contracts.column import Column, Type
from dashboard.contracts.dataset import Dataset

ACTIVITY = Dataset(
    name="activity",
    question="How many patients did a unit have in a month?",
    key=("unit_id", "month"),
    main_date="month",
    at_least_one=("discharges", "bed_days", "attendances"),
    columns=(
        Column("unit_id", Type.TEXT, "The unit", required=True,
               aliases=("unit", "ward", "ward name", "org code", "organisation code")),
        Column("month", Type.DATE, "The month, as any day of it or as YYYY-MM", required=True,
               is_event=True, aliases=("period", "date")),
        Column("discharges", Type.NUMBER, "Discharges", minimum=0,
               aliases=("number of discharges",)),
        Column("bed_days", Type.NUMBER, "Occupied bed days", minimum=0,
               aliases=("bed days", "occupied bed days", "patient days")),
        Column("attendances", Type.NUMBER, "Attendances", minimum=0,
               aliases=("visits", "number of attendances")),
    ),
)  # fmt: skip
