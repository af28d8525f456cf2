"""The restricted tax annex: small groups hidden, copies numbered, no trace for others."""

import re
import subprocess
from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from crm.core.errors import NotAllowed, Refused
from crm.core.models import Event
from crm.reports import annexes
from crm.reports.annexes import build_annex, draw_up_annex, print_copy
from crm.reports.models import RestrictedAnnex
from crm.reports.pdf import Printed
from crm.reports.tax_annex.rules import Group, band_of, hidden, in_yuan, shared, top_five_share
from tests.factories.enterprises import EnterpriseFactory, YearlyFigureFactory
from tests.reports.conftest import sit

LEAVE = "京税授〔2023〕1号"


def pays(enterprise, value, *, year=2022, unit="万元", leave="授权〔2022〕8号", source="税务部门"):
    return YearlyFigureFactory(
        enterprise=enterprise,
        year=year,
        kind="tax",
        value=Decimal(value),
        unit=unit,
        authorisation=leave,
        source=source,
    )


@pytest.fixture
def taxed(ledger, draft):
    """SOUTH-1 has four payers of 100 万元 each, NORTH-1 one of 300."""
    for unit in ledger["units"][:4]:
        pays(unit.spells.get().occupants.get().enterprise, "100")
    pays(ledger["fresh"][0].spells.get().occupants.get().enterprise, "300")
    return draft


def annexed(snapshot, by=None):
    return draw_up_annex(snapshot, authority=LEAVE, year=2022, by=by)


def row_of(annex, key, name):
    table = next(table for table in build_annex(annex).tables if table.key == key)
    return [cell.text for cell in next(row for row in table.rows if row.key == name).cells]


@pytest.mark.django_db
class TestFigures:
    def test_without_an_authorisation_there_is_no_annex(self, taxed):
        with pytest.raises(Refused, match="授权文号"):
            draw_up_annex(taxed, authority="  ", year=2022, by=None)

    def test_one_small_building_is_hidden_together_with_another(self, taxed):
        """Else its figure would be the total less the other."""
        annex = annexed(taxed)
        assert row_of(annex, "buildings", "NORTH-1")[1:] == ["隐去", "—", "—", "—", "—"]
        assert row_of(annex, "buildings", "SOUTH-1")[1] == "隐去"
        # 700 万元 over 1,500 ㎡ gross.
        assert row_of(annex, "buildings", "total")[1:4] == ["5", "700.00", "4,667"]

    def test_buildings_with_enough_payers_are_shown(self, ledger, taxed):
        for unit in ledger["fresh"][1:4]:
            owner = EnterpriseFactory()
            sit(unit, owner=owner)
            pays(owner, "2000")
        annex = annexed(taxed)
        # 400 万元 over 1,000 ㎡ gross and 500 ㎡ occupied.
        shown = row_of(annex, "buildings", "SOUTH-1")
        assert shown[1:] == ["4", "400.00", "4,000", "8,000", "100.0"]

    def test_tax_of_an_enterprise_in_two_buildings_is_shared_by_area(self, ledger, taxed):
        owner = EnterpriseFactory()
        sit(ledger["units"][8], owner=owner)
        sit(ledger["fresh"][1], owner=owner)
        pays(owner, "50")
        assert annexed(taxed).figures["with_tax"] == 6
        assert annexed(taxed).figures["total"] == "7500000.00"

    def test_entries_without_leave_or_known_unit_are_left_out_and_counted(self, ledger, taxed):
        owner = ledger["units"][4].spells.get().occupants.get().enterprise
        pays(owner, "999", leave="", source="企业自报")
        pays(owner, "999", unit="万美元", source="其他")
        figures = annexed(taxed).figures
        assert (figures["with_tax"], figures["unusable"]) == (5, 2)

    def test_two_payers_alone_are_not_shown_at_all(self, ledger, draft):
        for unit in ledger["units"][:2]:
            pays(unit.spells.get().occupants.get().enterprise, "100")
        with pytest.raises(Refused, match="3家"):
            annexed(draft)

    def test_no_enterprise_is_named(self, taxed):
        annex = annexed(taxed)
        assert "测试企业" not in annex.canonical

    def test_drawing_up_again_keeps_the_former_in_the_history(self, ledger, taxed):
        first = annexed(taxed)
        pays(ledger["units"][4].spells.get().occupants.get().enterprise, "10")
        again = annexed(taxed)
        assert again.pk == first.pk
        assert [row.sha256 for row in again.history.order_by("pk")] == [first.sha256, again.sha256]


