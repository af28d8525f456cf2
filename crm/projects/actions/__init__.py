"""What can be done with projects. One verb a function; each takes a list and ``by``."""

from crm.projects.actions.converting import Conversion, convert_leads
from crm.projects.actions.editing import edit, hand_to
from crm.projects.actions.following import follow_up
from crm.projects.actions.functions import edit_function_plan, plan_functions
from crm.projects.actions.libraries import (
    enter_library,
    leave_library,
    record_entries,
    refuse_entry,
    request_entry,
)
from crm.projects.actions.money import record_money
from crm.projects.actions.moving import move_stage, resume, set_side
from crm.projects.actions.registering import register
from crm.projects.actions.reserving import reserve_units

__all__ = [
    "Conversion",
    "convert_leads",
    "edit",
    "edit_function_plan",
    "enter_library",
    "follow_up",
    "hand_to",
    "leave_library",
    "move_stage",
    "plan_functions",
    "record_entries",
    "record_money",
    "refuse_entry",
    "register",
    "request_entry",
    "reserve_units",
    "resume",
    "set_side",
]
