"""Issue part 2: what cannot be started says why in one sentence, starts nothing and leaves nothing."""

from __future__ import annotations

import json
import os
import socket
import stat
from pathlib import Path

import pytest

from fairplace.commands.launcher.cannot_start import CannotStart
from fairplace.commands.launcher.children import free_port
from fairplace.commands.launcher.data_folder import DataFolder
from fairplace.commands.launcher.embedded import EmbeddedServer
from fairplace.commands.launcher.serve import check_port
from tests.launcher.processes import launched


@pytest.mark.parametrize("text", ["", "0", "65536", "-1", "8000a", "80.5", "٨٠٨٠"])
def test_port_that_is_none(text: str) -> None:
    with pytest.raises(CannotStart, match="PORT must be a whole number from 1 to 65535"):
        check_port(text)


def test_port_in_use(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        arguments = ["serve", "--port", str(port), "--data", str(tmp_path / "data")]
        with launched(arguments, tmp_path / "log") as launcher:
            assert launcher.process.wait(120) == 1
            assert launcher.text().startswith(f"Port {port} is already in use.")
    assert not (tmp_path / "data").exists()


def test_second_launcher_on_the_same_folder(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.take()
    arguments = ["serve", "--port", str(free_port()), "--data", str(folder.path)]
    with launched(arguments, tmp_path / "log") as launcher:
        assert launcher.process.wait(120) == 1
        assert "Another Fairplace is already running on the data folder" in launcher.text()
    folder.release()
    DataFolder(folder.path).take()


def test_data_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(CannotStart, match="cannot be used"):
        DataFolder(tmp_path / "data").take()


def test_secrets_are_made_once_and_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FAIRPLACE_SECRET_KEY", "FAIRPLACE_KEYRING", "FAIRPLACE_LOG_SEED"):
        monkeypatch.delenv(name)
    folder = DataFolder(tmp_path / "data")
    folder.take()
    secrets = folder.secrets()
    assert stat.S_IMODE((folder.path / "secrets.json").stat().st_mode) == 0o600
    assert len(secrets["FAIRPLACE_SECRET_KEY"]) >= 50
    assert list(json.loads(secrets["FAIRPLACE_KEYRING"])) == ["1"]
    assert folder.secrets() == secrets


def test_secrets_of_the_environment_win_and_are_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAIRPLACE_SECRET_KEY", "kept elsewhere")
    folder = DataFolder(tmp_path / "data")
    folder.take()
    assert folder.secrets()["FAIRPLACE_SECRET_KEY"] == "kept elsewhere"
    assert (
        not (folder.path / "secrets.json").exists()
        or "kept elsewhere" not in (folder.path / "secrets.json").read_text()
    )


def test_half_made_cluster_is_made_again_and_a_stale_pid_file_is_no_obstacle(tmp_path: Path) -> None:
    tmp_path.chmod(0o711)
    half = tmp_path / "database.new"
    half.mkdir()
    (half / "left over").touch()
    server = EmbeddedServer(tmp_path, throw_away=True)
    server.start()
    assert server.admin_url.startswith("postgresql://postgres@")
    server.stop()
    # A number that belongs to somebody else's process by now: ours.
    (tmp_path / "database" / "postmaster.pid").write_text(f"{os.getpid()}\n{tmp_path}\n0\n5432\n")
    server.start()
    server.stop()
    assert not half.exists()


def test_data_of_another_version_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o711)
    server = EmbeddedServer(tmp_path, throw_away=True)
    server.start()
    server.stop()
    (tmp_path / "database" / "PG_VERSION").write_text("14\n")
    with pytest.raises(CannotStart, match="made by PostgreSQL 14"):
        server.start()


def test_long_path_still_gets_a_short_socket(tmp_path: Path) -> None:
    folder = tmp_path / ("a folder with a rather long name " * 3) / "data"
    folder.mkdir(parents=True)
    server = EmbeddedServer(folder, throw_away=True)
    server.start()
    sockets = server.sockets
    assert sockets is not None
    assert len(str(sockets)) < 60
    server.stop()
    assert not sockets.exists()
