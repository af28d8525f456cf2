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
from crm.occupancy.actions.dated_facts import (
    edit_fact,
    edit_floors,
    record_facts,
    record_former_name,
    refuse_second_floor,
    set_fact,
)
from crm.occupancy.actions.holds import hold_units, release_holds
from crm.occupancy.actions.lease_units import Expansion, expand_lease, give_back_units
from crm.occupancy.actions.leases import (
    LeaseSigning,
    edit_leases,
    end_lease,
    register_leases,
    renew_lease,
    sign_lease,
    sign_sublet,
)
from crm.occupancy.actions.leaving import move_out
from crm.occupancy.actions.plans import plan_release
from crm.occupancy.actions.quality import revoke_verification, verify_findings
from crm.occupancy.actions.reshaping import (
    Correction,
    Merge,
    Split,
    correct_area,
    merge_units,
    split_unit,
)
from crm.occupancy.actions.returns import (
    begin_return,
    recall_return,
    report_changes,
    send_return,
    withdraw_changes,
)
from crm.occupancy.actions.reviews import (
    Verdict,
    accept_unchanged,
    decide_return,
    save_decisions,
)
from crm.occupancy.actions.seats import Seating, seat_occupants
from crm.occupancy.actions.spells import (
    edit_spells,
    move_in,
    put_on_hold,
    record_spells,
    release,
)
from crm.occupancy.actions.subletting import end_grace_of, unfilled_of
from crm.occupancy.actions.units import edit_units, floors_for, register_floors, register_units
from crm.occupancy.book import OccupantDraft, SpellBook, SpellDraft

__all__ = [
    "Correction",
    "Expansion",
    "LeaseSigning",
    "Merge",
    "OccupantDraft",
    "Seating",
    "SpellBook",
    "SpellDraft",
    "Split",
    "Verdict",
    "accept_unchanged",
    "begin_return",
    "close_month",
    "correct_area",
    "correct_month",
    "decide_return",
    "edit_buildings",
    "edit_fact",
    "edit_floors",
    "edit_leases",
    "edit_spells",
    "edit_units",
    "edit_zones",
    "end_grace_of",
    "end_lease",
    "expand_lease",
    "floors_for",
    "give_back_units",
    "hold_units",
    "merge_units",
    "move_in",
    "move_out",
    "plan_release",
    "put_on_hold",
    "recall_return",
    "record_facts",
    "record_former_name",
    "record_spells",
    "refuse_second_floor",
    "register_buildings",
    "register_floors",
    "register_leases",
    "register_units",
    "register_zones",
    "release",
    "release_holds",
    "rename_building",
    "renew_lease",
    "report_changes",
    "revoke_verification",
    "save_decisions",
    "seat_occupants",
    "send_return",
    "set_fact",
    "set_status",
    "sign_lease",
    "sign_sublet",
    "split_unit",
    "unfilled_of",
    "verify_findings",
    "withdraw_changes",
]
