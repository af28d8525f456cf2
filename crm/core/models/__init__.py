from crm.core.models.calendars import CalendarDay, CalendarYear
from crm.core.models.events import Event
from crm.core.models.files import Attachment, StoredFile
from crm.core.models.people import Role, RoleGrant, Team, TeamParent, User
from crm.core.models.searching import Pin, QueryLog, Synonym
from crm.core.models.settings import DatedSetting, Sequence

__all__ = [
    "Attachment",
    "CalendarDay",
    "CalendarYear",
    "DatedSetting",
    "Event",
    "Pin",
    "QueryLog",
    "Role",
    "RoleGrant",
    "Sequence",
    "StoredFile",
    "Synonym",
    "Team",
    "TeamParent",
    "User",
]
