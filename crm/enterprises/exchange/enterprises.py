"""Import and export of enterprises with their main contact."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from crm.core.acts import change, create
from crm.core.exchange import team_of, teams_by_code, user_of, users_by_name
from crm.core.names import name_key
from crm.core.registries import ExchangeKind, exchange_kinds
from crm.core.spreadsheets.columns import Column
from crm.core.spreadsheets.importing import (
    SKIPPED,
    UNCHANGED,
    UPDATED,
    RecordImporter,
    Row,
    RowRefused,
)
from crm.enterprises.actions import add_contacts, edit, edit_contacts, register
from crm.enterprises.filters import EnterpriseFilter
from crm.enterprises.identity import Identity
from crm.enterprises.industries import read_industry
from crm.enterprises.mentions import Mentions, identities_of, identity_of
from crm.enterprises.models import Contact, Enterprise, FormerName, Registration
from crm.enterprises.rules import mask_phone, name_pinyin

ADDRESS = ("registered_address", "registered_in_district")
CONTACT = {
    "contact_name": "name",
    "contact_title": "title",
    "contact_phone": "phone",
    "contact_email": "email",
}


class EnterpriseImporter(RecordImporter):
    """By credit code, else by compared name and country. A row with a code counts as verified."""

    model = Enterprise
    key_column = "name"
    attributes = {
        "capital_nature": "capital_nature",
        "legal_form": "legal_form",
        "registered_address": "registered_address",
        "registered_in_district": "registered_in_district",
        "founded": "founded",
        "direction": "direction",
    }

    def load(self, rows: Sequence[Row]) -> None:
        self._mentions = Mentions.of_run(self.run)
        identities = identities_of(rows, "name")
        self._mentions.load(identities)
        self.run.lookup(teams_by_code).load(row.get("team") for row in rows)
        self.run.lookup(users_by_name).load(row.get("steward") for row in rows)
        known = [row for row in map(self._mentions.known, identities) if row is not None]
        self._chosen = self._decided()
        keys = [row.pk for row in known if row.pk] + list(self._chosen)
        self._contacts: dict[int, list[Contact]] = {}
        for contact in Contact.objects.filter(enterprise__in=keys).order_by("-is_primary", "pk"):
            self._contacts.setdefault(contact.enterprise_id, []).append(contact)
        fresh = [one for one in identities if self._mentions.known(one) is None]
        self._alike = _alike(fresh)
        self._new_contacts: list[Contact] = []
        self._old_contacts: dict[int, tuple[Contact, set[str]]] = {}

    def _decided(self) -> dict[int, Enterprise]:
        keys = [
            int(decision.removeprefix("update:"))
            for decision in self.run.decisions.values()
            if decision.startswith("update:")
        ]
        return Enterprise.objects.in_bulk(keys) if keys else {}

    def take(self, row: Row) -> str:
        if self.run.decisions.get(row.number) == "skip":
            return SKIPPED
        identity = self._identity(row)
        contact = self._contact_values(row, self.find(row))
        outcome = super().take(row)
        record = self._mentions.known(identity) or self.find(row)
        if contact is not None and self._put_contact(record, contact) and outcome == UNCHANGED:
            outcome = UPDATED
        return outcome

    def _identity(self, row: Row) -> Identity:
        identity = identity_of(row, "name")
        if identity is None or not name_key(identity.name):
            raise RowRefused("name", _("An enterprise needs a name."))
        return identity

    def find(self, row: Row) -> Enterprise | None:
        decision = self.run.decisions.get(row.number, "")
        if decision.startswith("update:"):
            return self._chosen.get(int(decision.removeprefix("update:")))
        return self._mentions.known(self._identity(row))

    def values(self, row: Row) -> dict[str, Any]:
        identity, record = self._identity(row), self.find(row)
        values = super().values(row)
        by_code = record is not None and identity.uscc and record.uscc == identity.uscc
        if record is None or by_code or record.name_key == identity.key[0]:
            values["name"] = identity.name
        if identity.uscc:
            values |= {"uscc": identity.uscc, "is_verified": True}
        if row.has("country") and record is None:
            values["country"] = identity.country
        if row.has("industry"):
            values["industry"] = self._industry(row)
        for column, find in (("team", team_of), ("steward", user_of)):
            if row.get(column):
                values[column] = find(self, row, column)
        return values

    def _industry(self, row: Row) -> str:
        try:
            return read_industry(row.get("industry") or "")
        except ValueError as error:
            message = _("Should be an industry of GB/T 4754, such as I65 or 金融业.")
            raise RowRefused("industry", message) from error

    def make(self, row: Row, values: dict[str, Any]) -> Enterprise:
        record = Enterprise(**values)
        record.name_key = name_key(record.name)
        if self.run.by is not None and record.team is None:
            record.team = self.run.by.home_team
        return record

    def remember(self, row: Row, record: Any) -> None:
        identity = self._identity(row)
        self._mentions.add(record, identity)
        alike = self._alike.get(name_pinyin(identity.name), [])
        if alike and self.run.decisions.get(row.number) != "create":
            self.run.note_duplicate(row, [_candidate(one) for one in alike[:5]])

    # --- the main contact -----------------------------------------------------------------

    def _contact_values(self, row: Row, record: Enterprise | None) -> dict[str, str] | None:
        values = {
            name: row.get(column) or "" for column, name in CONTACT.items() if row.has(column)
        }
        if not values.get("name"):
            return None
        if "*" in values.get("phone", ""):
            known = self._contact_of(record, values["name"])
            if known is None or mask_phone(known.phone) != values["phone"]:
                raise RowRefused(
                    "contact_phone", _("A masked number cannot be stored; give the whole number.")
                )
            del values["phone"]
        return values

    def _contact_of(self, record: Enterprise | None, name: str) -> Contact | None:
        contacts = self._contacts.get(record.pk, []) if record is not None and record.pk else []
        return next((one for one in contacts if one.name == name), None)

    def _put_contact(self, record: Any, values: dict[str, str]) -> bool:
        contact = self._contact_of(record, values["name"])
        if contact is None:
            first = not (record.pk and self._contacts.get(record.pk))
            contact = Contact(enterprise=record, is_primary=first, **values)
            if record.pk:
                self._contacts.setdefault(record.pk, []).append(contact)
            self._new_contacts.append(contact)
            return True
        different = {name for name, value in values.items() if getattr(contact, name) != value}
        for name in different:
            setattr(contact, name, values[name])
        if different and contact.pk:
            self._old_contacts.setdefault(contact.pk, (contact, set()))[1].update(different)
        return bool(different)

    # --- writing --------------------------------------------------------------------------

    def write(self) -> None:
        by, reason = self.run.by, self.run.reason
        if self.created:
            register(self.created, by=by, reason=reason)
        if self.changed:
            fields = sorted(set().union(*(names for _row, names in self.changed.values())))
            rows = [row for row, _names in self.changed.values()]
            edit(rows, fields, by=by, reason=reason)
            moved = [row for row, names in self.changed.values() if names & set(ADDRESS)]
            self._correct_addresses(moved)
        if self._new_contacts:
            for contact in self._new_contacts:
                contact.enterprise_id = contact.enterprise.pk
            add_contacts(self._new_contacts, by=by, reason=reason)
        if self._old_contacts:
            fields = sorted(set().union(*(names for _row, names in self._old_contacts.values())))
            rows = [row for row, _names in self._old_contacts.values()]
            edit_contacts(rows, fields, by=by, reason=reason)

    def _correct_addresses(self, rows: list[Enterprise]) -> None:
        """A spreadsheet corrects the registration that holds; a move is recorded on its screen."""
        by, reason = self.run.by, self.run.reason
        open_now = Registration.objects.filter(enterprise__in=rows, ends_before__isnull=True)
        latest = {one.enterprise_id: one for one in open_now}
        old, new = [], []
        for row in rows:
            one = latest.get(row.pk)
            if one is None:
                one = Registration(enterprise=row, starts_on=row.founded or self.run.today)
            one.address, one.in_district = row.registered_address, row.registered_in_district
            (old if one.pk else new).append(one)
        if new:
            create(new, by=by, reason=reason)
        if old:
            change(old, ["address", "in_district"], by=by, reason=reason)


def _alike(identities: Sequence[Identity]) -> dict[str, list[Enterprise]]:
    """Recorded enterprises that sound like new ones or bore their name, by the sound of the
    name.
    """
    sounds = {name_pinyin(one.name): name_key(one.name) for one in identities if one.name}
    found: dict[str, list[Enterprise]] = {}
    if not sounds:
        return found
    for row in Enterprise.objects.current().filter(name_pinyin__in=list(sounds)):
        found.setdefault(row.name_pinyin, []).append(row)
    by_key = {key: sound for sound, key in sounds.items()}
    former = FormerName.objects.filter(name_key__in=list(by_key)).select_related("enterprise")
    for name in former:
        found.setdefault(by_key[name.name_key], []).append(name.enterprise)
    return found


def _candidate(row: Enterprise) -> dict[str, Any]:
    return {"id": row.pk, "number": row.number, "name": row.name, "uscc": row.uscc}


def enterprise_rows(rows: QuerySet) -> QuerySet:
    """Enterprises with their contacts; merged ones stay out, as in the list."""
    return (
        rows.current()
        .select_related("team", "steward")
        .prefetch_related(Prefetch("contacts", Contact.objects.order_by("-is_primary", "pk")))
    )


def enterprise_row(row: Enterprise) -> dict[str, Any]:
    """The export's values; phones stay masked, and a masked phone changes nothing on import."""
    contact = next(iter(row.contacts.all()), None)
    return {
        "number": row.number,
        "name": row.name,
        "uscc": row.uscc,
        "country": row.country,
        "legal_form": row.legal_form,
        "capital_nature": row.capital_nature,
        "industry": row.industry,
        "direction": row.direction,
        "registered_address": row.registered_address,
        "registered_in_district": row.registered_in_district,
        "founded": row.founded,
        "team": row.team.code if row.team else None,
        "steward": row.steward.username if row.steward else None,
        "contact_name": contact.name if contact else None,
        "contact_title": contact.title if contact else None,
        "contact_phone": mask_phone(contact.phone) if contact else None,
        "contact_email": contact.email if contact else None,
    }


