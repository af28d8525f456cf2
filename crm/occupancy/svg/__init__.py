"""Drawings of space."""

from crm.occupancy.svg.band import BandStyle, Lane, Stretch, time_band
from crm.occupancy.svg.pieces import STATE_PAINTS, Paint
from crm.occupancy.svg.plan import (
    PlanCell,
    PlanFloor,
    PlanStyle,
    paint_swatch,
    patterns,
    stacking_plan,
    swatch,
)

__all__ = [
    "STATE_PAINTS",
    "BandStyle",
    "Lane",
    "Paint",
    "PlanCell",
    "PlanFloor",
    "PlanStyle",
    "Stretch",
    "paint_swatch",
    "patterns",
    "stacking_plan",
    "swatch",
    "time_band",
]
