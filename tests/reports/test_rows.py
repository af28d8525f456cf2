"""Every figure of the monthly report opens the rows that it was counted from, as of its day."""

import re
from decimal import Decimal

import pytest

from crm.occupancy.actions.closings import close_month
from crm.occupancy.models import Spell, SpellOccupant, UnitUse
from crm.reports.actions import freeze
from crm.reports.layout import Paragraph, Table
from crm.reports.printing import document_of
from tests.reports.conftest import FEBRUARY

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


@pytest.fixture
def closed_draft(ledger, monthly):
    """A draft of the closed month, whose ledger was changed afterwards: a tenant never came."""
    close_month(FEBRUARY, by=None, without_returns="演示")
    drawn = freeze(monthly, by=None, as_of=FEBRUARY, scope="district")
    spell = Spell.objects.filter(state="L", unit__in=ledger["units"]).first()
    SpellOccupant.objects.filter(spell=spell).delete()
    Spell.objects.filter(pk=spell.pk).delete()
    return drawn


@pytest.mark.parametrize(
    ("name", "figure"),
    [
        ("occupied", lambda now: sum(Decimal(now["area"][state]) for state in "SLO")),
        ("state_V", lambda now: Decimal(now["area"]["V"])),
    ],
)
def test_a_figure_of_a_closed_month_opens_the_rows_that_were_counted(
    client, people, closed_draft, name, figure
):
    client.force_login(people.statistician)
    address = closed_draft.definition.addresses(closed_draft.figures)[name]
    assert client.get(address).context["area"] == figure(closed_draft.figures["now"])


def test_the_ladder_of_a_closed_month_opens_the_rows_that_were_counted(
    client, people, closed_draft
):
    client.force_login(people.statistician)
    addresses = closed_draft.definition.addresses(closed_draft.figures)
    for row in closed_draft.figures["ladder"]:
        name = "holdover" if row["key"] == "holdover" else f"step_{row['key']}"
        if row["key"] == "without_lease":  # has no last day to look for
            continue
        assert client.get(addresses[name]).context["area"] == Decimal(row["area"]), name
