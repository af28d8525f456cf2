"""Which forms are asked for now, and how far each is."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from crm.reports.models import SubmissionFiling, SubmissionForm
from crm.reports.months import month_end
from crm.reports.submissions.due import LENGTH, NOTICE_DAYS, Due, due_of, last_period

ONE_DAY = dt.timedelta(days=1)

RANK = {SubmissionFiling.State.FILLED: 1, SubmissionFiling.State.SENT: 2}


@dataclass(frozen=True)
class Standing:
    """A form in use and what it asks for."""

    form: SubmissionForm
    due: Due


def standings(forms: Iterable[SubmissionForm], day: dt.date) -> dict[int, Due]:
    """What each form asks for on ``day``, by id; fillings of earlier editions count. One query."""
    listed = list(forms)
    reached: dict[str, dict[dt.date, str]] = defaultdict(dict)
    filings = SubmissionFiling.objects.filter(
        form__code__in={form.code for form in listed}, period__gt=day - dt.timedelta(days=800)
    )
    for code, period, state in filings.values_list("form__code", "period", "state"):
        known = reached[code].get(period)
        if known is None or RANK[state] > RANK[known]:
            reached[code][period] = state
    return {
        form.pk: due_of(form.frequency, form.due_day, reached[form.code], day) for form in listed
    }


def near(forms: QuerySet, day: dt.date) -> QuerySet:
    """Those in use that are late or due within the days of notice, and did not go out."""
    due = Q()
    for frequency in LENGTH:
        period = last_period(day, frequency)
        went_out = SubmissionFiling.objects.filter(
            form__code=OuterRef("code"), period=period, state=SubmissionFiling.State.SENT
        )
        condition = Q(frequency=frequency) & ~Exists(went_out)
        latest = (day - period).days + NOTICE_DAYS
        if latest < month_end(period + ONE_DAY).day:  # else even the last day of the month is near
            condition &= Q(due_day__lte=latest)
        due |= condition
    return forms.filter(due, is_active=True)


def asked_for(forms: Iterable[SubmissionForm], day: dt.date) -> list[Standing]:
    """What these forms ask for, the earliest due first. Two queries."""
    listed = list(forms)
    found = standings(listed, day)
    waiting = [Standing(form, found[form.pk]) for form in listed]
    return sorted(waiting, key=lambda one: (one.due.due, one.form.code))
