"""Unit aliases: one ward has three names in three systems; this table joins them."""

from dashboard.contracts.column import Column, Type
from dashboard.contracts.dataset import Dataset
from dashboard.contracts.rules import unit_validity

# Here source_system is a column of the file: the system whose name is translated. In every other
# dataset it is the system that sent the extract.
UNIT_ALIASES = Dataset(
    name="unit_aliases",
    question="Which unit does a source's own name mean?",
    key=("source_unit", "valid_from"),
    can_replace_period=False,
    columns=(
        Column("source_system", Type.TEXT, "The source whose name it is", required=True,
               aliases=("source", "system")),
        Column("source_unit", Type.TEXT, "The unit's name in that source", required=True,
               aliases=("source name", "name in source", "alias")),
        Column("unit_id", Type.TEXT, "The unit it means", required=True,
               aliases=("unit", "unit code", "ward code")),
        Column("valid_from", Type.DATE, "First day it meant that", has_sentinels=False),
        Column("valid_to", Type.DATE, "Last day it meant that", has_sentinels=False),
    ),
    rules=unit_validity.ALIAS_RULES,
)  # fmt: skip
