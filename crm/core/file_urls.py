"""Attachments."""

from django.urls import path

from crm.core.views.files import AttachmentDownload

urlpatterns = [path("<int:pk>/<str:name>", AttachmentDownload.as_view(), name="attachment")]
