"""From a snapshot's figures to the HTML that is printed. Text is Chinese whoever asks."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import timezone, translation

from crm.core.models import User
from crm.reports.layout import Document
from crm.reports.models import Snapshot
from crm.reports.narrative import reword
from crm.reports.wording import words_of

TEMPLATE = "reports/pdf/report.html"
SHOWN_DIGITS = 16


@dataclass(frozen=True)
class Imprint:
    """What a sheet says about the snapshot that it was printed from.

    ``mark`` (内部资料) and ``copy_number`` (份号) stand on restricted annexes.
    """

    edition: int
    sha256: str
    as_of: str
    closed: bool
    demo: bool
    font_set: str
    frozen_at: str
    drafted_by: str
    number: str = ""
    reviewed_by: str = ""
    issued_by: str = ""
    issued_on: str = ""
    correction: str = ""
    mark: str = ""
    copy_number: int = 0

    @property
    def name(self) -> str:
        """OCC-202302-01 第1版, or that it is a draft."""
        return f"{self.number} · 第{self.edition}版" if self.number else "草稿，未编号"

    def foot(self, taken_from: str = "") -> str:
        """What stands under every page; ``taken_from`` names the report that the figures are of."""
        source = f" · 取自 {taken_from}" if taken_from else ""
        return f"{self.name}{source} · SHA-256 {self.sha256[:SHOWN_DIGITS]}"

    @property
    def stamp(self) -> str:
        words = [("演示数据", self.demo), ("未结账", not self.closed), ("草稿", not self.number)]
        return "　".join([*filter(None, [self.mark]), *(word for word, is_so in words if is_so)])

    @property
    def number_line(self) -> str:
        words = f"编号 {self.number}" if self.number else "草稿"
        return f"{words}　份号 {self.copy_number:03d}" if self.copy_number else words

    @property
    def as_of_line(self) -> str:
        return f"数据截至 {self.as_of}" + ("" if self.closed else "（未结账）")

    @property
    def issue_line(self) -> str:
        return f"{self.issued_on} 签发" if self.issued_on else "未签发"

    @property
    def dates_line(self) -> str:
        issued = f"签发 {self.issued_on}" if self.issued_on else "未签发"
        return (
            f"数据截止日 {self.as_of} · 台账冻结 {self.frozen_at} · {issued}"
            f" · 更正记录：{self.correction or '无'}"
        )

    @property
    def snapshot_line(self) -> str:
        return f"快照 {self.name}"


def to_html(document: Document, imprint: Imprint) -> str:
    """The whole sheet, ready for :func:`crm.reports.pdf.to_pdf`."""
    with translation.override("zh-hans"):
        context = {"document": document, "imprint": imprint}
        return render_to_string(TEMPLATE, {**context, "foot": imprint.foot(document.taken_from)})


def imprint_of(snapshot: Snapshot) -> Imprint:
    """What the sheet of this snapshot says about it; the same rows give the same words."""
    return Imprint(
        edition=snapshot.edition,
        sha256=snapshot.sha256,
        as_of=snapshot.as_of.isoformat(),
        closed=snapshot.is_closed,
        demo=snapshot.is_demo,
        font_set=snapshot.font_set,
        frozen_at=f"{timezone.localtime(snapshot.frozen_at):%Y-%m-%d %H:%M}",
        drafted_by=_name(snapshot.created_by),
        number=snapshot.number or "",
        reviewed_by=_name(snapshot.reviewed_by),
        issued_by=_name(snapshot.issued_by),
        issued_on=snapshot.issued_on.isoformat() if snapshot.issued_on else "",
        correction=_correction(snapshot),
    )


def document_of(snapshot: Snapshot) -> Document:
    """The document in the rule version that the figures were frozen in, with the words as edited.

    One query.
    """
    computed = snapshot.definition.document(snapshot.figures, snapshot.rule_version)
    return reword(computed, words_of(snapshot))


def html_of(snapshot: Snapshot) -> str:
    """The sheet of this snapshot."""
    return to_html(document_of(snapshot), imprint_of(snapshot))


def _name(user: User | None) -> str:
    return str(user) if user else "—"


def _correction(snapshot: Snapshot) -> str:
    if snapshot.supersedes is None:
        return ""
    return f"更正{snapshot.supersedes.number}，{snapshot.correction_note}"
