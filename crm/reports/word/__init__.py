"""The report as an editable .docx for 送审: words and tables of the sheet in Word's own means."""

from crm.reports.word.document import to_docx

__all__ = ["to_docx"]
