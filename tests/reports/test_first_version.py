"""Reports that were issued under rule version 1 keep their words and figures for good."""

import json
from pathlib import Path

import pytest

from crm.reports.comparison import compare
from crm.reports.layout import Chart, Paragraph
from crm.reports.models import Snapshot
from crm.reports.printing import document_of
from tests.factories.reports import SnapshotFactory

GOLDEN = Path(__file__).parent / "golden"


def printed(document):
    """Every word and figure, a line each."""
    lines = ["".join(document.title) + document.period]
    for section in document.sections:
        lines.append(section.heading)
        for block in section.blocks:
            if isinstance(block, Paragraph):
                lines.append(block.text)
            elif isinstance(block, Chart):
                lines.append(f"{block.heading} {block.source}")
            else:
                lines.append(f"{block.heading} {block.unit}")
                lines += ["\t".join(cell.text for cell in row.cells) for row in block.rows]
                lines.append(block.source)
    return "\n".join(lines) + "\n"


@pytest.fixture
def first():
    return (GOLDEN / "occupancy-monthly-1.json").read_text()


def test_the_first_version_prints_what_it_always_printed(monthly, first):
    document = monthly.document(json.loads(first), "1")
    assert printed(document) == (GOLDEN / "occupancy-monthly-1.txt").read_text()
    assert not document.passages


@pytest.mark.django_db
def test_a_report_of_each_version_can_be_compared(draft, first):
    earlier = SnapshotFactory(
        canonical=first, rule_version="1", state=Snapshot.State.DROPPED, scope_code="district"
    )
    found = compare(document_of(earlier), document_of(draft))
    assert found.same > 100
    labels = {row.label for row in found.differences if row.earlier and row.later}
    assert not {label for label in labels if label.startswith("总体指标")}
