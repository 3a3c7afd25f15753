"""A person at a browser of their own: goes, reads, fills in and sends, and finds nothing inaccessible on the way."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from tests.fixtures.browser import PATIENCE

PACKAGE = Path(__file__).resolve().parents[2] / "fairplace"
AXE = (PACKAGE / "govuk/assets/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_RUN_AXE = "async (rules) => (await axe.run(document, {runOnly: rules, resultTypes: ['violations']})).violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | '))"  # noqa: E501
_TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')
_faultless: set[tuple[str, bytes]] = set()
"""What axe was shown in this process and found nothing in: how it was looked at, and all its HTML but for the token."""


class Visitor:
    """One browser context. Every page that is reached is looked at with axe; on a phone, also for its width.

    The very same HTML on the same kind of screen is shown to axe once in a process: the demo's long list of people
    takes it seconds, and every person of a journey begins there."""

    def __init__(
        self, browser: Browser, address: str, *, javascript: bool = True, width: int = 1280, touch: bool = False
    ) -> None:
        self.address = address
        self.scripts = javascript
        self._phone = width < 500
        self._look = f"{width} {touch} {javascript}"
        look: Any = {"viewport": {"width": width, "height": 900}, "has_touch": touch, "is_mobile": touch}
        context = browser.new_context(
            locale="en-GB", timezone_id="Europe/London", java_script_enabled=javascript, **look
        )
        context.set_default_timeout(PATIENCE)
        self.page: Page = context.new_page()
        self._looked_at: Page = self.page if javascript else browser.new_context(**look).new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self._heard(message.type, message.text))

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error" and "status of 4" not in text:
            self.complaints.append(text)

    def is_now(self, name: str) -> Visitor:
        """Signs in as that person, by the demo's page of people."""
        self.goes_to("/demo/people/")
        button = self.page.locator(f'button:text-is("Be {name}")').first
        button.evaluate("one => { const more = one.closest('details'); if (more) more.open = true }")
        return self._goes_by(button)

    def goes_to(self, path: str) -> Visitor:
        """An address that somebody was given: a letter's link, or the start."""
        self.page.goto(path if path.startswith("http") else f"{self.address}{path}")
        return self.arrives()

    def follows(self, link: str, *, within: Locator | None = None) -> Visitor:
        """A link or a button that looks like one, by its words."""
        place = within or self.page.locator("#main-content, nav, .fp-demo-bar")
        found = place.locator("a:visible", has_text=link)
        menu = self.page.locator("nav button:visible", has_text="Menu")
        if self._phone and not found.count() and menu.count():
            menu.first.click()
        return self._goes_by(found.first)

    def opens(self, *texts: str) -> Visitor:
        """The first link of the row in which all of this stands."""
        row = self.page.locator("main tr, main li")
        for text in texts:
            row = row.filter(has_text=text)
        return self._goes_by(row.first.locator("a:visible").first)

    def opens_first_of(self, heading: str) -> Visitor:
        """The first link of the list under this heading."""
        return self._goes_by(self.page.locator(f'main h2:text-is("{heading}") ~ ul').first.locator("a:visible").first)

    def presses(self, button: str, *, within: Locator | None = None) -> Visitor:
        """A button, by its words."""
        place = within or self.page.locator("#main-content")
        return self._goes_by(place.locator("button:visible", has_text=button).first)

    def _goes_by(self, what: Locator) -> Visitor:
        with self.page.expect_navigation():
            what.click()
        return self.arrives()

    def fills_in(self, **answers: Any) -> Visitor:
        """Fields by name: text is typed, True ticks, False unticks, a list ticks many, a choice is picked."""
        for name, answer in answers.items():
            self._answer(name, answer)
        return self

    def _answer(self, name: str, answer: Any) -> None:
        found = self.page.locator(f'[name="{name}"]')
        first = found.first
        kind = first.get_attribute("type") or ""
        if kind in {"radio", "checkbox"}:
            if isinstance(answer, bool):
                first.set_checked(answer)
            else:
                for value in [answer] if isinstance(answer, str) else answer:
                    self.page.locator(f'[name="{name}"][value="{value}"]').check()
        elif kind == "file":
            first.set_input_files(answer)
        elif first.evaluate("one => one.tagName") == "SELECT":
            first.select_option(answer)
        else:
            first.fill(str(answer))

    def fills_date(self, name: str, day: Any) -> Visitor:
        """Three boxes: day, month, year."""
        return self.fills_in(**{f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year})

    def reads(self, *texts: str) -> Visitor:
        """Each of these stands on the page."""
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text)
        return self

    def does_not_read(self, *texts: str) -> Visitor:
        """None of these stands on the page."""
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)
        return self

    def is_told(self, *errors: str) -> Visitor:
        """The error summary says so, and its link leads to a field."""
        for error in errors:
            expect(self.page.locator(".govuk-error-summary")).to_contain_text(error, ignore_case=True)
        return self

    def arrives(self) -> Visitor:
        """On any page: it is no failure, nothing was blocked, axe finds nothing, nothing sticks out on a phone."""
        self.page.wait_for_load_state("load")
        title = self.page.title()
        assert not any(words in title.lower() for words in ("not found", "went wrong")), (self.page.url, title)
        self._finds_nothing_inaccessible()
        if self._phone:
            over = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, (self.page.url, f"{over} pixels too wide")
        assert not self.complaints, (self.page.url, self.complaints)
        return self

    def _finds_nothing_inaccessible(self) -> None:
        html = self.page.content()
        shown = (self._look, sha256(_TOKEN.sub(r"\1", html).encode()).digest())
        if shown in _faultless:
            return
        if not self.scripts:
            self._copies_the_page(html)
        self._looked_at.evaluate(AXE)
        found = self._looked_at.evaluate(_RUN_AXE, _RULES)
        assert not found, (self.page.url, found)
        _faultless.add(shown)

    def _copies_the_page(self, html: str) -> None:
        """axe needs JavaScript: it looks at the same HTML in a browser that has it, without the page's own scripts."""
        html = re.sub(r"<script\b.*?</script>", "", html, flags=re.DOTALL)
        self._looked_at.route(self.page.url, lambda route: route.fulfill(body=html, content_type="text/html"))
        self._looked_at.goto(self.page.url)
        self._looked_at.unroute_all()

    def leaves(self) -> None:
        """Closes the browser context."""
        self.page.context.close()
        if not self.scripts:
            self._looked_at.context.close()
