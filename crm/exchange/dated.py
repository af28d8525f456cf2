"""Settings of imports that may change from a day on."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries import SettingDefinition, dated_settings

dated_settings.register(
    SettingDefinition(
        key="exchange.undo_days",
        label=_("Days within which an import can be undone on screen"),
        default=7,
        unit=_("natural days"),
    )
)
