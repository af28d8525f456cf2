"""What ``manage.py doctor`` says about printing."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from crm.core.errors import Refused
from crm.core.registries import Check, checks
from crm.core.registries.checks import Finding
from crm.reports.fonts import PACKAGE, require_fonts
from crm.reports.models import Snapshot
from crm.reports.pdf import LIBRARIES, load_printer


def fonts() -> list[Finding]:
    """Whether Chinese can be printed."""
    try:
        found = require_fonts()
    except Refused as refusal:
        return [Finding("bad", refusal.message, f"apt-get install {PACKAGE}")]
    return [Finding("ok", _now("Fonts for printing: %(fonts)s.") % {"fonts": found})]


def libraries() -> list[Finding]:
    """Whether the printing libraries can be loaded."""
    try:
        load_printer()
    except Refused as refusal:
        return [Finding("bad", refusal.message, f"apt-get install {LIBRARIES}")]
    return [Finding("ok", _now("The printing libraries are there."))]


def issued_files() -> list[Finding]:
    """Whether every issued report still has its file."""
    missing = [
        snapshot.number
        for snapshot in Snapshot.objects.filter(number__isnull=False).select_related("pdf")
        if snapshot.pdf is None or not snapshot.pdf.path.exists()
    ]
    if missing:
        advice = _now("Restore the files folder from the last backup.")
        words = _now("The files of issued reports are missing: %(numbers)s.")
        return [Finding("bad", words % {"numbers": "、".join(missing[:20])}, advice)]
    return [Finding("ok", _now("Every issued report has its file."))]


checks.register(Check("reports.fonts", _("Fonts for printing"), fonts, order=20))
checks.register(Check("reports.libraries", _("Printing libraries"), libraries, order=21))
checks.register(Check("reports.files", _("Files of issued reports"), issued_files, order=22))
