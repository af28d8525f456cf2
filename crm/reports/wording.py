"""What is done with the words of a draft: edit a passage, give it back, carry it to a new draft."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, change, create
from crm.core.errors import Refused, Stale
from crm.reports.layout import Document, Paragraph
from crm.reports.models import Passage, Snapshot
from crm.reports.narrative import clean, has_stray_brace, unknown_names

if TYPE_CHECKING:
    from crm.core.models import User

LONGEST = 6000


def check_words(words: str, paragraph: Paragraph) -> None:
    """Refused when a brace is left over, a name stands for no figure, or the text is too long."""
    if len(words) > LONGEST:
        raise Refused(
            _("The text is longer than %(number)s characters.") % {"number": LONGEST}, field="text"
        )
    unknown = unknown_names(words, paragraph)
    if unknown:
        raise Refused(
            _("There is no figure {%(name)s} here. There are: %(known)s.")
            % {"name": unknown[0], "known": "、".join(f"{{{name}}}" for name in paragraph.figures)},
            field="text",
        )
    if has_stray_brace(words):
        raise Refused(
            _("A brace is left over. A locked figure looks like {name}, with both braces."),
            field="text",
        )


def edit_passage(
    snapshot: Snapshot, paragraph: Paragraph, words: str, *, by: "User | None", expected: int
) -> Snapshot:
    """Store the words of one passage of a draft; empty words, or the computed ones, give it back.

    ``expected`` is the version of the passage that the person saw, 0 when there was none; Stale
    when somebody saved in between. A reviewed draft is a draft again: its words were reviewed too.
    Raises Refused once the report is issued.
    """
    words = clean(words)
    check_words(words, paragraph)
    with transaction.atomic():
        row = Snapshot.objects.select_for_update(of=("self",)).get(pk=snapshot.pk)
        authorise(by, "reports.draft", [row])
        if not row.is_open:
            raise Refused(_("The words of this report are final; it is no draft any more."))
        stored = Passage.objects.filter(snapshot=row, key=paragraph.key).first()
        if (stored.version if stored else 0) != expected:
            raise Stale(row, stored.version if stored else 0)
        text = "" if words == clean(paragraph.template) else words
        if stored is None:
            create([Passage(snapshot=row, key=paragraph.key, text=text)], by=by)
        elif stored.text != text:
            stored.text = text
            change([stored], ["text"], by=by)
        row.state = Snapshot.State.DRAFT
        row.reviewed_by = row.reviewed_at = None
        change([row], ["state", "reviewed_by", "reviewed_at"], by=by, reason=_("Words edited"))
        announce("reports.worded", [row], by=by, data={"passage": paragraph.key})
        return row


def carry_over(
    outdated: list[Snapshot], snapshot: Snapshot, document: Document, *, by: "User | None"
) -> list[Passage]:
    """The edited words of a draft that other figures replaced, on its successor.

    A passage that names a figure which the new document does not have is left behind.
    """
    kept = [
        Passage(snapshot=snapshot, key=row.key, text=row.text)
        for row in Passage.objects.filter(snapshot__in=outdated).exclude(text="")
        if row.key in document.passages and not unknown_names(row.text, document.passages[row.key])
    ]
    return create(kept, by=by) if kept else []


def words_of(snapshot: Snapshot) -> dict[str, str]:
    """The edited words by passage; those given back are left out."""
    return dict(snapshot.passages.exclude(text="").values_list("key", "text"))
