"""What can be done with places, leases and states: one verb a function, a list and ``by``."""

from crm.occupancy.actions.buildings import (
    edit_buildings,
    edit_zones,
    register_buildings,
    register_zones,
    rename_building,
    set_status,
)
from crm.occupancy.actions.closings import close_month, correct_month
from crm.occupancy.actions.holds import hold_units, release_holds
from crm.occupancy.actions.leases import (
    LeaseSigning,
    edit_leases,
    end_lease,
    register_leases,
    renew_lease,
    sign_lease,
)
from crm.occupancy.actions.plans import plan_release
from crm.occupancy.actions.reshaping import (
    Correction,
    Merge,
    Split,
    correct_area,
    merge_units,
    split_unit,
)
from crm.occupancy.actions.spells import (
    edit_spells,
    move_in,
    move_out,
    put_on_hold,
    record_spells,
    release,
)
from crm.occupancy.actions.units import edit_units, floors_for, register_floors, register_units
from crm.occupancy.book import OccupantDraft, SpellBook, SpellDraft

__all__ = [
    "Correction",
    "LeaseSigning",
    "Merge",
    "OccupantDraft",
    "SpellBook",
    "SpellDraft",
    "Split",
    "close_month",
    "correct_area",
    "correct_month",
    "edit_buildings",
    "edit_leases",
    "edit_spells",
    "edit_units",
    "edit_zones",
    "end_lease",
    "floors_for",
    "hold_units",
    "merge_units",
    "move_in",
    "move_out",
    "plan_release",
    "put_on_hold",
    "record_spells",
    "register_buildings",
    "register_floors",
    "register_leases",
    "register_units",
    "register_zones",
    "release",
    "release_holds",
    "rename_building",
    "renew_lease",
    "set_status",
    "sign_lease",
    "split_unit",
]
