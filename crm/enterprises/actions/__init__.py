"""What can be done with enterprises. One verb a function; each takes a list and ``by``."""

from crm.enterprises.actions.details import (
    add_contacts,
    add_other_names,
    add_qualifications,
    edit_contacts,
    reveal_phone,
)
from crm.enterprises.actions.editing import edit, set_parent
from crm.enterprises.actions.figures import check_figure, edit_figures, record_figures
from crm.enterprises.actions.lists import put_on_list, take_off_list
from crm.enterprises.actions.registering import ensure, register
from crm.enterprises.actions.registrations import record_registrations
from crm.enterprises.actions.stewards import appoint_steward

__all__ = [
    "add_contacts",
    "add_other_names",
    "add_qualifications",
    "appoint_steward",
    "check_figure",
    "edit",
    "edit_contacts",
    "edit_figures",
    "ensure",
    "put_on_list",
    "record_figures",
    "record_registrations",
    "register",
    "reveal_phone",
    "set_parent",
    "take_off_list",
]
