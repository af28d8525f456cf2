"""Drawings of space."""

from crm.occupancy.svg.plan import (
    PlanCell,
    PlanFloor,
    PlanStyle,
    patterns,
    stacking_plan,
    swatch,
)

__all__ = ["PlanCell", "PlanFloor", "PlanStyle", "patterns", "stacking_plan", "swatch"]
