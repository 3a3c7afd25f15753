"""`fairplace first-operator`: the link with which the first of those who run this Fairplace begins (X1)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fairplace.commands.streams import put, put_error, refuse

FAILED = 1


def first_operator(
    organisation: Annotated[str, typer.Argument(help="Which organisation runs this Fairplace.")],
    name: Annotated[str, typer.Argument(help="Who runs it: the full name of the first person.")],
    email: Annotated[str, typer.Argument(help="The person's work e-mail address.")],
    data: Annotated[
        Path, typer.Option(help="The data folder with the embedded database, where DATABASE_URL is not set.")
    ] = Path(".data"),
) -> None:
    """Print the link with which the first person who runs Fairplace chooses a password. It works for 14 days.

    Asked for again, the link of before stops working. Once somebody runs it: exit status 2 and why.
    """
    from fairplace.commands.launcher.cannot_start import CannotStart
    from fairplace.commands.launcher.migrated_database import StopRequested, migrated_database
    from fairplace.foundations.kernel.refused import Refused

    try:
        with migrated_database(data, put_error):
            from django.core.exceptions import ValidationError
            from django.core.validators import validate_email

            from fairplace.dps.organisations.actions.begin_installation import begin_installation
            from fairplace.foundations.audit import transaction_as
            from fairplace.foundations.kernel.actor import SYSTEM

            try:
                validate_email(email.strip())
                with transaction_as(SYSTEM) as now:
                    link = begin_installation(
                        actor=SYSTEM, organisation_name=organisation, person_name=name, email=email, at=now
                    )
            except ValidationError:
                refuse(f"{email}: This is not an e-mail address.")
            except Refused as refused:
                refuse(refused.sentence)
    except StopRequested:
        put_error("Stopped: nothing was changed")
        raise typer.Exit(FAILED) from None
    except CannotStart as error:
        put_error(str(error))
        raise typer.Exit(FAILED) from error
    put(link)
