"""Settings of reports that policy may change."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.registries import SettingDefinition, dated_settings

REVIEW_REQUIRED = "reports.review_required"
PAGES_A_PART = "reports.pages_a_part"
SCHEDULED_KINDS = "reports.scheduled_kinds"
INTERNAL_MARK = "reports.internal_mark"
ANSWERING_TEAM = "reports.answering_team"

dated_settings.register(
    SettingDefinition(
        REVIEW_REQUIRED, _("A report is reviewed by somebody else before it is issued"), False
    )
)
dated_settings.register(
    SettingDefinition(
        PAGES_A_PART,
        _("A report of more pages is split by building into parts"),
        100,
        unit=pgettext_lazy("unit", "pages"),
    )
)
dated_settings.register(
    SettingDefinition(
        SCHEDULED_KINDS,
        _("Kinds of reports drawn up by themselves on the first working day of the month"),
        ["occupancy-monthly"],
    )
)
dated_settings.register(
    SettingDefinition(
        INTERNAL_MARK,
        _("What restricted annexes print on every page"),
        "内部资料　注意保存",
    )
)
dated_settings.register(
    SettingDefinition(
        ANSWERING_TEAM,
        _("Code of the bureau that answers for automatic drafts (empty: the only one)"),
        "",
    )
)
