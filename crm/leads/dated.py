"""Time limits of leads. History recalculates with the value of its day."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries import SettingDefinition, dated_settings
from crm.leads.rules import Limits

WORKING, NATURAL = _("working days"), _("natural days")
_shipped = Limits()

for _key, _label, _default, _unit in (
    ("leads.assign_days", _("Leads: days to assign"), _shipped.assign, WORKING),
    ("leads.respond_days", _("Leads: days to the first response"), _shipped.respond, WORKING),
    ("leads.assess_days", _("Leads: days to assess"), _shipped.assess, WORKING),
    ("leads.follow_up_days", _("Leads: days between follow-ups"), _shipped.follow_up, NATURAL),
):
    dated_settings.register(SettingDefinition(_key, _label, _default, _unit))
