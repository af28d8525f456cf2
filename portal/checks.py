"""What doctor says of the portal: footer duties, the page tree, the read tables."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from crm.core.registries import Check, checks
from crm.core.registries.checks import Finding
from portal.choices import IndexKind
from portal.models import Clause, FooterSettings, IndexPage, PolicyDocument


def footer() -> list[Finding]:
    """Government sites must show who runs them and their registration; an empty slot is not
    rendered.
    """
    site = Site.objects.filter(is_default_site=True).first()
    empty = FooterSettings.for_site(site).empty_duties() if site else []
    if not empty:
        return [Finding("ok", _("The footer's required fields are filled."))]
    message = _("Empty footer fields: %(fields)s.") % {"fields": "、".join(empty)}
    return [Finding("warn", message, _("Fill them in under Settings, head and footer, in /cms/."))]


def page_tree() -> list[Finding]:
    standing = set(IndexPage.objects.values_list("kind", flat=True))
    missing = [str(kind.label) for kind in IndexKind if kind.value not in standing]
    if missing:
        message = _("Missing index pages: %(pages)s.") % {"pages": "、".join(missing)}
        return [Finding("bad", message, _("Run manage.py migrate; it lays what is missing."))]
    return [Finding("ok", _("The portal's fixed pages stand."))]


def read_tables() -> list[Finding]:
    """A live document without projected rows was published while something went wrong."""
    lost = PolicyDocument.objects.filter(live=True, versions__isnull=True).count()
    if lost:
        message = _("%(count)s live documents have no frozen version.") % {"count": lost}
        return [Finding("bad", message, _("Publish them again in /cms/."))]
    return [Finding("ok", _("Read tables: %(count)s clauses.") % {"count": Clause.objects.count()})]


checks.register(Check("portal.footer", gettext_lazy("Portal footer"), footer, order=60))
checks.register(Check("portal.tree", gettext_lazy("Portal pages"), page_tree, order=61))
checks.register(
    Check("portal.read_tables", gettext_lazy("Portal read tables"), read_tables, order=62)
)
