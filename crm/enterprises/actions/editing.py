from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, change, create
from crm.core.clock import today
from crm.core.errors import Refused
from crm.core.models import User
from crm.core.names import name_key
from crm.enterprises.actions.registering import prepare
from crm.enterprises.identity import Identity, find
from crm.enterprises.models import Enterprise, FormerName
from crm.enterprises.rules import closes_circle

IDENTITY_FIELDS = ("name", "name_key", "name_pinyin", "uscc", "country", "industry")


def edit(
    enterprises: Sequence[Enterprise],
    fields: Sequence[str],
    *,
    by: User | None,
    reason: str = "",
    expected: int | None = None,
) -> list[Enterprise]:
    """Store changed ``fields``. A changed name leaves the old one behind as a former name."""
    with transaction.atomic():
        stored = {
            row.pk: row for row in Enterprise.objects.filter(pk__in=[e.pk for e in enterprises])
        }
        authorise(by, "enterprises.edit", list(stored.values()))
        for row in enterprises:
            prepare(row)
            _refuse_double(row)
        changed = change(
            enterprises,
            list(dict.fromkeys([*fields, *IDENTITY_FIELDS])),
            by=by,
            reason=reason,
            expected=expected,
        )
        _keep_old_names(changed, stored, by=by)
        announce("enterprises.edited", changed, by=by, reason=reason, data={"fields": list(fields)})
        return changed


def set_parent(
    enterprises: Sequence[Enterprise],
    *,
    by: User | None,
    parent: Enterprise | None,
    reason: str = "",
    expected: int | None = None,
) -> list[Enterprise]:
    """Hang enterprises under a group parent (None takes them out); refuses a circle."""
    with transaction.atomic():
        authorise(by, "enterprises.edit", enterprises)
        above = dict(Enterprise.objects.filter(parent__isnull=False).values_list("pk", "parent_id"))
        for row in enterprises:
            if parent is not None and closes_circle(row.pk, parent.pk, above):
                raise Refused(
                    _("%(name)s stands above %(parent)s in its group already.")
                    % {"name": row.name, "parent": parent.name},
                    field="parent",
                )
            row.parent = parent
        changed = change(enterprises, ["parent"], by=by, reason=reason, expected=expected)
        announce("enterprises.parent_set", changed, by=by, reason=reason)
        return changed


def _refuse_double(row: Enterprise) -> None:
    identity = Identity(row.name, row.uscc or "", row.country)
    other = find([identity]).get(identity)
    if other is not None and other.pk != row.pk:
        by_code = bool(row.uscc) and other.uscc == row.uscc
        if by_code or ((other.name_key, other.country) == identity.key and not row.uscc):
            raise Refused(
                _("Another enterprise is recorded with this name or credit code."),
                field="uscc" if by_code else "name",
                code="duplicate",
            )


def _keep_old_names(
    rows: Sequence[Enterprise], stored: dict[int, Enterprise], *, by: User | None
) -> None:
    old = [(row, stored[row.pk]) for row in rows if stored[row.pk].name_key != row.name_key]
    known = set(
        FormerName.objects.filter(enterprise__in=[row for row, _before in old]).values_list(
            "enterprise_id", "name_key"
        )
    )
    names = [
        FormerName(
            enterprise=row,
            name=before.name,
            name_key=name_key(before.name),
            kind=FormerName.Kind.FORMER,
            until=today(),
        )
        for row, before in old
        if (row.pk, before.name_key) not in known
    ]
    if names:
        create(names, by=by, reason=_("renamed"))
