"""The components in a real browser, under the strict content security policy, judged by axe."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from fairplace.govuk import build_assets
from fairplace.web.components.showcase import showcase_context
from tests.web.components.drawing import PACKAGE, draw_file

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'"
FOLDERS = {
    "/static/govuk/": PACKAGE / "govuk" / "static" / "govuk",
    "/static/components/": PACKAGE / "web" / "components" / "static",
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = next(
            (
                folder / self.path.removeprefix(start)
                for start, folder in FOLDERS.items()
                if self.path.startswith(start)
            ),
            None,
        )
        if found is not None and not found.is_file():
            self.send_error(404)
            return
        body = found.read_bytes() if found else self.components()
        self.send_response(200)
        self.send_header("Content-Type", (guess_type(found)[0] if found else None) or "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def components(self) -> bytes:
        context = showcase_context("errors" in self.path)
        return draw_file("web/components/showcase.jinja", **context).encode()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    build_assets.build(developing=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def faults(page: Page) -> list[str]:
    checker: Path = build_assets.MODULES / "axe-core" / "axe.min.js"
    page.evaluate(checker.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    return [f"{fault['id']}: {node['html'][:120]}" for fault in found["violations"] for node in fault["nodes"]]


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("query", ["", "?errors=1"])
def test_components_have_no_fault_and_no_blocked_part(browser: Browser, address: str, width: int, query: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address + query)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert said == []
    page.close()


def test_error_summary_leads_to_the_wrong_date_box(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}?errors=1")
    assert page.title() == "Error: Components – Fairplace"
    page.get_by_role("alert").get_by_role("link", name="The date must be a real date").click()
    assert page.evaluate("document.activeElement.id") == "id_start_day"
    page.close()


def test_fields_inside_a_choice_and_all_menus_are_there_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 800})
    page = context.new_page()
    page.goto(address)
    assert page.get_by_label("Where?", exact=True).is_visible()
    assert page.get_by_role("link", name="Reports").is_visible()
    context.close()


def test_fields_inside_a_choice_appear_when_it_is_chosen(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    assert not page.get_by_label("Where?", exact=True).is_visible()
    page.get_by_label("Somewhere else").check()
    assert page.get_by_label("Where?", exact=True).is_visible()
    assert faults(page) == []
    page.close()


def test_comparison_is_a_table_on_a_desk_and_cards_on_a_phone(browser: Browser, address: str) -> None:
    for width, table, cards in ((1280, True, False), (375, False, True)):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto(address)
        assert page.locator(".fp-compare").is_visible() is table
        assert page.locator(".fp-cards").is_visible() is cards
        page.close()
