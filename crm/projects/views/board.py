"""The board of projects, its columns and the move menu of a card."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.core.clock import today
from crm.core.errors import Refused, Stale
from crm.core.views import RecordMixin, StaffView
from crm.core.whole_numbers import read_whole
from crm.projects import actions
from crm.projects.board import Column, columns_of, fill, rows_of, targets_of
from crm.projects.filters import ProjectFilter
from crm.projects.models import Project
from crm.projects.rules import ORDER, Side, Stage

SCOPES = ("mine", "team", "all")


class BoardRows:
    """Which projects a board shows: mine, my team's, or all that I may see, under conditions."""

    request: HttpRequest
    user: Any

    def scope(self) -> str:
        """``?scope=``; the team when there is one, else everything."""
        asked = self.request.GET.get("scope", "")
        if asked in SCOPES:
            return asked
        return "all" if self.user.district_wide("projects.view") else "team"

    def rows_in(self, scope: str) -> QuerySet:
        """The rows of one scope, ended and handed-over ones left out."""
        rows = Project.objects.visible_to(self.user).filter(side__in=[Side.NONE, Side.PAUSED])
        if scope == "mine":
            return rows.of_person(self.user)
        if scope == "team":
            return rows.filter(team=self.user.home_team_id)
        return rows

    def filtered(self) -> tuple[QuerySet, ProjectFilter]:
        """The rows of the board, and the filters in force."""
        rows = self.rows_in(self.scope())
        filterset = ProjectFilter(self.request.GET, queryset=rows, request=self.request)
        return (filterset.qs if filterset.is_valid() else rows), filterset

    def dress(self, column: Column) -> None:
        """Put onto the cards how long they are here and whether this person may move them."""
        day = today()
        for card in column.cards:
            card.days_here = (day - card.stage_since).days
            card.may_move = self.user.can_on("projects.move", card)


class Board(BoardRows, StaffView):
    """Columns by stage with count and sum; the late stages folded up."""

    permission = "projects.view"
    title = gettext_lazy("Project board")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(gettext_lazy("Projects"), reverse("desk:projects:list"))]

    def get(self, request: HttpRequest) -> HttpResponse:
        rows, filterset = self.filtered()
        opened = set(request.GET.getlist("open"))
        columns = columns_of(rows, opened)
        for column in columns:
            self.dress(column)
        context = {
            "columns": columns,
            "filterset": filterset,
            "scope": self.scope(),
            "scopes": [(name, self.rows_in(name).count()) for name in SCOPES],
            "count": sum(column.count for column in columns),
            "total": sum(column.total for column in columns),
            "may_create": self.user.can("projects.create"),
            "opened": opened,
        }
        return self.page("projects/project_board.html", context)


class BoardColumn(BoardRows, StaffView):
    """The next cards of one column, for 再显示."""

    permission = "projects.view"

    def get(self, request: HttpRequest, stage: str) -> HttpResponse:
        if stage not in (*ORDER, Side.PAUSED):
            raise Http404
        rows, _filterset = self.filtered()
        column = Column(key=stage, label="", count=0, total=0, is_open=True)
        fill(column, rows_of(rows, stage), after=request.GET.get("after", ""))
        self.dress(column)
        context = {"column": column}
        return TemplateResponse(request, "projects/_board_cards.html", context)


class MoveMenu(RecordMixin, StaffView):
    """Where a card can go and what is missing; moving forward is one POST, backwards a form."""

    model = Project
    permission = "projects.move"
    title = gettext_lazy("Move the project")

    def crumbs(self) -> list[tuple[Any, str]]:
        board = reverse("desk:projects:board")
        return [(gettext_lazy("Project board"), board), (self.kwargs["slug"], "")]

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        project = self.get_record()
        context = {"record": project, "targets": targets_of(project)}
        if request.htmx:  # type: ignore[attr-defined]
            return TemplateResponse(request, "projects/_move_menu.html", context)
        return self.page("projects/move_menu.html", context)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        project = self.get_record()
        target, seen = request.POST.get("to", ""), request.POST.get("version", "")
        if target not in ORDER:
            raise Http404
        back = request.POST.get("next", "")
        address = reverse("desk:projects:board") if back == "board" else project.get_absolute_url()
        try:
            actions.move_stage(
                [project],
                by=self.user,
                to=Stage(target),
                expected=read_whole(seen),
            )
        except Refused as refusal:
            messages.error(request, refusal.message)
        except Stale:
            messages.error(request, _("Somebody saved this project first. Look at it again."))
        else:
            messages.success(
                request,
                _("%(project)s is now at %(stage)s.")
                % {"project": project.number, "stage": project.get_stage_display()},
            )
        return HttpResponseRedirect(address)
