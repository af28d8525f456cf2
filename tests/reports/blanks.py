"""Forms of other offices for tests: the demo's blank, as it is or changed."""

from io import BytesIO

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from crm.reports import demo
from crm.reports.models import SubmissionForm
from crm.reports.submissions import actions


def upload(content=None, name="月报表.xlsx"):
    return SimpleUploadedFile(name, content or demo.blank_form())


def changed(change):
    """The demo's blank after ``change(book)``."""
    book = openpyxl.load_workbook(BytesIO(demo.blank_form()))
    change(book)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def registered(by=None, **values):
    form = SubmissionForm(**{"code": "SW-01", "name": "月报表", "agency": "市级部门", **values})
    return actions.register_form(form, upload(), by=by)


def opened(content):
    return openpyxl.load_workbook(BytesIO(content))
