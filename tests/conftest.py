"""How the tests run: on real PostgreSQL, as the application role, with any skip but of the slow
failing the run where CI=true."""

from __future__ import annotations

import gc
import json
import os
import shutil
import tempfile
from base64 import b64encode
from collections.abc import Generator
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairplace.config.settings")
os.environ["FAIRPLACE_DATA"] = tempfile.mkdtemp(prefix="fairplace-tests-")
os.environ["FAIRPLACE_SECRET_KEY"] = "only-for-tests-" + "x" * 50
os.environ["FAIRPLACE_KEYRING"] = json.dumps({"1": b64encode(bytes(range(32))).decode()})
os.environ["FAIRPLACE_LOG_SEED"] = b64encode(bytes(range(32, 64))).decode()
os.environ["FAIRPLACE_PUBLIC_ADDRESS"] = "http://127.0.0.1:8000"
os.environ.pop("FAIRPLACE_DEMO", None)
os.environ.pop("FAIRPLACE_KEYRING_FILE", None)

import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.drill import plugin as drill
from tests.fixtures.browser import browser, chromium, context, page  # noqa: F401
from tests.fixtures.databases import (  # noqa: F401
    admin_url,
    committed_database,
    current_database,
    database_template,
    django_db_setup,
    frozen_clock,
    owner_connection,
    set_clock,
    start_server,
    stop_server,
    test_database,
)
from tests.fixtures.serving import demo_template, served, served_demo  # noqa: F401

# How long an example takes says how busy the machine is, not whether the property holds.
hypothesis_settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("any machine")
settings.DATABASES  # noqa: B018  # loads the settings, which pytest-django then finds configured

TESTS = Path(__file__).resolve().parent
SHARED = TESTS.parents[1] / "shared"
BROWSER_FIXTURES = {"browser", "context", "page"}
shared_left_out = pytest.StashKey[int]()


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(drill, "drill")
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        start_server()  # before the workers are started, so that they share it


def pytest_unconfigure(config: pytest.Config) -> None:
    stop_server()
    shutil.rmtree(os.environ["FAIRPLACE_DATA"], ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if BROWSER_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("journey")
        mark = item.get_closest_marker("django_db")
        if mark is not None and (mark.kwargs.get("transaction") or mark.args):
            raise pytest.UsageError(f"{item.nodeid}: use the fixture committed_database; no test may flush.")
    if not SHARED.is_dir():
        left_out = [item for item in items if item.get_closest_marker("shared_folder")]
        items[:] = [item for item in items if item not in left_out]
        config.stash[shared_left_out] = len(left_out)
        if left_out:
            config.hook.pytest_deselected(items=left_out)
    if hasattr(config, "workerinput"):
        in_a_browser = {item.path for item in items if item.get_closest_marker("journey")}
        items.sort(key=lambda item: _turn(item.path, in_a_browser))


def _turn(file: Path, in_a_browser: set[Path]) -> int:
    """Where processes share the files out, those that take minutes come first, so that none is left alone with one.

    The launcher's need no database of ours: with one process at them, the other makes that and tells the demo."""
    if file.is_relative_to(TESTS / "launcher"):
        return 0
    return 1 if file in in_a_browser else 2


def pytest_collection_finish(session: pytest.Session) -> None:
    """As the web server does: web.page.forgetting, which collects after every form, then looks at what came since."""
    _what_is_loaded_stays()


@pytest.fixture(scope="module", autouse=True)
def _what_came_with_a_file_stays() -> None:
    """The pages, templates and tables that a test is the first to need."""
    _what_is_loaded_stays()


def _what_is_loaded_stays() -> None:
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.call_report = report  # type: ignore[attr-defined]
    return report


@pytest.fixture(autouse=True)
def _whoever_is_put_in_has_shown_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """`force_login` stands for somebody who showed what is asked of them; tests of that sign in by the pages."""
    from fairplace.dps.organisations.rules.sign_ins import Factor
    from fairplace.web.signing_in import sessions

    shown = sessions._shown

    def enough(request: Any, user: Any) -> Factor:
        found = shown(request, user)
        return Factor.SINGLE_SIGN_ON if found is Factor.NONE else found

    monkeypatch.setattr(sessions, "_shown", enough)


def _skipped(config: pytest.Config) -> int:
    reporter: Any = config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    return sum(drill.WHY_SLOW not in str(report.longrepr) for report in skipped)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if os.environ.get("CI") != "true" or hasattr(session.config, "workerinput"):
        return
    if skipped := _skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    if skipped or exitstatus not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
        # for .ci/run, which asks failures again: what was left out, or not reached, would then be forgotten
        session.config.cache.set("cache/lastfailed", {})


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if chromium() is None:
        terminalreporter.write_sep("!", "NO CHROMIUM FOUND: THE BROWSER JOURNEYS DID NOT RUN", red=True, bold=True)
        terminalreporter.write_line("Install Chromium, or set FAIRPLACE_CHROMIUM to one, and run the tests again.")
    if not SHARED.is_dir():
        number = config.stash.get(shared_left_out, None)  # unknown here when other processes collected
        some = "Tests that read ../shared were" if number is None else f"{number} tests that read ../shared were"
        terminalreporter.write_line(f"{some} left out: it is not here.", yellow=True)
    if os.environ.get("CI") == "true" and (skipped := _skipped(config)):
        terminalreporter.write_sep("!", f"CI=true: {skipped} SKIPPED TESTS FAIL THIS RUN", red=True, bold=True)
