"""Mirrors role grants to the Django Groups that Wagtail reads. Nobody edits Groups by hand."""

from django.contrib.auth.models import Group
from django.db.models.signals import post_delete, post_save

from crm.core.clock import today
from crm.core.models import RoleGrant, User

MIRRORED = ("policy_editor", "policy_reviewer", "policy_publisher", "admin")


def mirror_groups() -> None:
    """Make the groups, and put into each exactly the people whose grant counts today."""
    day = today()
    for code in MIRRORED:
        group, _created = Group.objects.get_or_create(name=code)
        holders = (
            RoleGrant.objects.on(day).filter(role__code=code).values_list("user_id", flat=True)
        )
        group.user_set.set(User.objects.filter(pk__in=holders, is_active=True))


def _after_change(sender: type, instance: RoleGrant, **kwargs: object) -> None:
    if instance.role.code in MIRRORED:
        mirror_groups()


post_save.connect(_after_change, sender=RoleGrant, dispatch_uid="core.mirror_groups.save")
post_delete.connect(_after_change, sender=RoleGrant, dispatch_uid="core.mirror_groups.delete")
