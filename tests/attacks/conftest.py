"""One invented world with something of everybody's in it, built once a session and copied for each test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from fairplace.commands.launcher.roles import Database, drop_database
from tests.attacks.own_server import OwnServer, own_server
from tests.fixtures.databases import copy_of, django_at
from tests.fixtures.serving import Served, serving

if TYPE_CHECKING:
    from tests.attacks.scene import Scene


@pytest.fixture(scope="session")
def scene_template(
    admin_url: str, database_template: Database, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[Database, Scene]]:
    from tests.attacks.scene import build_scene  # models: only once Django is set up

    database = copy_of(admin_url, database_template, "scene")
    try:
        with (
            django_at(database, django_db_blocker),
            psycopg.connect(database.owner_url, autocommit=True) as owner,
        ):

            def stop_at(at: datetime | None) -> None:
                owner.execute("UPDATE fairplace_clock SET frozen_at = %s", [at])

            made = build_scene(stop_at)
        yield database, made
    finally:
        drop_database(admin_url, database.name)


@pytest.fixture
def scene_database(
    admin_url: str, scene_template: tuple[Database, Scene], django_db_blocker: DjangoDbBlocker
) -> Iterator[Database]:
    """A copy that the test may change as it likes; Django's connection points at it, as the application role."""
    database = copy_of(admin_url, scene_template[0], "attacked")
    try:
        with django_at(database, django_db_blocker):
            yield database
    finally:
        drop_database(admin_url, database.name)


@pytest.fixture
def scene(scene_database: Database, scene_template: tuple[Database, Scene]) -> Scene:
    return scene_template[1]


@pytest.fixture(scope="module")
def wire(
    admin_url: str,
    scene_template: tuple[Database, Scene],
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Served]:
    """The real web server and worker on a copy of the scene: one for each test module, so tests put the clock back."""
    data = tmp_path_factory.mktemp("wire")
    shutil.copytree(os.environ["FAIRPLACE_DATA"], data, dirs_exist_ok=True)
    database = copy_of(admin_url, scene_template[0], "wire")
    try:
        with django_at(database, django_db_blocker), serving(database, data, demo=False) as running:
            yield running
    finally:
        drop_database(admin_url, database.name)


@pytest.fixture(scope="module")
def wired_scene(wire: Served, scene_template: tuple[Database, Scene]) -> Scene:
    return scene_template[1]


@pytest.fixture
def clock(wire: Served) -> Iterator[Callable[[datetime | None], None]]:
    """Stops the served database's clock at a moment; afterwards it stands where it stood."""
    with psycopg.connect(wire.database.owner_url, autocommit=True) as owner:
        (before,) = owner.execute("SELECT frozen_at FROM fairplace_clock").fetchone() or (None,)

        def stop_at(at: datetime | None) -> None:
            owner.execute("UPDATE fairplace_clock SET frozen_at = %s", [at])

        yield stop_at
        stop_at(before)


@pytest.fixture(scope="module")
def own() -> Iterator[OwnServer]:
    """A PostgreSQL that nobody else uses, for what would hurt others."""
    with own_server() as made:
        yield made


@pytest.fixture(scope="module")
def running(
    own: OwnServer, admin_url: str, scene_template: tuple[Database, Scene], django_db_blocker: DjangoDbBlocker
) -> Iterator[Served]:
    """Like `wire`, on that server."""
    database = own.restored("scene", admin_url, scene_template[0])
    shutil.copytree(os.environ["FAIRPLACE_DATA"], own.data, dirs_exist_ok=True)  # the scene's documents
    with django_at(database, django_db_blocker), serving(database, own.data, demo=False) as served:
        yield served