COLUMNS = (
    Column(
        "name",
        pgettext_lazy("column", "enterprise name"),
        "name",
        required=True,
        max_length=160,
        sample="云岚数科（演示）有限公司",
        aliases=("企业", "公司名称", "单位名称", "名称", "客户名称"),
    ),
    Column(
        "uscc",
        pgettext_lazy("column", "unified social credit code"),
        "reference",
        max_length=40,
        aliases=("信用代码", "统一代码", "社会信用代码", "统一信用代码", "税号"),
    ),
    Column(
        "country",
        pgettext_lazy("column", "country or region"),
        "reference",
        max_length=2,
        sample="CN",
        aliases=("国别",),
        help=pgettext_lazy("column", "Two letters by ISO 3166, such as CN or SG; empty is CN."),
    ),
    Column(
        "legal_form",
        pgettext_lazy("column", "legal form"),
        "choice",
        choices=tuple(Enterprise.LegalForm.choices),
    ),
    Column(
        "capital_nature",
        pgettext_lazy("column", "nature of capital"),
        "choice",
        choices=tuple(Enterprise.CapitalNature.choices),
        aliases=("企业性质", "性质"),
    ),
    Column(
        "industry",
        pgettext_lazy("column", "industry"),
        "text",
        max_length=60,
        sample="J66",
        aliases=("所属行业", "行业门类", "行业代码"),
    ),
    Column("direction", pgettext_lazy("column", "local direction"), max_length=60),
    Column(
        "registered_address",
        pgettext_lazy("column", "registered address"),
        aliases=("注册地", "住所", "住址"),
    ),
    Column(
        "registered_in_district",
        pgettext_lazy("column", "registered in the district"),
        "boolean",
        aliases=("是否注册在本区", "属地注册"),
    ),
    Column(
        "founded",
        pgettext_lazy("column", "founded on"),
        "date",
        sample="2016-09-05",
        aliases=("成立时间", "注册日期", "注册时间"),
    ),
    Column("team", pgettext_lazy("column", "team code"), "reference", aliases=("单位代码",)),
    Column("steward", pgettext_lazy("column", "steward"), "reference", aliases=("管家",)),
    Column(
        "contact_name",
        pgettext_lazy("column", "contact name"),
        max_length=60,
        aliases=("联系人姓名", "负责人"),
    ),
    Column("contact_title", pgettext_lazy("column", "contact's job title"), max_length=60),
    Column(
        "contact_phone",
        pgettext_lazy("column", "contact phone"),
        max_length=40,
        aliases=("电话", "手机", "联系方式"),
    ),
    Column("contact_email", pgettext_lazy("column", "contact e-mail"), max_length=254),
)

exchange_kinds.register(
    ExchangeKind(
        key="enterprises",
        label=pgettext_lazy("exchange", "enterprises"),
        model=Enterprise,
        columns=COLUMNS,
        more_columns=(Column("number", pgettext_lazy("column", "enterprise number")),),
        importer=EnterpriseImporter,
        row=enterprise_row,
        rows=enterprise_rows,
        view_action="enterprises.view",
        edit_action="enterprises.edit",
        create_action="enterprises.create",
        filterset=lambda: EnterpriseFilter,
        list_url="desk:enterprises:list",
        order=50,
    )
)
