"""Which pages the public may see, asked once a request instead of once a list."""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page


def restricted() -> Q:
    """Pages with a view restriction and everything below them. Costs one query."""
    return Page.objects.all().private_q()


def shown(model: Any, hidden: Q) -> QuerySet:
    """Live pages of this type that are open to anybody; ``hidden`` comes from ``restricted``."""
    return model.objects.live().exclude(hidden)
