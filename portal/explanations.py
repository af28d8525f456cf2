"""What explains the clauses of a document: guides, interpretations, answers; all in one query."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, F, Value

from portal.models import ApplicationGuide, FaqPage, Interpretation
from portal.visible import Hidden, shown

# What a link with its date and summary needs; the same columns of each kind of page.
COLUMNS = (
    "id",
    "path",
    "slug",
    "title",
    "url_path",
    "locale_id",
    "summary",
    "published_on",
    "clause_code",
)
MODELS = (ApplicationGuide, Interpretation, FaqPage)


@dataclass
class Explanations:
    """Of one clause. The pages hold only what a link to them shows."""

    guides: list[ApplicationGuide] = field(default_factory=list)
    glosses: list[Any] = field(default_factory=list)


def explanations_of(prefix: str, hidden: Hidden) -> dict[str, Explanations]:
    """By clause code, for the codes that begin with ``prefix``; in the order of the tree,
    interpretations before answers.
    """
    first, *others = (_rows(place, prefix, hidden) for place in range(len(MODELS)))
    found: dict[str, Explanations] = defaultdict(Explanations)
    for row in sorted(first.union(*others, all=True), key=lambda row: (row["place"], row["path"])):
        model = MODELS[row["place"]]
        page = model(page_ptr_id=row["id"], **{name: row[name] for name in COLUMNS})
        if isinstance(page, Interpretation):
            page.kind = row["form"]
        about = found[page.clause_code]
        (about.guides if model is ApplicationGuide else about.glosses).append(page)
    return found


def _rows(place: int, prefix: str, hidden: Hidden) -> Any:
    model = MODELS[place]
    form = F("kind") if model is Interpretation else Value("", output_field=CharField())
    rows = shown(model, hidden).filter(clause_code__startswith=prefix).order_by()
    return rows.values(*COLUMNS, place=Value(place), form=form)
