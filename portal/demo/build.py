"""Builds the demonstration site: packages, documents with two versions, guides, and what stands around them."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page, Site

from portal import tree
from portal.choices import Disclosure, IndexKind, Level, SuccessorRelation
from portal.demo import surroundings as around
from portal.demo import texts
from portal.demo.english import english_pages
from portal.models import (
    ApplicationGuide,
    Clause,
    FaqPage,
    FooterSettings,
    HomePage,
    Interpretation,
    Notice,
    PolicyDocument,
    PolicyPackage,
    StandardPage,
)
from portal.projection import bring_out, project_guides
from portal.publishing import settle_validity

NAMESPACE = uuid.UUID("0f3b6a52-4f0e-5d0c-8a57-2b1f6a0c9e77")
ARTICLES = {
    "interpretation": (Interpretation, IndexKind.INTERPRETATIONS),
    "faq": (FaqPage, IndexKind.FAQ),
    "notice": (Notice, IndexKind.NOTICES),
}
Documents = dict[str, PolicyDocument]


def build(today: dt.date) -> None:
    """Add the demonstration content once; windows lie around ``today`` and around March 2023."""
    if PolicyPackage.objects.filter(is_demo=True).exists():
        return
    with transaction.atomic():
        tree.plant()
        _settings()
        _home_words()
        documents: Documents = {}
        for words in texts.PACKAGES:
            package = _package(words, today)
            for document in words.documents:
                documents[document.key] = _document(document, package, today)
        _link_successors(documents)
        settle_validity(PolicyDocument.objects.filter(is_demo=True), today)
        for guide in around.GUIDES:
            _guide(guide, documents, today)
        for article in around.ARTICLES:
            _article(article, documents, today)
        _standing()
        english_pages(today)


def _identity(*parts: str) -> str:
    return str(uuid.uuid5(NAMESPACE, "|".join(parts)))


def _below(kind: str, page: Any) -> Any:
    parent = tree.index_page(kind)
    page.locale_id = parent.locale_id
    page.is_demo = True
    parent.add_child(instance=page)
    _date_first_publication(page)
    return page


def _date_first_publication(page: Any) -> None:
    """Pages made here count as published on their own day, so that lists show a plausible order."""
    day = getattr(page, "published_on", None)
    if day:
        moment = dt.datetime.combine(day, dt.time(9), tzinfo=dt.timezone(dt.timedelta(hours=8)))
        Page.objects.filter(pk=page.pk).update(first_published_at=moment, last_published_at=moment)


def _package(words: texts.PackageText, today: dt.date) -> PolicyPackage:
    return _below(
        IndexKind.PACKAGES,
        PolicyPackage(
            title=words.title,
            numeral=words.numeral,
            official_title=words.official_title,
            other_names=words.other_names,
            slogan=words.slogan,
            intro=words.intro,
            lead_department=texts.OFFICE,
            checked_on=today - dt.timedelta(days=1),
        ),
    )


def _document(words: texts.DocumentText, package: PolicyPackage, today: dt.date) -> PolicyDocument:
    last_day = (
        dt.date(today.year + words.years_left, 12, 31) if words.years_left is not None else None
    )
    document = PolicyDocument(
        title=words.title,
        topic=words.topic,
        issuer=texts.ISSUER,
        effective_on=words.effective_on,
        adopted_on=words.adopted_on,
        document_number=words.number,
        repealed_on=words.repealed_on,
        published_on=words.published_on,
        source=words.source,
        level=Level.DISTRICT,
        last_day=last_day,
        disclosure=Disclosure.OPEN,
        fair_competition=words.fair_competition,
        package=package,
        body=_body(words, earlier=True),
    )
    _below(IndexKind.POLICIES, document)
    bring_out([document], words.published_on)
    if words.revised_on:
        document.revised_on = words.revised_on
        document.body = _body(words, earlier=False)
        document.save()
        bring_out([document], words.revised_on)
    return document


def _body(words: texts.DocumentText, *, earlier: bool) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = []
    chapter = ""
    for clause in words.clauses:
        if clause.chapter and clause.chapter != chapter:
            chapter = clause.chapter
            blocks.append(
                {
                    "type": "heading",
                    "value": {"text": chapter, "level": "2"},
                    "id": _identity(words.key, "chapter", chapter),
                }
            )
        blocks.append(
            {
                "type": "clause",
                "value": _clause_value(words, clause, earlier),
                "id": _identity(words.key, clause.label),
            }
        )
    return blocks


def _clause_value(
    words: texts.DocumentText, clause: texts.ClauseText, earlier: bool
) -> dict[str, Any]:
    text = words.earlier.get(clause.label, clause.text) if earlier else clause.text
    return {
        "label": clause.label,
        "heading": clause.heading,
        "text": text,
        "beneficiaries": clause.beneficiaries,
        "support": clause.support,
        "standard": clause.standard,
        "cap_amount": str(clause.cap_amount) if clause.cap_amount is not None else None,
        "cap_period": clause.cap_period,
        "support_form": clause.support_form,
        "delivery": clause.delivery,
        "continues": clause.continues,
        "conditions": [
            {
                "type": "item",
                "value": {"text": text, "fact": fact, "operator": operator, "value": value},
                "id": _identity(words.key, clause.label, text),
            }
            for text, fact, operator, value in clause.conditions
        ],
    }


def _link_successors(documents: Documents) -> None:
    for package in texts.PACKAGES:
        for words in package.documents:
            if words.replaced_by:
                document = documents[words.key]
                document.successor = documents[words.replaced_by]
                document.successor_relation = SuccessorRelation.REPLACES
                document.save()
    # The rent clause of 2022 takes the place of that of 2020.
    following = documents["nine"]
    stream = following.body.get_prep_value()
    for block in stream:
        if block["type"] == "clause" and block["value"]["label"] == "第一条":
            block["value"]["continues"] = _code(documents, "old", "第一条")
    following.body = stream
    following.save()
    bring_out([following], following.versions.order_by("-serial").first().published_on)


def _code(documents: Documents, document: str, label: str) -> str:
    if not label:
        return ""
    return Clause.objects.get(page=documents[document], label=label).code


def _guide(words: around.GuideText, documents: Documents, today: dt.date) -> None:
    document = documents[words.document]
    windows = []
    if words.spring:
        opens, closes = words.spring
        windows.append(_window(words.title, f"{opens.year}年第一批", opens, closes))
    if words.opens is None:
        windows.append(_window(words.title, "", None, None))
    else:
        opens, closes = (today + dt.timedelta(days=days) for days in (words.opens, words.closes))
        windows.append(_window(words.title, f"{opens.year}年本批", opens, closes))
    guide = ApplicationGuide(
        title=words.title,
        summary=words.summary,
        document=document,
        package=document.package,
        clause_code=_code(documents, words.document, words.clause),
        issuer=texts.OFFICE,
        published_on=min(today, today + dt.timedelta(days=(words.opens or -30) - 2)),
        payout="申报截止后60个工作日内",
        windows=windows,
        materials=[
            {
                "type": "material",
                "value": {"name": name, "needed": needed, "note": ""},
                "id": _identity(words.title, name),
            }
            for name, needed in words.materials
        ],
        steps=[
            {"type": "step", "value": step, "id": _identity(words.title, step)}
            for step in around.STEPS
        ],
        contacts=[
            {"type": "contact", "value": around.CONTACT, "id": _identity(words.title, "contact")}
        ],
    )
    project_guides([_below(IndexKind.GUIDES, guide)])


def _window(
    title: str, batch: str, opens: dt.date | None, closes: dt.date | None
) -> dict[str, Any]:
    return {
        "type": "window",
        "value": {
            "batch": batch,
            "opens_on": opens.isoformat() if opens else None,
            "last_day": closes.isoformat() if closes else None,
            "all_year": opens is None,
            "note": "",
        },
        "id": _identity(title, batch, "window"),
    }


def _article(words: around.ArticleText, documents: Documents, today: dt.date) -> None:
    model, index = ARTICLES[words.kind]
    document = documents[words.document]
    page = model(
        title=words.title,
        summary=words.summary,
        body=words.body,
        document=document,
        package=document.package,
        clause_code=_code(documents, words.document, words.clause),
        issuer=texts.OFFICE,
        published_on=today - dt.timedelta(days=words.days_ago),
    )
    if model is Interpretation:
        page.kind = words.form
    _below(index, page)


def _standing() -> None:
    home = HomePage.objects.get(locale=Locale.get_default())
    for slug, title, body in around.STANDING:
        if not StandardPage.objects.child_of(home).filter(slug=slug).exists():
            home.add_child(
                instance=StandardPage(
                    title=title, slug=slug, body=body, is_demo=True, locale=home.locale
                )
            )


def _home_words() -> None:
    home = HomePage.objects.get(locale=Locale.get_default())
    home.is_demo = True
    if not home.common_queries:
        home.common_queries = "房租补贴、首贷贴息、专精特新、外资研发中心、人才公寓"
    home.save()


def _settings() -> None:
    """Only what is empty is filled; registration numbers stay empty, so their slots are not rendered."""
    site = Site.objects.get(is_default_site=True)
    footer = FooterSettings.for_site(site)
    words = {
        "brand": "丽泽招商台",
        "brand_en": "Lize District Desk",
        "tagline": "丽泽金融商务区惠企政策与投资服务",
        "tagline_en": "Business policy and investment services",
        "network": "丰台区政府网站群（演示）",
        "network_en": "Fengtai District Government websites (demonstration)",
        "sponsor": "示例主办单位（演示）",
        "operator": "示例承办单位（演示）",
        "phone": "010-0000 0000",
        "hours": "工作日9:00—17:30",
        "email": "desk@example.invalid",
    }
    for name, value in words.items():
        if not getattr(footer, name):
            setattr(footer, name, value)
    footer.save()
