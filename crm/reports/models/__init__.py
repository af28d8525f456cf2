"""What is stored: snapshots and their words, runs of the printer, forms for other offices."""

from crm.reports.models.printing import ArchiveJob, PrintJob
from crm.reports.models.snapshots import (
    ArchivePackage,
    Passage,
    RestrictedAnnex,
    Snapshot,
    SnapshotPart,
)
from crm.reports.models.submissions import SubmissionCell, SubmissionFiling, SubmissionForm

__all__ = [
    "ArchiveJob",
    "ArchivePackage",
    "Passage",
    "PrintJob",
    "RestrictedAnnex",
    "Snapshot",
    "SnapshotPart",
    "SubmissionCell",
    "SubmissionFiling",
    "SubmissionForm",
]
