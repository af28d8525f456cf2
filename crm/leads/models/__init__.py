from crm.leads.models.claims import FirstReportClaim
from crm.leads.models.follow_ups import FollowUp, FollowUpBase
from crm.leads.models.leads import Lead
from crm.leads.models.moves import LeadMove
from crm.leads.models.promotion_events import PromotionEvent

__all__ = [
    "FirstReportClaim",
    "FollowUp",
    "FollowUpBase",
    "Lead",
    "LeadMove",
    "PromotionEvent",
]
