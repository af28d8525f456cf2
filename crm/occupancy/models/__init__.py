"""What is stored: places, units and their lives, who sits where, leases, plans, closings."""

from crm.occupancy.models.buildings import (
    Building,
    BuildingMembership,
    BuildingName,
    BuildingStatus,
    Floor,
    Zone,
)
from crm.occupancy.models.closings import (
    ClosedDue,
    ClosedPosition,
    MonthClose,
    MonthlyReturn,
    MonthlyReturnLine,
)
from crm.occupancy.models.leases import Lease
from crm.occupancy.models.plans import ReleasePlan, ReleasePlanRevision
from crm.occupancy.models.quality import QualityWaiver
from crm.occupancy.models.spells import Spell, SpellOccupant
from crm.occupancy.models.units import (
    AreaChange,
    Unit,
    UnitDisposition,
    UnitHold,
    UnitLineage,
    UnitUse,
)

__all__ = [
    "AreaChange",
    "Building",
    "BuildingMembership",
    "BuildingName",
    "BuildingStatus",
    "ClosedDue",
    "ClosedPosition",
    "Floor",
    "Lease",
    "MonthClose",
    "MonthlyReturn",
    "MonthlyReturnLine",
    "QualityWaiver",
    "ReleasePlan",
    "ReleasePlanRevision",
    "Spell",
    "SpellOccupant",
    "Unit",
    "UnitDisposition",
    "UnitHold",
    "UnitLineage",
    "UnitUse",
    "Zone",
]
