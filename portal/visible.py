"""Which pages the public may see, asked once a request instead of once a list."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import PageViewRestriction


@dataclass(frozen=True)
class Hidden:
    """Pages with a view restriction, as the paths at which their branches of the tree begin."""

    paths: tuple[str, ...] = ()

    @property
    def condition(self) -> Q:
        """Those pages and everything below them."""
        condition = Q()
        for path in self.paths:
            condition |= Q(path__startswith=path)
        return condition or Q(pk__in=[])

    def holds(self, page: Any) -> bool:
        """Whether the public may not see this page."""
        return page.path.startswith(self.paths) if self.paths else False


def restricted() -> Hidden:
    """What is hidden now. Costs one query."""
    return Hidden(tuple(PageViewRestriction.objects.values_list("page__path", flat=True)))


def shown(model: Any, hidden: Hidden) -> QuerySet:
    """Live pages of this type that are open to anybody; ``hidden`` comes from ``restricted``."""
    return model.objects.live().exclude(hidden.condition)
