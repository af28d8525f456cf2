"""Forms of places, leases and states. What they ask goes to one action each."""

from crm.occupancy.forms.buildings import BuildingForm, ZoneForm
from crm.occupancy.forms.leases import (
    DocumentForm,
    EndLeaseForm,
    ExpandLeaseForm,
    GiveBackForm,
    LeaseForm,
    RenewLeaseForm,
    SignLeaseForm,
    SubletForm,
    UnitsOfBuilding,
)
from crm.occupancy.forms.plans import ForecastForm, PlanForm, RevisionForm
from crm.occupancy.forms.quality import RevokeForm, VerifyForm
from crm.occupancy.forms.seats import SeatsForm
from crm.occupancy.forms.units import (
    DayForm,
    HoldForm,
    LiftForm,
    MeasureForm,
    MergeForm,
    MoveOutForm,
    SettleForm,
    SplitForm,
    UnitForm,
)

__all__ = [
    "BuildingForm",
    "DayForm",
    "DocumentForm",
    "EndLeaseForm",
    "ExpandLeaseForm",
    "ForecastForm",
    "GiveBackForm",
    "HoldForm",
    "LeaseForm",
    "LiftForm",
    "MeasureForm",
    "MergeForm",
    "MoveOutForm",
    "PlanForm",
    "RenewLeaseForm",
    "RevisionForm",
    "RevokeForm",
    "SeatsForm",
    "SettleForm",
    "SignLeaseForm",
    "SplitForm",
    "SubletForm",
    "UnitForm",
    "UnitsOfBuilding",
    "VerifyForm",
    "ZoneForm",
]
