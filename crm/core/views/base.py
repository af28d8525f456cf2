"""The base of every staff view: it names a permission, or it does not load."""

from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from crm.core.access import ANY_STAFF, view_behind
from crm.core.acts import record_event
from crm.core.context import request_id
from crm.core.errors import NotAllowed
from crm.core.models import Event


class StaffView(View):
    """Login first, then the permission; a person without it gets 403, a row out of reach 404.

    ``permission`` is an action name; ``ANY_STAFF`` opens the view to all staff and operators.
    ``abstract = True`` in a class body marks a base that no URL serves.
    """

    permission: ClassVar[str] = ""
    abstract: ClassVar[bool] = True
    title: ClassVar[Any] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.abstract = cls.__dict__.get("abstract", False)
        if not cls.abstract and not cls.permission:
            raise ImproperlyConfigured(f"{cls.__module__}.{cls.__name__} names no permission")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        if not user.is_authenticated:
            return redirect(f"{reverse('account_login')}?next={request.get_full_path()}")
        if not (user.can(ANY_STAFF) and user.can(self.permission)):
            self._refused(self.permission)
            raise PermissionDenied
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotAllowed as refusal:
            self._refused(refusal.action)
            raise PermissionDenied from refusal

    def _refused(self, action: str) -> None:
        """Log the refusal: what an action wrote about it went away with its transaction."""
        request = request_id.get()
        known = Event.objects.filter(name="core.refused", request_id=request)
        if not request or not known.exists():
            record_event("core.refused", by=self.user, data={"action": action})

    @property
    def user(self) -> Any:
        """The person who asks."""
        return self.request.user

    def crumbs(self) -> list[tuple[Any, str]]:
        """Breadcrumbs between 首页 and this page, as (label, address)."""
        return []

    def back_url(self) -> str:
        """Where a form that is given up leads: the last breadcrumb, else the nearest page above."""
        for _label, address in reversed(self.crumbs()):
            if address:
                return address
        address = self.request.path
        while address.count("/") > 1:
            address = address.rstrip("/").rpartition("/")[0] + "/"
            view = view_behind(address)
            if isinstance(view, type) and issubclass(view, StaffView):
                return address
        return reverse("desk:home")

    def page(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """Render inside the shell."""
        values = {"view": self, "title": self.title, "crumbs": self.crumbs(), **context}
        return render(self.request, template, values, status=status)


class RecordMixin:
    """Loads one record by its number (or ``slug_field``) in one call that also checks who asks."""

    model: ClassVar[type[Model]]
    slug_field: ClassVar[str] = "number"
    permission: ClassVar[str]
    request: HttpRequest
    kwargs: dict[str, Any]

    def records(self) -> Any:
        """The rows this view may load; override to add select_related."""
        return self.model._default_manager.visible_to(self.request.user)  # type: ignore[attr-defined]

    def get_record(self, *, lock: bool = False) -> Any:
        """The record; Http404 when it is out of reach, NotAllowed when only the action is."""
        rows = self.records()
        if lock:
            rows = rows.select_for_update(of=("self",))
        record = rows.filter(**{self.slug_field: self.kwargs["slug"]}).first()
        if record is None:
            raise Http404
        if not self.request.user.can_on(self.permission, record):  # type: ignore[union-attr]
            raise NotAllowed(self.permission)
        return record
