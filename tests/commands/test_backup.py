"""T5, F7: everything copied while the system runs, and everything back in an empty server, with nothing lost."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from fairplace.commands.launcher.roles import Database, addresses, database_in, drop_database, with_parts
from fairplace.dps.custody.queries.copies import copies
from fairplace.dps.transparency.rules.pack_verdict import verdict
from fairplace.foundations import audit
from fairplace.foundations.audit.log_key import public_key, signed
from fairplace.foundations.audit.sealing import seal_events
from tests.attacks.scene import signed_in
from tests.commands.running import fairplace
from tests.dps.transparency.packs import awarded, pack_of
from tests.dps.world import person
from tests.drill.plugin import Figures
from tests.fixtures.databases import django_at, new_name

Clock = Callable[[datetime | None], None]


@pytest.fixture
def elsewhere(admin_url: str) -> Iterator[str]:
    """The administrator's address of a database that does not exist yet."""
    name = new_name("restored")
    yield with_parts(admin_url, database=name)
    drop_database(admin_url, name)


def answered(*words: object, url: str | None, **more: str) -> dict[str, Any]:
    done = said(*words, url=url, **more)
    assert done[0] == 0, done[2]
    found: dict[str, Any] = json.loads(done[1])
    return found


def said(*words: object, url: str | None, **more: str) -> tuple[int, str, str]:
    environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "FAIRPLACE_ADMIN_DATABASE_URL"}}
    environment |= {"DATABASE_URL": url} if url else {}
    done = fairplace(*map(str, words), environment=environment | more)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_all_comes_back_into_an_empty_server_and_is_proved_equal_t5(
    committed_database: Database,
    set_clock: Clock,
    admin_url: str,
    elsewhere: str,
    tmp_path: Path,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    made = awarded(set_clock)
    pack = tmp_path / "pack.zip"
    pack.write_bytes(pack_of(made))
    set_clock(datetime.now(UTC))
    seal_events()
    url = with_parts(admin_url, database=committed_database.name)
    live = Path(settings.DATA)
    told = answered("backup", tmp_path / "backups", "--data", live, url=url)
    folder = Path(told["backup"])
    assert told["documents"] > 0
    assert told["rows"] > 500
    left = {path.name for path in (tmp_path / "backups").iterdir()}
    assert left == {folder.name, Path(told["erasures"]).name}, "nothing half-made is left"
    whole = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for secret in ("FAIRPLACE_SECRET_KEY", "FAIRPLACE_LOG_SEED", "FAIRPLACE_KEYRING"):
        assert os.environ[secret].encode() not in whole, "no secret is in a backup"
    assert json.loads(os.environ["FAIRPLACE_KEYRING"])["1"].encode() not in whole

    back = answered("restore", folder, "--no-erasures", "--data", tmp_path / "new", url=elsewhere)
    assert {name: back[name] for name in ("tables", "rows", "documents", "log_size")} == {
        name: told[name] for name in ("tables", "rows", "documents", "log_size")
    }
    head = json.loads((folder / "manifest.json").read_text())["head"]["signed"]
    assert verdict(pack, str(public_key()), None)[1] == ""
    status, _, why = said("restore", folder, "--no-erasures", "--data", tmp_path / "third", url=elsewhere)
    assert (status, "not empty" in why) == (1, True), "nothing is ever restored over"

    with django_at(addresses(admin_url, database_in(elsewhere)), django_db_blocker):
        seal_events()
        pack.write_bytes(pack_of(made))
        assert verdict(pack, str(public_key()), head)[1] == "", "the restored log extends the head that was kept"


@pytest.mark.slow
@pytest.mark.attack("F7", "an older backup is restored after erasures and a suspension")
def test_what_was_erased_after_the_backup_is_erased_again_and_who_is_suspended_stays_so_f7(
    committed_database: Database,
    set_clock: Clock,
    admin_url: str,
    elsewhere: str,
    tmp_path: Path,
    django_db_blocker: DjangoDbBlocker,
    figures: Figures,
) -> None:
    from fairplace.dps.qualification.models import Line
    from tests.dps.custody.test_retention import IN_YEARS, disposed, ended, keepers, sealed_values

    made = ended(set_clock)
    first, second = keepers(made)
    seal_events()
    suspended = made.published.bidders[0].line_id
    Line.objects.filter(id=suspended).update(state="suspended")
    url = with_parts(admin_url, database=committed_database.name)
    live = str(settings.DATA)
    folder = answered("backup", tmp_path / "b", "--data", live, url=url)["backup"]
    set_clock(IN_YEARS)
    disposed(made, first, second, "unplaced_identity")
    register = tmp_path / "apart" / "erasures.json"
    assert said("erasures", register, "--data", live, url=url)[0] == 0
    assert [one["code"] for one in json.loads(register.read_text())] == ["unplaced_identity"]
    status, _, why = said("restore", folder, "--data", tmp_path / "new", url=elsewhere)
    assert (status, "--no-erasures" in why) == (1, True), "it is not forgotten by silence"
    back = answered("restore", folder, "--erasures", register, "--data", tmp_path / "new", url=elsewhere)
    assert back["erased_again"] == 1
    restored = addresses(admin_url, database_in(elsewhere))
    assert not sealed_values(restored, made.published.referral_id)
    figures("erased values back", len(sealed_values(restored, made.published.referral_id)))
    figures("erased again", back["erased_again"])
    plain = with_parts(admin_url, database=new_name("naive"))
    try:
        answered("restore", folder, "--no-erasures", "--data", tmp_path / "naive", url=plain)
        naive = addresses(admin_url, database_in(plain))
        figures.control(
            "without the register: erased values back", len(sealed_values(naive, made.published.referral_id))
        )
        assert sealed_values(naive, made.published.referral_id)
    finally:
        drop_database(admin_url, database_in(plain))
    with django_at(restored, django_db_blocker):
        assert Line.objects.get(id=suspended).state == "suspended"
        seal_events()
        assert copies(datetime.now(UTC)).tested["erased_again"] == 1


def test_a_restore_test_is_kept_in_the_running_system_and_shown_on_the_health_page(
    committed_database: Database, set_clock: Clock, admin_url: str, tmp_path: Path
) -> None:
    made = awarded(set_clock)
    set_clock(datetime.now(UTC))
    url = with_parts(admin_url, database=committed_database.name)
    live = str(settings.DATA)
    assert copies(datetime.now(UTC)).test_late
    folder = answered("backup", tmp_path, "--data", live, url=url)["backup"]
    tested = answered("restore", folder, "--test", "--data", live, url=url)
    found = copies(datetime.now(UTC))
    assert not found.test_late
    assert not found.backup_late
    assert found.tested["rows"] == tested["rows"] == found.backup["rows"]
    assert found.tested_backup_at == datetime.fromisoformat(tested["made_at"])
    with audit.transaction_as(made.officer):
        operator = person(_operator(), "Olu Page", "operator")
    page = signed_in(operator).get("/operator/health/").content.decode()
    assert "Last restore test" in page
    assert "Last backup" in page


def test_what_is_damaged_or_lacks_its_secrets_is_refused_with_the_reason(
    committed_database: Database, admin_url: str, elsewhere: str, tmp_path: Path
) -> None:
    url = with_parts(admin_url, database=committed_database.name)
    folder = Path(answered("backup", tmp_path / "b", "--data", settings.DATA, url=url)["backup"])
    for name, says in (
        ("database.dump.sealed", "database.dump.sealed was changed"),
        ("manifest.json", "manifest.json"),
    ):
        broken = tmp_path / f"broken-{name}"
        shutil.copytree(folder, broken)
        content = bytearray((broken / name).read_bytes())
        content[-20] ^= 1
        (broken / name).write_bytes(content)
        status, out, why = said("restore", broken, "--no-erasures", "--data", tmp_path / "x", url=elsewhere)
        assert (status, out) == (1, "")
        assert says in why
    other = {"FAIRPLACE_KEYRING": json.dumps({"2": json.loads(os.environ["FAIRPLACE_KEYRING"])["1"]})}
    status, _, why = said("restore", folder, "--no-erasures", "--data", tmp_path / "x", url=elsewhere, **other)
    assert (status, "key 1 of FAIRPLACE_KEYRING" in why) == (1, True)
    nothing = {"FAIRPLACE_LOG_SEED": ""}
    status, _, why = said("restore", folder, "--no-erasures", "--data", tmp_path / "x", url=elsewhere, **nothing)
    assert (status, "FAIRPLACE_LOG_SEED must be set" in why) == (1, True)
    status, _, why = said("restore", tmp_path, "--no-erasures", "--data", tmp_path / "x", url=elsewhere)
    assert (status, "is no backup" in why) == (1, True)


def test_who_alters_a_backup_and_its_list_too_is_found_and_nothing_in_it_is_in_the_clear_t5(
    committed_database: Database, admin_url: str, elsewhere: str, tmp_path: Path
) -> None:
    """Somebody with the disk of the backups, who knows the format, and has another backup of ours to take from."""
    from fairplace.commands.backup.manifest import _wrong_files, write_manifest
    from fairplace.foundations.kernel.sealed_fields import CannotOpen, Keyring
    from fairplace.foundations.kernel.sealed_stream import opened_blocks

    url = with_parts(admin_url, database=committed_database.name)
    folder = Path(answered("backup", tmp_path / "b", "--data", settings.DATA, url=url)["backup"])
    manifest = json.loads((folder / "manifest.json").read_text())
    dump = folder / "database.dump.sealed"
    assert b"PGDMP" not in dump.read_bytes()
    ring = Keyring.from_json(os.environ["FAIRPLACE_KEYRING"])
    with dump.open("rb") as sealed:
        first = next(opened_blocks(sealed, ring, UUID(manifest["stream"])))
        assert first.startswith(b"PGDMP"), "the probe opens what it should"
    with dump.open("rb") as sealed, pytest.raises(CannotOpen):
        next(opened_blocks(sealed, Keyring({1: b"x" * 32}), UUID(manifest["stream"])))

    content = bytearray(dump.read_bytes())
    content[-20] ^= 1
    dump.write_bytes(content)
    manifest["dump"] = hashlib.sha256(content).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert list(_wrong_files(folder, manifest)) == [], "the naive control, digests alone, finds nothing"
    status, _, why = said("restore", folder, "--no-erasures", "--data", tmp_path / "x", url=elsewhere)
    assert (status, "never signed by the system that was copied" in why) == (1, True)
    # a head of the log, which everybody can fetch, is no signature of a backup
    digest = hashlib.sha256((folder / "manifest.json").read_bytes()).digest()
    (folder / "manifest.json.signed").write_text(signed(0, digest))
    status, _, why = said("restore", folder, "--no-erasures", "--data", tmp_path / "x", url=elsewhere)
    assert (status, "never signed by the system that was copied" in why) == (1, True)
    # and where the signature holds, a block that was changed does not open
    write_manifest(folder, manifest, os.environ)
    status, _, why = said("restore", folder, "--no-erasures", "--data", tmp_path / "x", url=elsewhere)
    assert (status, "database.dump.sealed does not open" in why) == (1, True)


def test_the_embedded_database_of_a_data_folder_is_copied_and_restored(tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / name).mkdir(mode=0o711)
        (tmp_path / name / "secrets.json").write_text(
            json.dumps({n: os.environ[n] for n in ("FAIRPLACE_SECRET_KEY", "FAIRPLACE_KEYRING", "FAIRPLACE_LOG_SEED")})
        )
    tmp_path.chmod(0o711)
    told = answered("backup", tmp_path / "backups", "--data", tmp_path / "old", url=None)
    back = answered("restore", told["backup"], "--no-erasures", "--data", tmp_path / "new", url=None)
    assert back["rows"] == told["rows"]
    status, _, why = said("restore", told["backup"], "--no-erasures", "--data", tmp_path / "new", url=None)
    assert (status, "empty folder alone" in why) == (1, True)


def _operator() -> Any:
    from datetime import timedelta

    from fairplace.dps.organisations.actions.register_organisation import register_organisation
    from fairplace.foundations.kernel.actor import SYSTEM

    return register_organisation(
        actor=SYSTEM, kind="operator", name="Those who run it", at=datetime.now(UTC) - timedelta(days=1)
    )