@pytest.mark.django_db
class TestAccess:
    def test_who_may_not_see_it_finds_no_trace(self, client, people, taxed):
        annexed(taxed)
        client.force_login(people.manager)
        page = client.get(taxed.get_absolute_url()).content.decode()
        history = client.get(reverse("desk:reports:history", args=[taxed.slug])).content.decode()
        for text in (page, history):
            assert "附件" not in text
            assert "annex" not in text
        for name in ("annex", "annex_draw_up"):
            assert client.get(reverse(f"desk:reports:{name}", args=[taxed.slug])).status_code == 403
        assert client.post(reverse("desk:reports:annex_copy", args=[taxed.slug])).status_code == 403

    def test_it_is_in_no_export_of_the_report(self, client, people, taxed):
        annexed(taxed)
        client.force_login(people.statistician)
        for name in ("xlsx", "docx"):
            content = client.get(reverse(f"desk:reports:{name}", args=[taxed.slug])).content
            assert "税".encode() not in content
        assert "tax" not in taxed.canonical

    def test_leaders_see_it_and_do_not_draw_it_up(self, client, people, taxed):
        annexed(taxed)
        client.force_login(people.head)
        page = client.get(reverse("desk:reports:annex", args=[taxed.slug])).content.decode()
        assert LEAVE in page
        assert Event.objects.filter(name="reports.annex_read", actor=people.head).count() == 1
        with pytest.raises(NotAllowed):
            annexed(taxed, by=people.head)

    def test_the_statistician_draws_it_up_on_screen(self, client, people, taxed):
        client.force_login(people.statistician)
        address = reverse("desk:reports:annex_draw_up", args=[taxed.slug])
        assert client.post(address, {"authority": "", "year": 2022}).status_code == 422
        answer = client.post(address, {"authority": LEAVE, "year": 2022})
        assert answer.url == reverse("desk:reports:annex", args=[taxed.slug])
        assert RestrictedAnnex.objects.get().created_by == people.statistician

    def test_each_copy_has_its_number_and_its_event(self, client, people, taxed, monkeypatch):
        pages = []
        monkeypatch.setattr(
            annexes, "to_pdf", lambda html: pages.append(html) or Printed(html.encode(), 2)
        )
        annexed(taxed)
        client.force_login(people.head)
        for _copy in range(2):
            client.post(reverse("desk:reports:annex_copy", args=[taxed.slug]))
        assert "份号 002" in pages[-1]
        assert "内部资料" in pages[-1]
        printed = Event.objects.filter(name="reports.copy_printed", actor=people.head)
        assert [event.data["copy"] for event in printed.order_by("pk")] == [1, 2]


@pytest.mark.django_db
@pytest.mark.slow
def test_the_printed_annex_carries_mark_and_copy_number_on_paper(taxed, tmp_path):
    copy, printed = print_copy(annexed(taxed), by=None)
    path = tmp_path / "annex.pdf"
    path.write_bytes(printed.content)
    found = subprocess.run(
        ["pdftotext", str(path), "-"], capture_output=True, text=True, check=True
    )
    text = re.sub(r"\s", "", found.stdout)
    assert text.count("内部资料") >= printed.pages
    assert (copy, "份号001" in text, LEAVE in text) == (1, True, True)


class TestRules:
    @pytest.mark.parametrize(
        ("value", "unit", "yuan"),
        [("1.5", "亿元", "150000000"), ("3", "万元", "30000"), ("7", "人民币元", "7")],
    )
    def test_units_are_read(self, value, unit, yuan):
        assert in_yuan(Decimal(value), unit) == Decimal(yuan)

    def test_an_unknown_unit_is_not_guessed(self):
        assert in_yuan(Decimal(1), "万美元") is None

    @pytest.mark.parametrize(
        ("total", "band"),
        [(100_000_000, "yi"), (99_999_999, "half_yi"), (10_000_000, "ten_million"), (0, "less")],
    )
    def test_the_lower_end_of_a_band_counts_in(self, total, band):
        assert band_of(Fraction(total)) == band

    def test_five_largest(self):
        assert top_five_share([Fraction(10)] * 10) == Fraction(1, 2)
        assert top_five_share([]) is None

    @given(st.dictionaries(st.text(max_size=2), st.fractions(0, 500), min_size=1))
    def test_shares_add_up_to_the_tax(self, areas):
        assert sum(shared(Decimal("123.45"), areas).values()) == Fraction("123.45")

    @given(st.lists(st.integers(0, 9), max_size=12))
    def test_what_is_hidden_never_tells_of_fewer_than_three(self, sizes):
        """Neither one group, nor the sum of the hidden ones (total less what is shown)."""
        groups = [
            Group(str(index), {index * 100 + one: Fraction(1) for one in range(size)})
            for index, size in enumerate(sizes)
        ]
        out = hidden(groups)
        shown = [group for group in groups if group.key not in out]
        assert all(group.size == 0 or group.size >= 3 for group in shown)
        behind = sum(group.size for group in groups if group.key in out)
        whole = sum(sizes)
        assert behind == 0 or behind >= 3 or behind == whole
