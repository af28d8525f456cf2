"""Files: what is taken in, under which hash it lies, and who gets it back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from crm.core.attachments import attach
from crm.core.errors import Refused
from crm.core.models import Event, StoredFile

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"


def upload(name="走访记录.pdf", content=PDF):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def test_the_same_content_is_kept_once(people):
    team = people.team("bureau")
    attach(team, upload(), by=people.admin)
    attach(team, upload("另一份.pdf"), by=people.admin)
    assert StoredFile.objects.count() == 1
    assert StoredFile.objects.get().path.read_bytes() == PDF


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.html", b"<script>"),
        ("x.pdf", b"MZ\x90\x00"),
        ("x.xlsx", PDF),
        ("x", PDF),
        ("x.txt", b"\x00\x01"),
    ],
)
def test_a_wrong_kind_is_refused_and_nothing_is_stored(people, name, content):
    with pytest.raises(Refused):
        attach(people.team("bureau"), upload(name, content), by=people.admin)
    assert not StoredFile.objects.exists()


def test_who_may_read_the_record_gets_the_file_and_the_look_is_recorded(client, people):
    attachment = attach(people.team("bureau"), upload(), by=people.admin)
    client.force_login(people.manager)
    answer = client.get(reverse("attachment", args=[attachment.pk, attachment.name]))
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert Event.objects.filter(name="core.file_read", actor__username="manager").exists()


@pytest.mark.parametrize("name", ["operator", "stranger"])
def test_a_stranger_to_the_record_does_not(client, people, name):
    attachment = attach(people.team("bureau"), upload(), by=people.admin)
    client.force_login(getattr(people, name))
    answer = client.get(reverse("attachment", args=[attachment.pk, attachment.name]))
    assert answer.status_code in (403, 404)
