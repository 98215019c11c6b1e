"""From an Altair chart to the dict that is drawn: themed and without data. It draws nothing."""

from typing import Any, cast

import altair as alt

from dashboard.charts import theme
from dashboard.charts.theme import Mode

HEIGHT = 280
ROW_HEIGHT = 24  # a row of a chart with one row per unit


def finished(chart: alt.Chart | alt.LayerChart, mode: Mode, height: int = HEIGHT) -> dict[str, Any]:
    """Compile a chart; its width follows its container, its data come with the drawing."""
    sized = chart.properties(
        width="container",
        height=height,
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
    )
    spec: dict[str, Any] = sized.to_dict(validate=True)
    without: dict[str, Any] = _without_data(spec)
    return without | {"config": theme.config(mode)}


def layered(*layers: alt.Chart | alt.LayerChart) -> alt.LayerChart:
    """Lay charts over each other; Altair's own type allows for facets, which these never are."""
    return cast(alt.LayerChart, alt.layer(*layers))


def rows_height(rows_n: int) -> int:
    """Height of a chart with one row each; never so low that the axis stands alone."""
    return max(rows_n, 3) * ROW_HEIGHT


def _without_data(part: Any) -> Any:
    """Drop Altair's placeholders for data, in every layer, and its own config."""
    if isinstance(part, dict):
        kept = {name: _without_data(inner) for name, inner in part.items() if name != "data"}
        return {name: inner for name, inner in kept.items() if name not in ("datasets", "config")}
    return [_without_data(inner) for inner in part] if isinstance(part, list) else part
