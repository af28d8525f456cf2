"""What is done with restricted annexes: draw up with an authorisation, print numbered copies."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, change, create, record_event
from crm.core.attachments import keep
from crm.core.clock import today
from crm.core.dated_values import value_on
from crm.core.errors import Refused
from crm.reports.canonical import canonical_json, digest
from crm.reports.dated import INTERNAL_MARK
from crm.reports.fonts import require_fonts
from crm.reports.layout import Document
from crm.reports.models import RestrictedAnnex, Snapshot
from crm.reports.pdf import Printed, to_pdf
from crm.reports.printing import Imprint, to_html
from crm.reports.tax_annex.document import build
from crm.reports.tax_annex.figures import KIND, RULE_VERSION, figures
from crm.reports.tax_annex.rules import FEWEST

if TYPE_CHECKING:
    from crm.core.models import User

DRAFT, VIEW = "reports.draft_restricted", "reports.view_restricted"
DOCUMENTS = {(KIND, "1"): build}


def draw_up_annex(
    snapshot: Snapshot, *, authority: str, year: int, by: "User | None"
) -> RestrictedAnnex:
    """Freeze the tax figures of a report; again replaces them, and history keeps the former.

    Raises Refused without a 授权文号, on a dropped draft, and once the report is archived. What
    happens is recorded on the annex, never on the report: its history is open to all readers.
    """
    authority = authority.strip()
    with transaction.atomic():
        row = Snapshot.objects.select_for_update(of=("self",)).get(pk=snapshot.pk)
        authorise(by, DRAFT, [row])
        if not authority:
            raise Refused(_("Tax data need the number of the authorisation."), field="authority")
        if row.state == Snapshot.State.DROPPED:
            raise Refused(_("This draft was dropped. Draw up a new one."))
        if row.archived_in_id is not None:
            raise Refused(_("This report is archived and no longer changes."))
        found = figures(row, year)
        if 0 < found["with_tax"] < FEWEST:
            raise Refused(_("Fewer than three enterprises have tax data: nothing may be shown."))
        canonical = canonical_json({**found, "authority": authority})
        annex = RestrictedAnnex.objects.filter(snapshot=row, kind=KIND).first()
        fresh = annex or RestrictedAnnex(snapshot=row, kind=KIND)
        fresh.authority, fresh.rule_version = authority, RULE_VERSION
        fresh.canonical, fresh.sha256 = canonical, digest(canonical)
        if annex is None:
            create([fresh], by=by)
        else:
            fresh.__dict__.pop("figures", None)
            change([fresh], ["authority", "rule_version", "canonical", "sha256"], by=by)
        announce("reports.annexed", [fresh], by=by, data={"sha256": fresh.sha256, "year": year})
        return fresh


def print_copy(annex: RestrictedAnnex, *, by: "User | None") -> tuple[int, Printed]:
    """One numbered copy: the number is printed, and the event says who took it.

    Numbers are not given twice; a copy whose printing fails leaves its number unused.
    """
    with transaction.atomic():
        authorise(by, VIEW, [annex])
        row = RestrictedAnnex.objects.select_for_update(of=("self",)).get(pk=annex.pk)
        row.copies += 1
        change([row], ["copies"], by=by)
    fonts = require_fonts()
    printed = to_pdf(to_html(build_annex(row), annex_imprint(row, by, fonts, row.copies)))
    with transaction.atomic():
        kept = keep(iter([printed.content]), media_type="application/pdf")
        row.pdf, row.pages = kept, printed.pages
        change([row], ["pdf", "pages"], by=by)
    record_event(
        "reports.copy_printed", by=by, row=row, data={"copy": row.copies, "sha256": kept.sha256}
    )
    return row.copies, printed


def build_annex(annex: RestrictedAnnex) -> Document:
    """The document in the rule version of its figures."""
    return DOCUMENTS[annex.kind, annex.rule_version](annex.figures)


def annex_imprint(annex: RestrictedAnnex, by: "User | None", fonts: str, copy: int) -> Imprint:
    """What the copy says about itself."""
    snapshot = annex.snapshot
    return Imprint(
        edition=snapshot.edition,
        sha256=annex.sha256,
        as_of=snapshot.as_of.isoformat(),
        closed=snapshot.is_closed,
        demo=snapshot.is_demo,
        font_set=fonts,
        frozen_at=f"{timezone.localtime(annex.updated_at):%Y-%m-%d %H:%M}",
        drafted_by=str(annex.created_by or "—"),
        reviewed_by="—",
        issued_by="—",
        number=f"{snapshot.number}附件" if snapshot.number else "",
        issued_on=snapshot.issued_on.isoformat() if snapshot.issued_on else "",
        mark=str(value_on(INTERNAL_MARK, today())),
        copy_number=copy,
    )
