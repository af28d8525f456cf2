"""A clause keeps its number through edits; a removed one leaves its anchor; versions are frozen."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from portal.models import Clause, PolicyVersion
from portal.projection import bring_out
from portal.rules.clauses import allot, fingerprint, lifelines
from tests.factories.portal import PolicyDocumentFactory, clause_block

MARCH, APRIL, MAY = (dt.date(2023, month, 1) for month in (3, 4, 5))


def republish(page, body, day):
    page.body = body
    page.save()
    bring_out([page], day)


def test_an_edited_clause_keeps_its_code(site):
    block = clause_block("第一条", "旧文字")
    page = PolicyDocumentFactory(body=[block], day=MARCH)
    code = page.clauses.get().code
    block["value"]["text"] = "新文字"
    republish(page, [block], APRIL)
    clause = page.clauses.get()
    assert (clause.code, clause.text, clause.changed_on) == (code, "新文字", APRIL)


def test_a_clause_put_in_front_gets_the_next_number_and_moves_nobody(site):
    first = clause_block("第一条", "甲")
    page = PolicyDocumentFactory(body=[first], day=MARCH)
    newer = clause_block("第一条", "乙")
    first["value"]["label"] = "第二条"
    republish(page, [newer, first], APRIL)
    assert [(row.label, row.number) for row in page.clauses.order_by("position")] == [
        ("第一条", 2),
        ("第二条", 1),
    ]


def test_a_removed_clause_is_retired_and_its_number_is_never_given_again(site):
    one, two = clause_block("第一条", "甲"), clause_block("第二条", "乙")
    page = PolicyDocumentFactory(body=[one, two], day=MARCH)
    republish(page, [one], APRIL)
    republish(page, [one, clause_block("第二条", "丙")], MAY)
    gone = page.clauses.get(block_id=two["id"])
    assert (gone.retired_on, gone.last_version_on, gone.number) == (APRIL, MARCH, 2)
    assert page.clauses.get(text="丙").number == 3


def test_a_clause_that_comes_back_is_the_same_clause(site):
    one, two = clause_block("第一条", "甲"), clause_block("第二条", "乙")
    page = PolicyDocumentFactory(body=[one, two], day=MARCH)
    republish(page, [one], APRIL)
    republish(page, [one, two], MAY)
    back = page.clauses.get(block_id=two["id"])
    assert (back.number, back.retired_on) == (2, None)


def test_the_page_keeps_an_empty_anchor_for_a_removed_clause(site, client):
    one, two = clause_block("第一条", "甲"), clause_block("第二条", "乙")
    page = PolicyDocumentFactory(body=[one, two], day=MARCH)
    republish(page, [one], APRIL)
    html = client.get(page.url).content.decode()
    assert 'id="c-2"' in html
    assert f"{page.url}v/2023-03-01/#c-2" in html
    assert "乙" not in html


def test_the_dated_version_shows_what_stood_then(site, client):
    block = clause_block("第一条", "旧文字")
    page = PolicyDocumentFactory(body=[block], day=MARCH)
    block["value"]["text"] = "新文字"
    republish(page, [block], APRIL)
    html = client.get(f"{page.url}v/2023-03-01/").content.decode()
    assert "旧文字" in html
    assert "新文字" not in html


def test_a_version_that_never_was_is_404(site, client):
    page = PolicyDocumentFactory(day=MARCH)
    for day in ("2022-01-01", "yesterday", "2023-99-01"):
        assert client.get(f"{page.url}v/{day}/").status_code == 404


def test_publishing_the_same_words_again_makes_no_version(site):
    page = PolicyDocumentFactory(day=MARCH)
    bring_out([page], APRIL)
    assert page.versions.count() == 1


def test_the_hash_is_that_of_the_frozen_words(site):
    version = PolicyDocumentFactory(day=MARCH).versions.get()
    assert version.sha256 == fingerprint(PolicyVersion.objects.get(pk=version.pk).body)


def test_a_deleted_document_leaves_its_clauses_and_versions(site):
    page = PolicyDocumentFactory(day=MARCH)
    key, code = page.translation_key, page.clauses.get().code
    page.delete()
    clause = Clause.objects.get(document_key=key)
    assert (clause.page_id, clause.code, clause.beneficiaries) == (None, code, "")
    assert PolicyVersion.objects.filter(document_key=key).count() == 1


blocks = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(st.lists(blocks, max_size=8))
def test_no_number_is_ever_given_to_two_blocks(publications):
    known: dict[str, int] = {}
    for publication in publications:
        numbers = allot(known, publication)
        assert known.items() <= numbers.items()
        assert len(set(numbers.values())) == len(numbers)
        known = numbers


@given(st.lists(blocks, min_size=1, max_size=6))
def test_a_lifeline_is_retired_exactly_when_the_last_version_lacks_it(publications):
    known: dict[str, int] = {}
    versions = []
    for step, publication in enumerate(publications):
        known = allot(known, publication)
        clauses = [
            {"block": block, "number": known[block], "label": "", "heading": "", "text": ""}
            for block in publication
        ]
        versions.append((MARCH + dt.timedelta(days=step), clauses))
    standing = {block for block, life in lifelines(versions).items() if life.retired_on is None}
    assert standing == set(publications[-1])
