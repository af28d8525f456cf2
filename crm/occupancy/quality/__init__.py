"""数据质量: checks over the ledger, what they find, and what somebody has verified."""

from crm.occupancy.quality.findings import Board, Found, board, findings_count

__all__ = ["Board", "Found", "board", "findings_count"]
