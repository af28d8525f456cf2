"""What a page must hold, whichever it is: accessible, Chinese, within its width."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

GRAVE = ("serious", "critical")
LATIN = re.compile(r"[A-Za-z]{3,}")
# Names that are the same in Chinese, and codes.
SAME = re.compile(
    r"(?<![A-Za-z])(?:PDF|XLSX|DOCX|CSV|JSON|Excel|WPS|Word|TOTP|Ctrl|Esc|Enter|Tab|English"
    r"|District Desk|Atom|Noto CJK SC"
    r"|ICP|SHA-256|WALE|CNY|USD|EUR|xlsx|docx|csv|pdf|xls|txt|zip|WCAG|AA)"
    r"(?![A-Za-z])"
    r"|\b[A-Z]{2,4}-[\w-]+|\b[0-9a-f]{8,}\b|\S+@\S+|https?://\S+|\b[a-z_]+\.[a-z_.]+\b"
)
VISIBLE_TEXT = """
() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, holder = node.parentElement;
    if (!node.textContent.trim() || !holder) continue;
    if (holder.closest('script,style,noscript,template') || !holder.checkVisibility()) continue;
    if (holder.closest('code,kbd,samp,[lang=en],[translate=no]')) continue;
    found.push(node.textContent.trim());
  }
  for (const holder of document.querySelectorAll('[title],[placeholder],[aria-label],img[alt]')) {
    if (holder.closest('[lang=en],[translate=no]') || !holder.checkVisibility()) continue;
    for (const name of ['title', 'placeholder', 'aria-label', 'alt'])
      if (holder.getAttribute(name)) found.push(holder.getAttribute(name));
  }
  found.push(document.title);
  return found;
}
"""


def grave_violations(page: Page) -> list[str]:
    """What axe calls serious or critical, with the place."""
    found = Axe().run(page).response["violations"]
    return [
        f"{entry['id']} ({len(entry['nodes'])}): {entry['nodes'][0]['html'][:160]}"
        for entry in found
        if entry["impact"] in GRAVE
    ]


def english_left(page: Page) -> list[str]:
    """Words a Chinese reader would stumble over."""
    texts = page.evaluate(VISIBLE_TEXT)
    return sorted({text[:80] for text in texts if LATIN.search(SAME.sub("", text))})


def wider_than_the_screen(page: Page) -> list[str]:
    """Elements that make the page scroll sideways; tables may scroll inside their own frame."""
    overflow = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    if overflow <= 1:
        return []
    return page.evaluate(
        """() => [...document.body.querySelectorAll('*')]
            .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1
                         && e.checkVisibility())
            .slice(0, 5).map(e => e.tagName + '.' + e.className)"""
    )
