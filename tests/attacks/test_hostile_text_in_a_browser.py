"""A8: what people type, looked at in a real Chromium on every page that shows it: nothing of it runs.

Each page is opened twice: with its Content Security Policy, which must have nothing to forbid, and without it, so that
the words alone keep it from running. The control is the same page from a build that does not escape.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route
from pytest_django import DjangoDbBlocker

from fairplace.commands.launcher.roles import Database
from fairplace.dps.market.queries import categories
from tests.attacks.scene import Scene
from tests.attacks.test_hostile_text import HOSTILE, RAW, more_to_read, poison, poison_what_is_sealed, visitors
from tests.attacks.test_other_peoples_things import addresses, filled
from tests.drill.plugin import Figures
from tests.fixtures.serving import Served, serving

# Called by the hostile words where they run (an <svg> has an x of its own, which is no function: an error), by any
# dialog, and by whatever the policy forbids.
HOOK = """
    window.ran = []; window.x = () => window.ran.push('ran');
    window.addEventListener('error', event => window.ran.push('error ' + event.message));
    for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = () => window.ran.push(name);
    const forbidden = event => window.ran.push('forbidden ' + event.violatedDirective);
    document.addEventListener('securitypolicyviolation', forbidden);
"""
CONTROLS = 5


@pytest.fixture
def hostile(
    scene: Scene, scene_database: Database, admin_url: str, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[Scene, Served]]:
    categories.content_of.cache_clear()
    assert poison(scene_database, admin_url) > 10
    assert poison_what_is_sealed(scene) > 5
    shutil.copytree(os.environ["FAIRPLACE_DATA"], tmp_path, dirs_exist_ok=True)
    with serving(scene_database, tmp_path, demo=False) as served:
        yield scene, served
    categories.content_of.cache_clear()


def pages(scene: Scene) -> Iterator[tuple[dict[str, str], list[str]]]:
    """Cookies of each who may look, and the addresses of one page of each kind that shows them hostile words."""
    besides, shown = more_to_read(scene), set()
    for _, client, owned in visitors(scene):
        theirs = []
        for route, converters, _ in addresses():
            if route in shown:
                continue
            mine = [one for one in (*owned, *besides) if set(converters) <= set(one)] if converters else [{}]
            for address in dict.fromkeys(filled(route, values) for values in mine):
                answer = client.get(address)
                if (
                    answer.status_code == 200
                    and "html" in answer["Content-Type"]
                    and RAW[1:].encode() in answer.content
                ):
                    shown.add(route)
                    theirs.append(address)
                    break
        yield {name: morsel.value for name, morsel in client.cookies.items()}, theirs


@contextmanager
def looking(browser: Browser, served: Served, cookies: dict[str, str], *, policy: bool) -> Iterator[Page]:
    context: BrowserContext = browser.new_context(bypass_csp=not policy)
    try:
        host = urlsplit(served.url).hostname or ""
        for name, value in cookies.items():
            context.add_cookies([{"name": name, "value": value, "domain": host, "path": "/"}])
        context.add_init_script(HOOK)
        yield context.new_page()
    finally:
        context.close()


def ran(page: Page, address: str) -> list[str]:
    page.goto(address, wait_until="load", timeout=60_000)
    found: list[str] = page.evaluate("window.ran")
    return found


def unescaped(route: Route) -> None:
    """The flawed build's answer."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("&lt;svg/onload=x()&gt;", "<svg/onload=x()>"))


@pytest.mark.slow
@pytest.mark.attack("A8", "hostile words in every column, each page that shows them in Chromium")
def test_nothing_that_people_type_runs_in_a_browser_a8(
    hostile: tuple[Scene, Served], browser: Browser, figures: Figures
) -> None:
    scene, served = hostile
    assert escape(HOSTILE).count("svg/onload") == 1
    looked, faults, flawed, forbidden = 0, [], 0, 0
    for cookies, theirs in pages(scene):
        for policy in (True, False):
            with looking(browser, served, cookies, policy=policy) as page:
                for address in theirs:
                    looked += 1
                    faults += [f"{address}: {one}" for one in ran(page, served.url + address)]
        if theirs and flawed < CONTROLS:
            with looking(browser, served, cookies, policy=False) as page:
                page.route(served.url + theirs[0], unescaped)
                flawed += bool(ran(page, served.url + theirs[0]))
            with looking(browser, served, cookies, policy=True) as page:
                page.route(served.url + theirs[0], unescaped)
                told = ran(page, served.url + theirs[0])
                assert all(one.startswith("forbidden") for one in told), "the policy stands behind the escaping"
                forbidden += bool(told)
    figures("pages looked at, with the policy and without", looked)
    figures("executions, dialogs and inline code", len(faults))
    figures.control(f"of {CONTROLS} pages of a build that escapes nothing, run without the policy", flawed)
    figures.control("stopped by the policy", forbidden)
    assert faults == []
    assert looked > 60
    assert flawed > 0
    assert forbidden > 0
