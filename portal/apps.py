from django.apps import AppConfig
from django.utils.module_loading import import_module
from django.utils.translation import gettext_lazy as _

READING = (
    "portal.signals",
    "portal.views.home",
    "portal.views.documents",
    "portal.views.packages",
    "portal.views.lists",
)


class PortalConfig(AppConfig):
    name = "portal"
    label = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        for module in READING:
            import_module(module)
