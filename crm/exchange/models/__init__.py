from crm.exchange.models.changes import ImportChange
from crm.exchange.models.jobs import ImportJob
from crm.exchange.models.notes import ImportNote

__all__ = ["ImportChange", "ImportJob", "ImportNote"]
