"""What can be done with leads. One verb a function; each takes a list and ``by``."""

from crm.leads.actions.assigning import assign, transfer
from crm.leads.actions.closing import convert, hand_over, mark_invalid, reopen
from crm.leads.actions.editing import edit
from crm.leads.actions.following import assess, follow_up, respond
from crm.leads.actions.inbox import set_inbox_aside, take_inbox_messages
from crm.leads.actions.looking import reveal_phone
from crm.leads.actions.registering import register

__all__ = [
    "assess",
    "assign",
    "convert",
    "edit",
    "follow_up",
    "hand_over",
    "mark_invalid",
    "register",
    "reopen",
    "respond",
    "reveal_phone",
    "set_inbox_aside",
    "take_inbox_messages",
    "transfer",
]
