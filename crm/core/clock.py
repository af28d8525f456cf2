"""The one place that reads the clock. Read it once a request or command and pass the day on."""

import datetime as dt

from django.utils import timezone


def now() -> dt.datetime:
    """This moment, aware, in the current time zone (Asia/Shanghai)."""
    return timezone.localtime()


def today() -> dt.date:
    """The Shanghai date."""
    return timezone.localdate()  # noqa: TID251 - the one place that may
