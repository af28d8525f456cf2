"""Reminding of forms of other offices."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from crm.core.acts import announce
from crm.core.models import Event
from crm.reports.models import SubmissionForm
from crm.reports.submissions.standing import Standing, asked_for, near

REMINDED = "reports.form_due"


def remind_of_forms(now: dt.datetime) -> int:
    """Once a period of each form that is due soon: an event in its history. The to-do list of who
    sends forms shows it by itself.
    """
    day = timezone.localtime(now).date()
    return sum(_remind(one) for one in asked_for(near(SubmissionForm.objects.all(), day), day))


def _remind(one: Standing) -> int:
    period = one.due.period.isoformat()
    with transaction.atomic():
        told = Event.objects.filter(
            name=REMINDED, model=one.form._meta.label, object_id=one.form.pk, data__period=period
        )
        if told.exists():
            return 0
        data = {"period": period, "due": one.due.due.isoformat()}
        announce(REMINDED, [one.form], by=None, data=data)
        return 1
