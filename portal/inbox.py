"""Stores what the public sends, at most a few messages an hour from one sender."""

import datetime as dt
import hashlib
import hmac

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from crm.core import numbering
from crm.core.errors import Refused
from portal.models import InboxMessage

HOURLY_LIMIT = 5
DAILY_LIMIT = 20
PREFIX = "LY"


class TooMany(Refused):
    """The sender has used up the hour's or the day's messages."""


def sender_hash(address: str) -> str:
    """The sender's address, keyed with the installation's secret: it counts messages and names
    nobody.
    """
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()


def receive(message: InboxMessage, *, address: str, now: dt.datetime) -> InboxMessage:
    """Number and store a message; raises TooMany."""
    message.sender_hash = sender_hash(address)
    with transaction.atomic():
        earlier = InboxMessage.objects.filter(sender_hash=message.sender_hash)
        if (
            earlier.filter(received_at__gt=now - dt.timedelta(hours=1)).count() >= HOURLY_LIMIT
            or earlier.filter(received_at__gt=now - dt.timedelta(days=1)).count() >= DAILY_LIMIT
        ):
            raise TooMany(
                _(
                    "Too many messages from your connection."
                    " Please try again in an hour, or call us."
                )
            )
        message.number = numbering.take(PREFIX, now.year)[0]
        message.received_at = now
        message.consented_at = now
        message.save()
    return message
