"""编制单位 of what is there already: the bureau above the home team of who drew it up, on that day;
of what nobody drew up, the only bureau.
"""

from django.db import migrations
from django.db.models import Q
from django.utils import timezone

MODELS = (
    ("Snapshot", "frozen_at"),
    ("ArchivePackage", "created_at"),
    ("SubmissionForm", "created_at"),
)


def name_bodies(apps, schema_editor) -> None:
    teams = apps.get_model("core", "Team")
    bureaus = dict(teams.objects.filter(kind="bureau").values_list("pk", "pk"))
    links = apps.get_model("core", "TeamParent").objects
    only = next(iter(bureaus)) if len(bureaus) == 1 else None
    for name, moment in MODELS:
        for row in apps.get_model("reports", name).objects.select_related("created_by"):
            day = timezone.localtime(getattr(row, moment)).date()
            row.team_id = _bureau(row.created_by, day, bureaus, links) if row.created_by else only
            if row.team_id is not None:
                row.save(update_fields=["team"])


def _bureau(person, day, bureaus, links) -> int | None:
    team, seen = person.home_team_id, set()
    on_day = Q(ends_before__isnull=True) | Q(ends_before__gt=day)
    while team is not None and team not in seen:
        if team in bureaus:
            return team
        seen.add(team)
        above = links.filter(on_day, team=team, starts_on__lte=day)
        team = above.values_list("parent_id", flat=True).first()
    return None


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_records"),
        ("reports", "0003_answering_body"),
    ]

    operations = [migrations.RunPython(name_bodies, migrations.RunPython.noop)]
