"""Lists that a district changes by decision."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries import SettingDefinition, dated_settings

dated_settings.register(
    SettingDefinition(
        "enterprises.directions",
        _("Local directions of industry"),
        [
            "数字金融",
            "产业金融",
            "绿色金融",
            "普惠金融",
            "科技",
            "专业服务",
            "跨国公司与研发总部",
            "外资外贸",
            "商业消费",
        ],
    )
)
dated_settings.register(
    SettingDefinition(
        "enterprises.hand_over_items",
        _("Hand-over checklist of a steward"),
        [
            "企业基本情况",
            "联系人与联系方式",
            "在办诉求",
            "承诺与兑现事项",
            "租约与到期日",
            "走访记录",
        ],
    )
)
