"""The read tables follow publications and are the same when rebuilt."""

import datetime as dt
import random

import pytest
from django.core.management import call_command

from portal.models import ApplicationGuide, Clause, Condition, Contact, PolicyDocument, Window
from portal.projection import bring_out, rebuild
from tests.factories.portal import ApplicationGuideFactory, PolicyDocumentFactory, clause_block

MARCH = dt.date(2023, 3, 1)
TABLES = (Clause, Condition, Window, Contact)


def rows_of_everything() -> dict[str, list]:
    """Every projected row without primary keys, in a fixed order."""
    found = {}
    for model in TABLES:
        names = [f.name for f in model._meta.concrete_fields if f.name not in ("id", "clause")]
        found[model.__name__] = sorted(
            tuple(str(getattr(row, name)) for name in names) for row in model.objects.all()
        )
    return found


def with_condition(label: str, text: str) -> dict:
    block = clause_block(
        label, text, beneficiaries="企业", cap_amount="600000.00", delivery="review"
    )
    block["value"]["conditions"] = [
        {
            "type": "item",
            "value": {
                "text": "租期满12个月",
                "fact": "lease_months",
                "operator": "at_least",
                "value": "12",
            },
            "id": f"{label}-{text}",
        }
    ]
    return block


def test_publishing_fills_clause_and_condition(site):
    page = PolicyDocumentFactory(body=[with_condition("第一条", "甲")], day=MARCH)
    clause = page.clauses.get()
    assert (clause.beneficiaries, str(clause.cap_amount)) == ("企业", "600000.00")
    assert clause.conditions.get().fact == "lease_months"


def test_a_guide_fills_windows_and_contacts(site):
    windows = [
        {
            "type": "window",
            "value": {"batch": "第一批", "opens_on": "2023-02-20", "last_day": "2023-03-31"},
            "id": "w-1",
        }
    ]
    contacts = [{"type": "contact", "value": {"office": "企业服务科", "phone": "010"}, "id": "c-1"}]
    guide = ApplicationGuideFactory(windows=windows, contacts=contacts)
    window = Window.objects.get(guide=guide)
    assert (window.opens_on, window.last_day) == (dt.date(2023, 2, 20), dt.date(2023, 3, 31))
    assert Contact.objects.get(guide=guide).office == "企业服务科"


def test_a_window_taken_away_leaves_the_table(site):
    windows = [{"type": "window", "value": {"all_year": True}, "id": name} for name in ("a", "b")]
    guide = ApplicationGuideFactory(windows=windows)
    guide.windows = windows[:1]
    guide.save_revision().publish()
    assert [row.block_id for row in Window.objects.filter(guide=guide)] == ["a"]


@pytest.mark.parametrize("seed", range(4))
def test_a_rebuild_gives_the_rows_that_publishing_gave(site, seed):
    dice = random.Random(seed)
    pages = []
    for step in range(4):
        blocks = [with_condition(f"第{n}条", f"{step}-{n}") for n in range(1, 5)]
        pages.append((PolicyDocumentFactory(body=blocks, day=MARCH), blocks))
    for step in range(12):
        page, blocks = dice.choice(pages)
        if len(blocks) > 1 and dice.random() < 0.5:
            blocks.pop(dice.randrange(len(blocks)))
        else:
            blocks.insert(
                dice.randrange(len(blocks) + 1), with_condition(f"第{step}条", f"新{step}")
            )
        page.body = blocks
        page.save()
        bring_out([page], MARCH + dt.timedelta(days=step))
    ApplicationGuideFactory(
        windows=[{"type": "window", "value": {"all_year": True}, "id": "w"}]
    ).save_revision().publish()
    pages[0][0].delete()
    before = rows_of_everything()
    assert len(before["Clause"]) > 10
    for model in reversed(TABLES):
        model.objects.all().delete()
    rebuild_from_slugs = rebuild()
    assert rebuild_from_slugs["clauses"] == len(before["Clause"])
    after = rows_of_everything()
    lost = str(None)
    assert [row for row in after["Clause"] if row[3] != lost] == [
        row for row in before["Clause"] if row[3] != lost
    ]
    assert after["Window"] == before["Window"]
    assert after["Condition"] == before["Condition"]


def test_a_rebuild_of_standing_tables_changes_nothing(site):
    page = PolicyDocumentFactory(
        body=[with_condition("第一条", "甲"), with_condition("第二条", "乙")], day=MARCH
    )
    page.delete()
    PolicyDocumentFactory(body=[with_condition("第一条", "丙")], day=MARCH)
    before = rows_of_everything()
    call_command("portal_project")
    assert rows_of_everything() == before


def test_a_draft_edit_of_a_live_document_changes_no_row(site):
    page = PolicyDocumentFactory(body=[clause_block("第一条", "公开的文字")], day=MARCH)
    page.body = [clause_block("第一条", "草稿的文字")]
    page.save_revision()
    rebuild()
    assert [row.text for row in Clause.objects.all()] == ["公开的文字"]


def test_publishing_through_the_editor_projects(site):
    page = PolicyDocumentFactory(published=False)
    assert not Clause.objects.exists()
    PolicyDocument.objects.get(pk=page.pk).save_revision().publish()
    assert Clause.objects.get().code == f"{page.slug}/c-1"


def test_the_rows_of_a_guide_go_with_it(site):
    guide = ApplicationGuideFactory(
        windows=[{"type": "window", "value": {"all_year": True}, "id": "w"}]
    )
    ApplicationGuide.objects.get(pk=guide.pk).delete()
    assert not Window.objects.exists()
