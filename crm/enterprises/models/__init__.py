from crm.enterprises.models.contacts import Contact
from crm.enterprises.models.enterprises import Enterprise
from crm.enterprises.models.figures import YearlyFigure
from crm.enterprises.models.lists import EnterpriseList, ListMembership
from crm.enterprises.models.names import FormerName
from crm.enterprises.models.qualifications import Qualification
from crm.enterprises.models.registrations import Registration
from crm.enterprises.models.stewards import StewardTerm

__all__ = [
    "Contact",
    "Enterprise",
    "EnterpriseList",
    "FormerName",
    "ListMembership",
    "Qualification",
    "Registration",
    "StewardTerm",
    "YearlyFigure",
]
