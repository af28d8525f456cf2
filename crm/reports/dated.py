"""Settings of reports that policy may change."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries import SettingDefinition, dated_settings

REVIEW_REQUIRED = "reports.review_required"

dated_settings.register(
    SettingDefinition(
        REVIEW_REQUIRED, _("A report is reviewed by somebody else before it is issued"), False
    )
)
