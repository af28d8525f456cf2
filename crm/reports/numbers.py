"""Numbers of issued reports, such as OCC-202302-01: one series a kind and month, without a gap."""

import datetime as dt

from crm.core.models import Sequence
from crm.core.numbering import take_values


def counter_of(prefix: str, as_of: dt.date) -> str:
    """The name of the series."""
    return f"{prefix}-{as_of:%Y%m}"


def expected_number(prefix: str, as_of: dt.date) -> str:
    """The number that the next issue will take, if nobody else issues before."""
    counter = counter_of(prefix, as_of)
    last = Sequence.objects.filter(name=counter).values_list("last", flat=True).first() or 0
    return f"{counter}-{last + 1:02d}"


def take_number(prefix: str, as_of: dt.date) -> str:
    """The next number; the series stays locked until the transaction ends."""
    counter = counter_of(prefix, as_of)
    return f"{counter}-{take_values(counter)[0]:02d}"
