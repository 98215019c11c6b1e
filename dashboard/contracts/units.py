"""Units: what the organization is made of, and since when. Wards merge; history stays."""

from dashboard.contracts.column import Column, Type
from dashboard.contracts.dataset import Dataset
from dashboard.contracts.rules import unit_validity

UNITS = Dataset(
    name="units",
    question="Which units are there, where do they belong, and when were they valid?",
    key=("unit_id", "valid_from"),
    can_replace_period=False,
    columns=(
        Column("unit_id", Type.TEXT, "The organization's own id, across all sources",
               required=True, aliases=("unit", "unit code", "ward code", "site code")),
        Column("unit_name", Type.TEXT, "Name on the screen", required=True,
               aliases=("name", "ward name", "unit name")),
        Column("department", Type.TEXT, "Department it belongs to", required=True,
               aliases=("division", "directorate", "care group")),
        Column("site", Type.TEXT, "Site it stands on", aliases=("hospital", "location")),
        Column("parent_id", Type.TEXT, "The unit above it", aliases=("parent", "parent unit")),
        Column("valid_from", Type.DATE, "First day it was so", required=True,
               has_sentinels=False, aliases=("open date", "start date")),
        Column("valid_to", Type.DATE, "Last day it was so", has_sentinels=False,
               aliases=("close date", "end date")),
        Column("specialty", Type.TEXT, "Specialty"),
        Column("manager_group", Type.TEXT, "Sign-in group of its managers"),
    ),
    rules=unit_validity.UNIT_RULES,
)  # fmt: skip
