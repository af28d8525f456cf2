"""Editing the words of a draft on screen: who may, what is refused, what is printed."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from crm.core.models import Event
from crm.reports import actions
from crm.reports.models import Passage, Snapshot
from crm.reports.printing import document_of, html_of
from tests.reports.conftest import FEBRUARY, sit

pytestmark = pytest.mark.django_db
KEY = "general.lead"
WORDS = "截至{截止日}，入驻率{入驻率}，总体平稳。"


@pytest.fixture
def as_statistician(client, people):
    client.force_login(people.statistician)
    return client


def address(draft, key=KEY):
    return reverse("desk:reports:words", args=[draft.slug, key])


def edit(client, draft, text=WORDS, version=0, key=KEY, **more):
    return client.post(address(draft, key), {"text": text, "version": version, **more})


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def lead_of(draft):
    return document_of(Snapshot.objects.get(pk=draft.pk)).passages[KEY].text


def test_the_form_opens_with_the_computed_words_and_their_figures(as_statistician, draft):
    page = as_statistician.get(address(draft)).content.decode()
    assert "入驻率{入驻率}" in page
    assert 'data-figure="入驻率" data-value="42.9%"' in page


def test_edited_words_are_on_the_page_on_paper_and_in_the_history(as_statistician, people, draft):
    answer = edit(as_statistician, draft)
    assert answer.url.endswith("#words-general-lead")
    assert lead_of(draft) == "截至2月28日，入驻率42.9%，总体平稳。"
    assert "总体平稳" in html_of(draft)
    page = as_statistician.get(draft.get_absolute_url()).content.decode()
    assert f"{people.statistician}" in page
    assert "文字已编辑" in page
    history = Passage.objects.get().history.get()
    assert (history.text, history.history_user) == (WORDS, people.statistician)
    assert Event.objects.filter(name="reports.worded", actor=people.statistician).exists()


@pytest.mark.parametrize("name", ["manager", "chief", "head", "operator"])
def test_readers_may_not_edit(client, people, draft, name):
    client.force_login(getattr(people, name))
    assert client.get(address(draft)).status_code == 403
    assert edit(client, draft).status_code == 403
    assert not Passage.objects.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("入驻率{空置率高低}。", "{空置率高低}"),
        ("入驻率{入驻率。", "花括号"),
        ("字" * 6001, "6000"),
    ],
)
def test_what_cannot_be_printed_is_refused_and_kept_in_the_form(
    as_statistician, draft, text, words
):
    answer = edit(as_statistician, draft, text)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert text in page
    assert not Passage.objects.exists()


def test_a_figure_typed_by_hand_is_kept_and_named(as_statistician, draft):
    answer = edit(as_statistician, draft, "入驻率约43.5%，{环比}。")
    assert answer.status_code == 302
    assert "43.5%" in said(answer)[0]
    assert lead_of(draft).startswith("入驻率约43.5%")


def test_a_locked_figure_may_be_dropped_without_a_word(as_statistician, draft):
    assert said(edit(as_statistician, draft, "总体平稳。")) == []
    assert lead_of(draft) == "总体平稳。"


def test_who_saves_second_sees_both_and_loses_nothing(as_statistician, draft):
    edit(as_statistician, draft, "先存的文字。")
    answer = edit(as_statistician, draft, "后写的文字。", version=0)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "先存的文字。" in page
    assert "后写的文字。" in page
    assert lead_of(draft) == "先存的文字。"
    assert edit(as_statistician, draft, "后写的文字。", version=1).status_code == 302
    assert lead_of(draft) == "后写的文字。"


def test_the_computed_words_come_back(as_statistician, draft):
    computed = lead_of(draft)
    edit(as_statistician, draft)
    edit(as_statistician, draft, version=1, reset="1")
    assert lead_of(draft) == computed
    assert Passage.objects.get().history.count() == 2


def test_approval_falls_away_with_the_words_that_were_approved(as_statistician, people, draft):
    actions.review(draft, by=people.coordinator)
    edit(as_statistician, draft)
    draft.refresh_from_db()
    assert (draft.state, draft.reviewed_by) == ("draft", None)


def test_issue_makes_the_words_final(as_statistician, people, draft, quick_printer):
    edit(as_statistician, draft)
    issued = actions.issue(Snapshot.objects.get(pk=draft.pk), by=people.statistician)
    assert "总体平稳" in issued.pdf.path.read_text()
    assert edit(as_statistician, issued, "改了。", version=1).status_code == 422
    assert lead_of(issued).endswith("总体平稳。")
    page = as_statistician.get(issued.get_absolute_url()).content.decode()
    assert address(issued) not in page


def test_words_go_over_to_a_draft_of_other_figures(as_statistician, ledger, monthly, draft):
    edit(as_statistician, draft)
    sit(ledger["units"][8])
    renewed = actions.freeze(monthly, by=None, as_of=FEBRUARY, scope="district")
    assert renewed.pk != draft.pk
    assert lead_of(renewed) == "截至2月28日，入驻率50.0%，总体平稳。"


def test_advice_is_edited_with_headings_of_its_own(as_statistician, draft):
    edit(as_statistician, draft, "（一）新的问题\n建议研究。", key="advice")
    html = html_of(Snapshot.objects.get(pk=draft.pk))
    assert "<h3>（一）新的问题</h3>" in html


def test_an_unknown_passage_is_not_found(as_statistician, draft):
    assert as_statistician.get(address(draft, "nowhere")).status_code == 404
