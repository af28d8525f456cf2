"""Every installation has the "两区" library, which figures mean unless they name another."""

import datetime as dt

from crm.core.registries import Seed, seeds
from crm.projects.models import Library

DEFAULT_LIBRARY = "two_zones"


def lay_libraries() -> None:
    """The default library and the usual others; names that people changed stay."""
    for code, name, authority, is_default in (
        (DEFAULT_LIBRARY, "“两区”库", "区两区办", True),
        ("city", "市级投促库", "市投资促进中心", False),
        ("district", "区级库", "区投促中心", False),
        ("major", "重大项目库", "区发展改革委", False),
    ):
        Library.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "authority": authority,
                "is_default": is_default,
                "starts_on": dt.date(2020, 9, 1),
            },
        )


seeds.register(Seed("projects.libraries", lay_libraries))
