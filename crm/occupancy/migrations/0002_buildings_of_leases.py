"""Leases that an import brought without a building get that of their units, so that operators see
them. Run ``search_reindex --index staff`` afterwards where such leases are many.
"""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def place(apps, schema_editor):
    Lease = apps.get_model("occupancy", "Lease")
    Spell = apps.get_model("occupancy", "Spell")
    first = Spell.objects.filter(lease=OuterRef("pk")).order_by("starts_on", "pk")
    Lease.objects.filter(building__isnull=True, spells__isnull=False).update(
        building=Subquery(first.values("unit__building")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [("occupancy", "0001_initial")]

    operations = [migrations.RunPython(place, migrations.RunPython.noop)]
