"""Portal pages and rows. Pages are made live below their fixed index page and brought out as
published.
"""

import datetime as dt
import uuid
from typing import Any

import factory
from django.utils import timezone

from portal import publishing, tree
from portal.choices import EnquiryKind, IndexKind
from portal.models import (
    ApplicationGuide,
    Clause,
    Condition,
    Contact,
    FaqPage,
    FooterSettings,
    HomePage,
    InboxMessage,
    IndexPage,
    Interpretation,
    Notice,
    PolicyDocument,
    PolicyPackage,
    PolicyVersion,
    PublicRequest,
    PublishedFigure,
    StandardPage,
    Window,
)

DAY = dt.date(2023, 3, 10)


def clause_block(label: str, text: str, heading: str = "", **values: Any) -> dict[str, Any]:
    """Stream data of one clause; keep the dictionary to keep the clause's identity."""
    value = {"label": label, "heading": heading, "text": text, "conditions": []} | values
    return {"type": "clause", "value": value, "id": str(uuid.uuid4())}


class PageFactory(factory.django.DjangoModelFactory):
    """Adds the page below its index page; ``published=False`` leaves it a draft."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    title = factory.Sequence("第{}页".format)

    @classmethod
    def _create(cls, model_class: type, *args: Any, **kwargs: Any) -> Any:
        day = kwargs.pop("day", DAY)
        published = kwargs.pop("published", True)
        parent = kwargs.pop("parent", None) or cls.parent(model_class)
        page = model_class(*args, **kwargs)
        page.live = published
        page.locale_id = parent.locale_id
        parent.add_child(instance=page)
        if published:
            publishing.page_published(page, day)
        return page

    @classmethod
    def parent(cls, model_class: type) -> Any:
        tree.plant()
        return tree.index_page(model_class.index_kind)


class PolicyPackageFactory(PageFactory):
    class Meta:
        model = PolicyPackage


class PolicyDocumentFactory(PageFactory):
    class Meta:
        model = PolicyDocument

    title = factory.Sequence("第{}号措施".format)
    issuer = "示例区人民政府"
    published_on = DAY
    body = factory.LazyFunction(
        lambda: [clause_block("第一条", "对企业给予租金补贴。", "租金补贴")]
    )


class ApplicationGuideFactory(PageFactory):
    class Meta:
        model = ApplicationGuide


class InterpretationFactory(PageFactory):
    class Meta:
        model = Interpretation

    body = "<p>解读正文</p>"


class NoticeFactory(PageFactory):
    class Meta:
        model = Notice

    body = "<p>通知正文</p>"


class FaqPageFactory(PageFactory):
    class Meta:
        model = FaqPage

    body = "<p>答复正文</p>"


class HomePageFactory(factory.django.DjangoModelFactory):
    """The home page is fixed: this gives the one that stands."""

    class Meta:
        model = HomePage

    @classmethod
    def _create(cls, model_class: type, *args: Any, **kwargs: Any) -> HomePage:
        tree.plant()
        return HomePage.objects.get(locale__language_code="zh-hans")


class IndexPageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = IndexPage

    @classmethod
    def _create(cls, model_class: type, *args: Any, **kwargs: Any) -> IndexPage:
        tree.plant()
        return tree.index_page(kwargs.get("kind", IndexKind.POLICIES))


class StandardPageFactory(PageFactory):
    class Meta:
        model = StandardPage

    body = "<p>正文</p>"

    @classmethod
    def parent(cls, model_class: type) -> HomePage:
        return HomePageFactory()


class PolicyVersionFactory(factory.django.DjangoModelFactory):
    """A version is made by publishing: this gives that of a fresh document."""

    class Meta:
        model = PolicyVersion

    @classmethod
    def _create(cls, model_class: type, *args: Any, **kwargs: Any) -> PolicyVersion:
        return PolicyDocumentFactory(**kwargs).versions.get()


class ClauseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Clause

    @classmethod
    def _create(cls, model_class: type, *args: Any, **kwargs: Any) -> Clause:
        return PolicyDocumentFactory(**kwargs).clauses.get()


class ConditionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Condition

    clause = factory.SubFactory(ClauseFactory)
    block_id = factory.LazyFunction(lambda: str(uuid.uuid4()))
    text = "连续租期不少于12个月"


class WindowFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Window

    guide = factory.SubFactory(ApplicationGuideFactory)
    block_id = factory.LazyFunction(lambda: str(uuid.uuid4()))
    opens_on = DAY
    last_day = DAY + dt.timedelta(days=20)


class ContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contact

    guide = factory.SubFactory(ApplicationGuideFactory)
    block_id = factory.LazyFunction(lambda: str(uuid.uuid4()))
    office = "企业服务科"


class FooterSettingsFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FooterSettings

    @classmethod
    def _create(cls, model_class: type, *args: Any, **kwargs: Any) -> FooterSettings:
        site = HomePageFactory().get_site()
        return FooterSettings.objects.update_or_create(site=site, defaults=kwargs)[0]


class PublishedFigureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PublishedFigure

    key = factory.Sequence("figure_{}".format)
    as_of = dt.date(2023, 2, 28)
    label = "入驻率"
    value = "0.81"
    report_title = "楼宇入驻情况月报"
    report_number = "OCC-202302-01"
    issued_on = dt.date(2023, 3, 8)


class InboxMessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = InboxMessage

    number = factory.Sequence("LY-2023-{:04d}".format)
    kind = EnquiryKind.INVESTMENT
    language = "zh-hans"
    company = factory.Sequence("示例企业{}".format)
    contact_name = "示例联系人"
    phone = "010-0000 0000"
    consented_at = factory.LazyFunction(timezone.now)
    received_at = factory.LazyFunction(timezone.now)
    sender_hash = "0" * 64


class PublicRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PublicRequest

    number = factory.Sequence("SQ-2023-{:04d}".format)
    code_hash = "!"
    title = "示例诉求"
    stage = "办理中"
    submitted_at = factory.LazyFunction(timezone.now)
    updated_at = factory.LazyFunction(timezone.now)
