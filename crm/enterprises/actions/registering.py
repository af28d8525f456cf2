from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core import numbering
from crm.core.acts import announce, authorise, create
from crm.core.clock import today
from crm.core.errors import Refused
from crm.core.models import Team, User
from crm.core.names import clean_name, clean_uscc, name_key
from crm.enterprises.identity import Identity, as_new, find
from crm.enterprises.industries import read_industry
from crm.enterprises.models import Enterprise, Registration
from crm.enterprises.rules import name_pinyin


def register(
    enterprises: Sequence[Enterprise], *, by: User | None, reason: str = ""
) -> list[Enterprise]:
    """Record enterprises; raises Refused for a wrong code or industry, and for a double."""
    with transaction.atomic():
        for row in enterprises:
            prepare(row)
        authorise(by, "enterprises.create", enterprises)
        _refuse_doubles(enterprises)
        return _store(enterprises, by=by, reason=reason)


def ensure(
    identities: Iterable[Identity], *, by: User | None, team: Team | None = None, reason: str = ""
) -> tuple[dict[Identity, Enterprise], list[Enterprise]]:
    """The enterprise of each identity, and those among them that were not known.

    Unknown ones are recorded as unverified.
    No right is asked for: who may record the lead, lease or spell that names them may name them.
    Raises Refused when a credit code is wrong.
    """
    with transaction.atomic():
        wanted = list(dict.fromkeys(identities))
        found = find(wanted)
        fresh: dict[tuple[str, str], Enterprise] = {}
        for identity in wanted:
            if identity in found:
                continue
            row = prepare(as_new(identity, team=team))
            key = (row.uscc or row.name_key, row.country)
            found[identity] = fresh.setdefault(key, row)
        return found, _store(list(fresh.values()), by=by, reason=reason)


def prepare(row: Enterprise) -> Enterprise:
    """Clean and check the identity of an unsaved or changed enterprise; raises Refused."""
    row.name = clean_name(row.name)
    row.name_key = name_key(row.name)
    row.name_pinyin = name_pinyin(row.name)
    if not row.name_key:
        raise Refused(_("An enterprise needs a name."), field="name")
    row.country = (row.country or "CN").upper()
    try:
        row.uscc = clean_uscc(row.uscc) if row.uscc else None
    except ValueError:
        raise Refused(
            _("%(code)s is not a valid credit code: 18 characters with check digits.")
            % {"code": row.uscc},
            field="uscc",
        ) from None
    try:
        row.industry = read_industry(row.industry)
    except ValueError:
        raise Refused(
            _("%(code)s is not an industry of GB/T 4754, such as I65.") % {"code": row.industry},
            field="industry",
        ) from None
    return row


def _refuse_doubles(rows: Sequence[Enterprise]) -> None:
    identities = [Identity(row.name, row.uscc or "", row.country) for row in rows]
    taken = find(identities)
    for identity in identities:
        known = taken.get(identity)
        if known is None or (not known.uscc and identity.uscc):
            continue
        by_code = bool(identity.uscc) and known.uscc == identity.uscc
        if by_code or (known.name_key, known.country) == identity.key:
            raise Refused(
                _("This enterprise is recorded already, kept by %(team)s.")
                % {"team": known.team or _("the coordinating office")},
                field="uscc" if by_code else "name",
                code="duplicate",
            )


def _store(rows: Sequence[Enterprise], *, by: User | None, reason: str) -> list[Enterprise]:
    if not rows:
        return []
    day = today()
    for row, number in zip(rows, numbering.take("QY", day.year, len(rows)), strict=True):
        row.number = number
    create(rows, by=by, reason=reason)
    registrations = [
        Registration(
            enterprise=row,
            starts_on=row.founded or day,
            address=row.registered_address,
            in_district=row.registered_in_district,
        )
        for row in rows
        if row.registered_address or row.registered_in_district is not None
    ]
    if registrations:
        create(registrations, by=by, reason=reason)
    announce("enterprises.registered", rows, by=by, reason=reason)
    return list(rows)
