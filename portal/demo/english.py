"""The English side of the demonstration: its own words, not a mirror of the Chinese pages."""

import datetime as dt

from portal.models import HomePage, StandardPage

COMMON = "租金补贴, 外资研发中心, 跨境服务"
STANDING = (
    (
        "accessibility",
        "Accessibility",
        "<p>This site is built to WCAG 2.2 level AA. Large type and high contrast are in the bar at the top;"
        " everything can be done with the keyboard alone.</p>",
    ),
    (
        "about-the-language",
        "About the language of this site",
        "<p>Policies are published in Chinese, and the Chinese text prevails. This page and the forms are in"
        " English; a manager answers in the language you write in.</p>",
    ),
)


def english_pages(today: dt.date) -> None:
    """Words of the English home page and its standing pages; what an editor has changed stays."""
    home = HomePage.objects.filter(locale__language_code="en").first()
    if home is None:
        return
    home.is_demo = True
    if not home.common_queries:
        home.common_queries = COMMON
        home.hero_lead = (
            "Results lead straight to the clause: who qualifies, how much, and by when."
            " Policies are published in Chinese."
        )
    home.save()
    for slug, title, body in STANDING:
        if not StandardPage.objects.child_of(home).filter(slug=slug).exists():
            home.add_child(
                instance=StandardPage(
                    title=title,
                    slug=slug,
                    body=body,
                    is_demo=True,
                    locale=home.locale,
                    published_on=today,
                )
            )
