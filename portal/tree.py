"""The page tree that every installation has: a home page a locale and the fixed index pages."""

from django.conf import settings
from wagtail.models import Locale, Page, Site

from portal.choices import IndexKind
from portal.models import HomePage, IndexPage

ENGLISH_HOME = {
    "title": "Home",
    "hero_title": "Find the policy that fits your business",
    "hero_lead": "Results lead straight to the clause: who qualifies, how much, and by when.",
    "placeholder": "For example: rent support, foreign R&D centre",
}
CHINESE_HOME = {
    "title": "首页",
    "hero_title": "找政策，从说需求开始",
    "hero_lead": (
        "写一句话、一个政策简称或文号都可以。结果直接落到条款，标明谁能申、给多少、哪天截止。"
    ),
    "placeholder": "例如：房租补贴、丰九条、外资研发中心",
}
# Content, not interface: written out, so that a tree planted without compiled catalogues is
# Chinese too.
INDEX_TITLES = {
    IndexKind.PACKAGES: "政策包",
    IndexKind.POLICIES: "政策文件",
    IndexKind.GUIDES: "申报指南",
    IndexKind.INTERPRETATIONS: "政策解读",
    IndexKind.NOTICES: "通知公告",
    IndexKind.FAQ: "常见问题",
    IndexKind.CONSULTATIONS: "意见征集",
    IndexKind.SHOWCASE: "楼宇载体",
}


def plant() -> None:
    """Lay what is missing of the tree; change nothing that stands. Replaces Wagtail's welcome
    page.
    """
    chinese = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)[0]
    english = Locale.objects.get_or_create(language_code="en")[0]
    root = Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=chinese)
    )
    home = _home(root, chinese, "home", CHINESE_HOME)
    _home(root, english, "home-en", ENGLISH_HOME, translation_key=home.translation_key)
    for kind in IndexKind:
        _index(home, kind)
    _site(home)


def index_page(kind: str, language_code: str = settings.LANGUAGE_CODE) -> IndexPage:
    """The fixed index page of a kind; raises DoesNotExist before the tree is planted."""
    return IndexPage.objects.get(kind=kind, locale__language_code=language_code)


def _home(root: Page, locale: Locale, slug: str, words: dict[str, str], **extra) -> HomePage:
    home = HomePage.objects.filter(locale=locale).first()
    if home:
        return home
    taken = root.get_children().filter(slug=slug).exists()
    page = HomePage(slug=f"{slug}-page" if taken else slug, locale=locale, **words, **extra)
    return root.add_child(instance=page)


def _index(home: HomePage, kind: IndexKind) -> None:
    if IndexPage.objects.child_of(home).filter(kind=kind).exists():
        return
    title = INDEX_TITLES[kind]
    home.add_child(instance=IndexPage(title=title, slug=kind.value, kind=kind, locale=home.locale))


def _site(home: HomePage) -> None:
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(
            hostname="localhost",
            root_page=home,
            is_default_site=True,
            site_name=settings.WAGTAIL_SITE_NAME,
        )
        return
    if isinstance(site.root_page.specific, HomePage):
        return
    welcome = site.root_page
    site.root_page = home
    site.site_name = settings.WAGTAIL_SITE_NAME
    site.save()
    # Wagtail's welcome page: the one plain page below the root that the site pointed to.
    if welcome.specific_class is Page and welcome.depth == 2 and welcome.is_leaf():
        welcome.delete()
