"""May this enterprise be recorded already? Asked while somebody types."""

from dataclasses import dataclass

from django.db.models import Q

from crm.core.models import User
from crm.core.names import clean_uscc, name_key
from crm.enterprises import rules
from crm.enterprises.models import Contact, Enterprise, FormerName
from crm.enterprises.rules import Likeness

SHORTEST = 2
CANDIDATES = 40


@dataclass(frozen=True)
class Suggestion:
    """A recorded enterprise that may be the one. ``enterprise`` is None outside the asker's scope.

    Outside the scope only the keeping team is told, not the name, number or anything else.
    """

    enterprise: Enterprise | None
    team: str
    likeness: Likeness
    matched: str = ""


def suggest(
    *,
    by: User,
    name: str = "",
    uscc: str = "",
    phone: str = "",
    leave_out: int | None = None,
    limit: int = 5,
) -> list[Suggestion]:
    """The likeliest first; of those out of scope one a team. At most seven queries."""
    found: dict[int, tuple[Likeness, str]] = {}
    for key, likeness, matched in [
        *_by_code(uscc),
        *_by_name(name),
        *_by_other_name(name),
        *_by_phone(phone),
    ]:
        if key != leave_out and (key not in found or likeness.weight > found[key][0].weight):
            found[key] = (likeness, matched)
    best = sorted(found, key=lambda key: (-found[key][0].weight, key))[:limit]
    rows = Enterprise.objects.current().select_related("team").in_bulk(best)
    visible = set(
        Enterprise.objects.visible_to(by).filter(pk__in=best).values_list("pk", flat=True)
    )
    suggestions: list[Suggestion] = []
    told: set[str] = set()
    for key in best:
        if key not in rows:
            continue
        team, (likeness, matched) = str(rows[key].team or ""), found[key]
        if key in visible:
            suggestions.append(Suggestion(rows[key], team, likeness, matched))
        elif team not in told:
            told.add(team)
            suggestions.append(Suggestion(None, team, likeness))
    return suggestions


def _by_code(uscc: str) -> list[tuple[int, Likeness, str]]:
    try:
        code = clean_uscc(uscc) if uscc.strip() else ""
    except ValueError:
        return []
    keys = Enterprise.objects.filter(uscc=code).values_list("pk", flat=True) if code else []
    return [(key, rules.SAME_CODE, code) for key in keys]


def _by_name(name: str) -> list[tuple[int, Likeness, str]]:
    key = name_key(name)
    if len(key) < SHORTEST:
        return []
    core, sound = rules.name_core(name), rules.name_pinyin(name)
    alike = Q(name_key__contains=core)
    if len(core) >= SHORTEST:
        alike |= Q(name_pinyin=sound)
    rows = Enterprise.objects.filter(alike).values_list("pk", "name_key", "name_pinyin", "name")
    return [
        (pk, _likeness(key, core, row_key), shown)
        for pk, row_key, _row_sound, shown in rows[:CANDIDATES]
    ]


def _likeness(key: str, core: str, row_key: str) -> Likeness:
    if row_key == key:
        return rules.SAME_NAME
    if row_key.startswith(core):
        return rules.NAME_BEGINS
    return rules.NAME_HOLDS if core in row_key else rules.SAME_PINYIN


def _by_other_name(name: str) -> list[tuple[int, Likeness, str]]:
    core = rules.name_core(name)
    if len(core) < SHORTEST:
        return []
    rows = FormerName.objects.filter(name_key__contains=core).values_list("enterprise_id", "name")
    return [(key, rules.FORMER_NAME, shown) for key, shown in rows[:CANDIDATES]]


def _by_phone(phone: str) -> list[tuple[int, Likeness, str]]:
    key = rules.phone_key(phone)
    if len(key) < 7:
        return []
    rows = Contact.objects.filter(phone_key=key).values_list("enterprise_id", flat=True)
    return [(enterprise, rules.SAME_PHONE, "") for enterprise in rows[:CANDIDATES]]
