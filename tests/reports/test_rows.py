"""Every figure of the monthly report opens the rows that it was counted from, as of its day."""

import re

import pytest

from crm.occupancy.models import UnitUse
from crm.reports.layout import Paragraph, Table
from crm.reports.printing import document_of

pytestmark = pytest.mark.django_db


def named_rows(document):
    """Everything that a figure of the document names as its rows."""
    found = set()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found |= {run.rows for run in (*block.runs, *block.figures.values())}
        elif isinstance(block, Table):
            found |= {cell.rows for row in block.rows for cell in row.cells}
    return found - {""}


@pytest.fixture
def opened(client, people, draft):
    """Open the rows behind a figure, by name."""
    client.force_login(people.statistician)
    addresses = draft.definition.addresses(draft.figures)
    return lambda name: client.get(addresses[name])


def test_every_figure_that_names_its_rows_opens_them(draft, opened):
    addresses = draft.definition.addresses(draft.figures)
    names = named_rows(document_of(draft))
    assert sorted(names - addresses.keys()) == []
    for name in sorted(names):
        assert opened(name).status_code == 200, name


@pytest.mark.parametrize("step", ["holdover", "step_30", "step_90", "step_later"])
def test_a_step_of_the_ladder_opens_its_leases(draft, opened, step):
    key = step.removeprefix("step_")
    row = next(row for row in draft.figures["ladder"] if row["key"] == key)
    page = opened(step)
    assert page.context["total"] == row["leases"]


def test_an_industry_opens_its_units(draft, opened):
    industry = draft.figures["industries"][0]
    assert opened(f"industry_{industry['name']}").context["total"] == 6


def test_offices_and_shops_open_apart(ledger, draft, opened):
    assert opened("use_office").context["total"] == 6
    UnitUse.objects.create(unit=ledger["units"][0], use="retail", starts_on="2022-01-01")
    assert (opened("use_office").context["total"], opened("use_retail").context["total"]) == (5, 1)


def test_a_kind_of_move_opens_its_moves(draft, opened):
    row = next(row for row in draft.figures["moves"] if row["kind"] == "move_out")
    assert row["enterprise"] in opened("moves_move_out").content.decode()
    assert row["enterprise"] not in opened("moves_move_in").content.decode()


def test_the_page_links_its_figures(client, people, draft):
    client.force_login(people.statistician)
    page = client.get(draft.get_absolute_url()).content.decode()
    assert len(re.findall(r'<a href="/desk/occupancy/', page)) > 40
