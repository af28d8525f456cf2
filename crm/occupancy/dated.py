"""Settings of space that policy may change: monthly returns and sublets."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.registries import SettingDefinition, dated_settings

DUE_AFTER = "occupancy.return_due_after"
SCAN_REQUIRED = "occupancy.return_scan_required"
REMIND_BEFORE = "occupancy.return_remind_before"
SUBLET_GRACE_DAYS = "occupancy.sublet_grace_days"

dated_settings.register(
    SettingDefinition(
        DUE_AFTER,
        _("A monthly return is due so many days after the end of the month"),
        5,
        unit=pgettext_lazy("unit", "working days"),
    )
)
dated_settings.register(
    SettingDefinition(
        REMIND_BEFORE,
        _("Operators are reminded so many days before a return is due"),
        2,
        unit=pgettext_lazy("unit", "working days"),
    )
)
dated_settings.register(
    SettingDefinition(
        SCAN_REQUIRED,
        _("A monthly return is sent with the stamped scan of its confirmation"),
        False,
    )
)
dated_settings.register(
    SettingDefinition(
        SUBLET_GRACE_DAYS,
        _("Subletting: days until what a master tenant has not filled counts as vacant"),
        90,
        _("natural days"),
    )
)

# Only with all four is the operators' form that of a statistics office; they are words.
FORM_FACTS = (
    "occupancy.form_number",
    "occupancy.form_authority",
    "occupancy.form_document",
    "occupancy.form_valid_until",
)
for _key, _label in zip(
    FORM_FACTS,
    (
        _("Statistical form: number (表号)"),
        _("Statistical form: authority that made it (制定机关)"),
        _("Statistical form: document number (文号)"),
        _("Statistical form: valid until (有效期至)"),
    ),
    strict=True,
):
    dated_settings.register(SettingDefinition(_key, _label, "", order=90))
