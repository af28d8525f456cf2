"""Behind the bell: everything that waits for me, kind by kind."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from crm.core.access import ANY_STAFF
from crm.core.clock import today
from crm.core.registries import todos
from crm.core.views.base import StaffView
from crm.desk.days import group_by_state, todos_by_source


class ToDos(StaffView):
    """All to-dos; ``?source=`` keeps one kind."""

    permission = ANY_STAFF
    title = gettext_lazy("To-dos")

    def get(self, request: HttpRequest) -> HttpResponse:
        sources = todos_by_source(self.user, today())
        chosen = request.GET.get("source", "")
        kept = [(key, items) for key, items in sources if key == chosen] or sources
        return self.page(
            "desk/todos.html",
            {
                "sources": [(todos[key], len(items)) for key, items in sources if items],
                "chosen": chosen if chosen in todos else "",
                "total": sum(len(items) for _, items in sources),
                "shell_todo_count": sum(len(items) for _, items in sources),
                "groups": group_by_state([item for _, items in kept for item in items]),
            },
        )
