"""The closed lists of the portal: what an editor chooses from and a visitor filters by."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.rules import validity, windows


class Level(TextChoices):
    """政策层级"""

    NATIONAL = "national", pgettext_lazy("policy level", "National")
    CITY = "city", pgettext_lazy("policy level", "Beijing")
    DISTRICT = "district", pgettext_lazy("policy level", "Fengtai District")
    ZONE = "zone", pgettext_lazy("policy level", "Lize and parks")


class Validity(TextChoices):
    """有效性"""

    PENDING = validity.PENDING, pgettext_lazy("validity", "Not yet in force")
    IN_FORCE = validity.IN_FORCE, pgettext_lazy("validity", "In force")
    AMENDED = validity.AMENDED, pgettext_lazy("validity", "Amended")
    LAPSED = validity.LAPSED, pgettext_lazy("validity", "Lapsed")
    REPEALED = validity.REPEALED, pgettext_lazy("validity", "Repealed")


class SuccessorRelation(TextChoices):
    REPLACES = validity.REPLACES, _("Replaces this document")
    AMENDS = validity.AMENDS, _("Amends this document")


class WindowState(TextChoices):
    """申报状态"""

    OPEN = windows.OPEN, pgettext_lazy("application window", "Open")
    CLOSING = windows.CLOSING, pgettext_lazy("application window", "Closing within 7 days")
    LATER = windows.LATER, pgettext_lazy("application window", "Not yet open")
    CLOSED = windows.CLOSED, pgettext_lazy("application window", "Closed")
    ALL_YEAR = windows.ALL_YEAR, pgettext_lazy("application window", "All year")


class SupportForm(TextChoices):
    """支持方式"""

    GRANT = "grant", _("Grant")
    RENT = "rent", _("Rent or fit-out support")
    INTEREST = "interest", _("Interest support")
    EQUITY = "equity", _("Equity investment")
    TALENT = "talent", _("Talent service")
    SCENE = "scene", _("Use cases opened")
    SERVICE = "service", _("Service")


class Delivery(TextChoices):
    """兑现方式"""

    AUTOMATIC = "automatic", _("Without application")
    IMMEDIATE = "immediate", _("Paid on application")
    REVIEW = "review", _("Application and review")
    PLEDGE = "pledge", _("Pledge")
    NO_FUNDS = "no_funds", _("No funds")


class CapPeriod(TextChoices):
    ONCE = "once", _("Once")
    YEAR = "year", _("A year")


class Disclosure(TextChoices):
    """公开属性"""

    OPEN = "open", _("Open to the public")
    ON_REQUEST = "on_request", _("On request")
    CLOSED = "closed", _("Not disclosed")


class InterpretationKind(TextChoices):
    TEXT = "text", pgettext_lazy("interpretation", "Interpretation")
    DIAGRAM = "diagram", pgettext_lazy("interpretation", "Diagram")
    VIDEO = "video", pgettext_lazy("interpretation", "Video")


class ContentKind(TextChoices):
    """内容类型, as facet and as tag of a hit."""

    PACKAGE = "package", pgettext_lazy("content", "Policy package")
    DOCUMENT = "document", pgettext_lazy("content", "Document")
    GUIDE = "guide", pgettext_lazy("content", "Application guide")
    INTERPRETATION = "interpretation", pgettext_lazy("content", "Interpretation")
    NOTICE = "notice", pgettext_lazy("content", "Notice")
    FAQ = "faq", pgettext_lazy("content", "FAQ")
    STANDARD = "standard", pgettext_lazy("content", "Page")


class IndexKind(TextChoices):
    """The fixed index pages below a home page; the value is also the slug."""

    PACKAGES = "packages", _("Policy packages")
    POLICIES = "policies", _("Policy documents")
    GUIDES = "guides", _("Application guides")
    INTERPRETATIONS = "interpretations", _("Interpretations")
    NOTICES = "notices", _("Notices")
    FAQ = "faq", _("Frequently asked questions")
    CONSULTATIONS = "consultations", _("Consultations")
    SHOWCASE = "showcase", _("Buildings and space")


class ConditionOperator(TextChoices):
    """How a fact of an enterprise is compared with the value of a condition."""

    IS = "is", _("is")
    ONE_OF = "one_of", _("is one of")
    AT_LEAST = "at_least", _("at least")
    MORE_THAN = "more_than", _("more than")
    AT_MOST = "at_most", _("at most")
    LESS_THAN = "less_than", _("less than")
    HOLDS = "holds", _("holds")


class EnquiryKind(TextChoices):
    INVESTMENT = "investment", pgettext_lazy("enquiry", "Investment enquiry")
    QUESTION = "question", pgettext_lazy("enquiry", "Question")


class InboxState(TextChoices):
    WAITING = "waiting", pgettext_lazy("inbox", "Waiting")
    TAKEN = "taken", pgettext_lazy("inbox", "Taken over")
    REFUSED = "refused", pgettext_lazy("inbox", "Set aside")
