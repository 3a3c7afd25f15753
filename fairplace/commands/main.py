"""The `fairplace` command: a short list of commands, each in its own file.

A command's file imports at its top only what declares its arguments, and the rest inside: so that `evaluate`,
`distance` and `verify` answer at once and import no Django.
"""

import typer

from fairplace.commands.backup.commands import backup, erasures, restore
from fairplace.commands.distance import distance
from fairplace.commands.evaluate import evaluate
from fairplace.commands.first_operator import first_operator
from fairplace.commands.import_register import import_register
from fairplace.commands.launcher.serve import serve
from fairplace.commands.launcher.with_database import with_database
from fairplace.commands.turn_keys import turn_keys
from fairplace.commands.verify import verify
from fairplace.commands.verify_record import verify_record

app = typer.Typer(
    name="fairplace",
    help="Fairplace: the electronic Dynamic Purchasing System for one child's placement at a time.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # its tracebacks print the values of variables, and so child data
)

app.command("evaluate")(evaluate)
app.command("distance")(distance)
app.command("verify")(verify)
app.command("verify-record")(verify_record)
app.command("import-register")(import_register)
app.command("first-operator")(first_operator)
app.command("serve")(serve)
app.command("with-database")(with_database)
app.command("backup")(backup)
app.command("restore")(restore)
app.command("turn-keys")(turn_keys)
app.command("erasures")(erasures)
