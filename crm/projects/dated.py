"""What counts as a major project, and the functions that zones and projects serve."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries import SettingDefinition, dated_settings

dated_settings.register(
    SettingDefinition(
        "projects.functions",
        _("Functions of the district"),
        ["数字金融", "专业服务", "跨国公司总部", "科技研发", "绿色金融", "国际消费", "文化创意"],
    )
)
dated_settings.register(
    SettingDefinition(
        "projects.major_cny", _("Major projects: domestic capital from"), 1_000_000_000, _("yuan")
    )
)
dated_settings.register(
    SettingDefinition(
        "projects.major_usd", _("Major projects: foreign capital from"), 50_000_000, _("US dollars")
    )
)
