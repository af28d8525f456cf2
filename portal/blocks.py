"""What a policy document is made of. A clause's block id is its identity, so blocks are moved, not
retyped.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from portal.choices import CapPeriod, ConditionOperator, Delivery, SupportForm


class ParagraphsBlock(blocks.TextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Paragraphs")
        template = "portal/blocks/paragraphs.html"
        preview_value = "根据有关规定，结合本区实际，制定本措施。"


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Heading"), max_length=200)
    level = blocks.ChoiceBlock(
        label=_("Level"), choices=[("2", _("Chapter")), ("3", _("Section"))], default="2"
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        preview_value = {"text": "一、降成本", "level": "2"}


class ConditionBlock(blocks.StructBlock):
    """One machine-readable condition; ``text`` is what the visitor reads."""

    text = blocks.CharBlock(label=_("Condition in words"), max_length=300)
    fact = blocks.CharBlock(label=_("Fact"), max_length=60, required=False)
    operator = blocks.ChoiceBlock(
        label=_("Comparison"), choices=ConditionOperator.choices, required=False
    )
    value = blocks.CharBlock(label=_("Value"), max_length=200, required=False)

    class Meta:
        icon = "tick"
        label = _("Condition")


class ClauseBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Article"), max_length=40, help_text="第一条")
    heading = blocks.CharBlock(label=_("Subject"), max_length=120, required=False)
    text = blocks.TextBlock(
        label=_("Text"), help_text=_("An empty line begins a new paragraph."), rows=6
    )
    beneficiaries = blocks.CharBlock(label=_("Who may apply"), max_length=200, required=False)
    support = blocks.CharBlock(label=_("What is given"), max_length=200, required=False)
    standard = blocks.CharBlock(label=_("How much"), max_length=200, required=False)
    cap_amount = blocks.DecimalBlock(
        label=_("Cap (yuan)"), max_digits=20, decimal_places=2, min_value=0, required=False
    )
    cap_period = blocks.ChoiceBlock(
        label=_("Cap counts"), choices=CapPeriod.choices, required=False
    )
    support_form = blocks.ChoiceBlock(
        label=_("Form of support"), choices=SupportForm.choices, required=False
    )
    delivery = blocks.ChoiceBlock(
        label=_("Way of payment"), choices=Delivery.choices, required=False
    )
    conditions = blocks.ListBlock(ConditionBlock(), label=_("Conditions"), default=[])
    continues = blocks.CharBlock(
        label=_("Follows clause"),
        max_length=120,
        required=False,
        help_text=_(
            "Code of the earlier clause that this one takes the place of, such as zc-2020-h3/c-1."
        ),
    )

    class Meta:
        icon = "list-ol"
        label = _("Clause")
        preview_value = {
            "label": "第一条",
            "heading": "租金补贴",
            "text": "对符合条件的企业给予补贴。",
        }


class AttachmentBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=200)
    document = DocumentChooserBlock(label=_("File"))

    class Meta:
        icon = "doc-full"
        label = _("Attachment")


class MaterialBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Paper"), max_length=200)
    needed = blocks.ChoiceBlock(
        label=_("Needed"),
        choices=[("required", _("Required")), ("later", _("May follow later"))],
        default="required",
    )
    note = blocks.CharBlock(label=_("Remark"), max_length=300, required=False)

    class Meta:
        icon = "doc-empty"
        label = _("Paper")


class WindowBlock(blocks.StructBlock):
    """When applications are taken. The last day still counts."""

    batch = blocks.CharBlock(label=_("Batch"), max_length=80, required=False)
    opens_on = blocks.DateBlock(label=_("First day"), required=False)
    last_day = blocks.DateBlock(label=_("Last day"), required=False)
    all_year = blocks.BooleanBlock(label=_("All year"), required=False)
    note = blocks.CharBlock(label=_("Remark"), max_length=200, required=False)

    def clean(self, value):
        value = super().clean(value)
        opens_on, last_day = value.get("opens_on"), value.get("last_day")
        if not value.get("all_year") and opens_on is None and last_day is None:
            raise blocks.StructBlockValidationError(
                {"opens_on": ValidationError(_("Give the days, or tick all year."))}
            )
        if opens_on and last_day and last_day < opens_on:
            raise blocks.StructBlockValidationError(
                {"last_day": ValidationError(_("The last day is before the first."))}
            )
        return value

    class Meta:
        icon = "date"
        label = _("Application window")


class ContactBlock(blocks.StructBlock):
    """An office and its public line; no personal names."""

    office = blocks.CharBlock(label=_("Office"), max_length=120)
    phone = blocks.CharBlock(label=_("Telephone"), max_length=60, required=False)
    address = blocks.CharBlock(label=_("Address"), max_length=200, required=False)
    hours = blocks.CharBlock(label=_("Hours"), max_length=120, required=False)

    class Meta:
        icon = "group"
        label = _("Contact point")


BODY_BLOCKS = [
    ("clause", ClauseBlock()),
    ("heading", HeadingBlock()),
    ("text", ParagraphsBlock()),
]
