from crm.core.actions.people import (
    NewAccount,
    change_account,
    close_account,
    end_grant,
    grant_role,
    open_accounts,
    place_team,
    register_teams,
)
from crm.core.actions.settings import set_calendar_day, set_dated_value

__all__ = [
    "NewAccount",
    "change_account",
    "close_account",
    "end_grant",
    "grant_role",
    "open_accounts",
    "place_team",
    "register_teams",
    "set_calendar_day",
    "set_dated_value",
]
