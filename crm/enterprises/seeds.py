"""Every installation has the list of quality enterprises; who stands on it is decided by people."""

from crm.core.registries import Seed, seeds
from crm.enterprises.models import EnterpriseList

QUALITY = "quality"


def lay_lists() -> None:
    """The list itself, once; a changed name or criteria stay."""
    EnterpriseList.objects.get_or_create(
        code=QUALITY,
        defaults={"name": "优质企业", "criteria": "按区认定办法，由认定单位审批"},
    )


seeds.register(Seed("enterprises.lists", lay_lists))
