"""Reading settings as of a day."""

import datetime as dt
from typing import Any

from crm.core.models import DatedSetting
from crm.core.registries import dated_settings


def value_on(key: str, day: dt.date) -> Any:
    """The value of a dated setting on ``day``; the shipped default before the first row.

    Raises KeyError for a key that no app declares. One query.
    """
    definition = dated_settings[key]
    row = (
        DatedSetting.objects.filter(key=key, effective_from__lte=day)
        .order_by("-effective_from")
        .first()
    )
    return definition.default if row is None else row.value
