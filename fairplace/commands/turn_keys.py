"""`fairplace turn-keys`: everything sealed anew with the newest key of the keyring, while the product runs (T5)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from fairplace.commands.streams import as_json, put, put_error

FAILED = 1


def turn_keys(
    data: Annotated[Path, typer.Option(help="The data folder: documents, secrets and the embedded database.")] = Path(
        ".data"
    ),
    new_key: Annotated[
        bool, typer.Option("--new-key", help="Add a key to DATA/secrets.json: a running Fairplace takes it up at once.")
    ] = False,
) -> None:
    """Seal every value and document that is still under an older key anew, with the newest; says what lies under which.

    May be stopped and begun again at any moment. A key that nothing needs any more may be taken out of the keyring.
    """
    from fairplace.commands.backup.manifest import secrets_of
    from fairplace.commands.launcher.cannot_start import CannotStart
    from fairplace.commands.launcher.data_folder import DataFolder
    from fairplace.commands.launcher.migrated_database import StopRequested, migrated_database

    folder = DataFolder(data)
    try:
        if new_key:
            put_error(f"Key {folder.add_key()} is in {folder.path}/secrets.json: from now on it seals what is written.")
            put_error(
                "What lies under older keys is sealed anew within the hour, or by this command without --new-key."
            )
            return
        os.environ.update(secrets_of(folder.path))
        with migrated_database(data, put_error):
            from fairplace.dps.custody.actions.turn_keys import turn_keys as turn
            from fairplace.dps.custody.queries.keys import key_use
            from fairplace.foundations.kernel.actor import SYSTEM

            turn(actor=SYSTEM, say=put_error)
            told = [
                {"key": use.version, "values": use.values, "documents": use.documents, "in_keyring": use.held}
                for use in key_use()
            ]
    except StopRequested:
        put_error("Stopped: what is done is done, the rest is found again next time")
        raise typer.Exit(FAILED) from None
    except CannotStart as error:
        put_error(str(error))
        raise typer.Exit(FAILED) from error
    put(as_json(told, indent=1))
