from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "crm.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        from crm.core.registries import PLUGIN_MODULES  # noqa: PLC0415 - models are loaded only now
        from crm.core.searching.sources import register_staff_sources  # noqa: PLC0415 - the same
        from crm.core.seeding import lay_foundations  # noqa: PLC0415 - the same

        autodiscover_modules(*PLUGIN_MODULES)
        register_staff_sources()
        post_migrate.connect(lay_foundations, dispatch_uid="core.lay_foundations")
