from crm.projects.models.follow_ups import ProjectFollowUp
from crm.projects.models.functions import FunctionPlan
from crm.projects.models.libraries import Library, LibraryEntry
from crm.projects.models.milestones import Milestone
from crm.projects.models.money import MoneyIncrement
from crm.projects.models.moves import StageMove
from crm.projects.models.projects import Project
from crm.projects.models.promises import Promise

__all__ = [
    "FunctionPlan",
    "Library",
    "LibraryEntry",
    "Milestone",
    "MoneyIncrement",
    "Project",
    "ProjectFollowUp",
    "Promise",
    "StageMove",
]
