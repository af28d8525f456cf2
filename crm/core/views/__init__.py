"""What the other apps declare rather than write."""

from crm.core.access import ANY_STAFF
from crm.core.views.base import RecordMixin, StaffView
from crm.core.views.lists import Button, PresetView, RecordList
from crm.core.views.records import (
    FormView,
    RecordAction,
    RecordCreate,
    RecordEdit,
    RecordHistory,
    RecordPage,
)

__all__ = [
    "ANY_STAFF",
    "Button",
    "FormView",
    "PresetView",
    "RecordAction",
    "RecordCreate",
    "RecordEdit",
    "RecordHistory",
    "RecordList",
    "RecordMixin",
    "RecordPage",
    "StaffView",
]
