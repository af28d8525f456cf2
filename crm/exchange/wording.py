"""Words and tones that the screens of imports share."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.core.registries import exchange_kinds
from crm.exchange.models import ImportJob
from crm.exchange.reading import WORKBOOK

State = ImportJob.State
TONES = {
    State.UPLOADED: "hollow",
    State.CHECKING: "info",
    State.CHECKED: "warn",
    State.APPLYING: "info",
    State.APPLIED: "ok",
    State.STOPPED: "warn",
    State.FAILED: "bad",
    State.UNDOING: "info",
    State.UNDONE: "",
    State.PARTLY_UNDONE: "warn",
}


def kind_label(key: str) -> Any:
    """The kind's name; a kind that is gone shows its key."""
    if key == WORKBOOK:
        return _("workbook")
    return exchange_kinds[key].label if key in exchange_kinds else key


def skip_word(reason: str) -> str:
    """Why a line was skipped."""
    words = {
        "total": pgettext("skipped", "subtotal or total"),
        "title": pgettext("skipped", "title of a section"),
        "remark": pgettext("skipped", "remark"),
        "head": pgettext("skipped", "repeated head"),
    }
    return words.get(reason, reason)


def running_word(job: ImportJob) -> str:
    """What the job is at."""
    return {
        State.CHECKING: _("Checking"),
        State.APPLYING: _("Writing"),
        State.UNDOING: _("Undoing"),
    }.get(State(job.state), "")
