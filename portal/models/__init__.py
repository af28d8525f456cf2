"""The public portal's tables, split by noun."""

from portal.models.figures import PublishedFigure
from portal.models.home import HomePage, IndexPage, StandardPage
from portal.models.inbox import InboxMessage, PublicRequest
from portal.models.packages import PolicyPackage
from portal.models.policies import PolicyDocument
from portal.models.read import Clause, Condition, Contact, Window
from portal.models.settings import FooterSettings
from portal.models.support import ApplicationGuide, FaqPage, Interpretation, Notice
from portal.models.versions import PolicyVersion

__all__ = [
    "ApplicationGuide",
    "Clause",
    "Condition",
    "Contact",
    "FaqPage",
    "FooterSettings",
    "HomePage",
    "InboxMessage",
    "IndexPage",
    "Interpretation",
    "Notice",
    "PolicyDocument",
    "PolicyPackage",
    "PolicyVersion",
    "PublicRequest",
    "PublishedFigure",
    "StandardPage",
    "Window",
]
