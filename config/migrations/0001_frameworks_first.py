"""Order only: the frameworks' tables are made before the domains'.

Wagtail's two hundred migrations then run while few of our models are in Django's migration state,
which halves the time of the first ``migrate``. core comes earlier still: it holds the User.
"""

from pathlib import Path

from django.apps import apps
from django.db import migrations

FRAMEWORKS = [
    ("account", "0009_emailaddress_unique_primary_email"),
    ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ("mfa", "0003_authenticator_type_uniq"),
    ("sessions", "0001_initial"),
    ("simple_translation", "0001_initial"),
    ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
    ("wagtailadmin", "0006_formstate"),
    ("wagtailcore", "0098_apitoken"),
    ("wagtaildocs", "0014_alter_document_file_size"),
    ("wagtailembeds", "0009_embed_cache_until"),
    ("wagtailforms", "0005_alter_formsubmission_form_data"),
    ("wagtailimages", "0027_image_description"),
    ("wagtailredirects", "0008_add_verbose_name_plural"),
    ("wagtailsearch", "0010_add_text_fields"),
    ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
]


def domains() -> list[tuple[str, str]]:
    """The first migration of every domain app."""
    return [
        (config.label, "0001_initial")
        for config in apps.get_app_configs()
        if config.name.startswith(("crm.", "portal"))
        and config.label != "core"
        and (Path(config.path) / "migrations" / "0001_initial.py").exists()
    ]


class Migration(migrations.Migration):
    dependencies = FRAMEWORKS
    run_before = domains()
