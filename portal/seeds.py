"""What the portal needs in every installation: the page tree and the editors' rights in Wagtail."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from crm.core.registries import Seed, seeds
from portal import tree

PAGE_RIGHTS = {
    "policy_editor": ("add_page", "change_page"),
    "policy_reviewer": ("change_page",),
    "policy_publisher": ("change_page", "publish_page"),
    "admin": ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
}
COLLECTION_RIGHTS = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)


def grant_editors() -> None:
    """Give the groups that core mirrors from roles what Wagtail asks for; a right taken away is
    given again only when the group has none at all.
    """
    root = Page.get_first_root_node()
    collection = Collection.get_first_root_node()
    admin_access = Permission.objects.filter(
        codename="access_admin", content_type__app_label="wagtailadmin"
    )
    footer_access = Permission.objects.filter(
        codename="change_footersettings", content_type__app_label="portal"
    )
    for name, codenames in PAGE_RIGHTS.items():
        group = Group.objects.filter(name=name).first()
        if group is None or GroupPagePermission.objects.filter(group=group).exists():
            continue
        group.permissions.add(*admin_access)
        if name in ("policy_publisher", "admin"):
            group.permissions.add(*footer_access)
        _allow(GroupPagePermission, group, codenames, page=root)
        if collection:
            _allow(GroupCollectionPermission, group, COLLECTION_RIGHTS, collection=collection)


def _allow(model, group: Group, codenames: tuple[str, ...], **place) -> None:
    permissions = Permission.objects.filter(
        codename__in=codenames,
        content_type__app_label__in=("wagtailcore", "wagtailimages", "wagtaildocs"),
    )
    model.objects.bulk_create(
        [model(group=group, permission=permission, **place) for permission in permissions]
    )


seeds.register(Seed("portal.tree", tree.plant, order=30))
seeds.register(Seed("portal.editors", grant_editors, order=31))
