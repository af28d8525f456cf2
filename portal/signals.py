"""Listens to Wagtail and calls ``publishing`` and ``indexing``; holds no rule itself.

A receiver never lets an error out into the editor's request or into scheduled publishing: what
search misses the nightly reconcile finds, and the projection is rebuilt by ``manage.py
portal_project``.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from crm.core import clock
from portal import frame, indexing, publishing
from portal.models import FooterSettings


@receiver(page_published, dispatch_uid="portal.published")
def after_publish(sender: type, instance: Page, **kwargs: Any) -> None:
    publishing.page_published(instance, clock.today())


@receiver(page_unpublished, dispatch_uid="portal.unpublished")
def after_unpublish(sender: type, instance: Page, **kwargs: Any) -> None:
    indexing.mark_below(instance.path)


@receiver(post_page_move, dispatch_uid="portal.moved")
def after_move(sender: type, instance: Page, **kwargs: Any) -> None:
    indexing.mark_below(instance.path)


@receiver(page_slug_changed, dispatch_uid="portal.slug")
def after_slug_change(sender: type, instance: Page, **kwargs: Any) -> None:
    indexing.mark_below(instance.path)


@receiver(post_save, dispatch_uid="portal.saved")
def after_save(sender: type, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """In the save's own transaction. Marks the id only: a draft in ``instance`` is never read."""
    if raw:
        return
    if isinstance(instance, (Page, FooterSettings)):
        frame.forget()
    if isinstance(instance, Page):
        indexing.mark_pages([instance.pk])
    elif isinstance(instance, PageViewRestriction):
        indexing.mark_below(instance.page.path)


@receiver(post_delete, dispatch_uid="portal.deleted")
def after_delete(sender: type, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, PageViewRestriction):
        page = Page.objects.filter(pk=instance.page_id).first()
        if page:
            indexing.mark_below(page.path)
    elif isinstance(instance, Page):
        frame.forget()
        publishing.page_gone(instance)
