"""`python -m fairplace`: the same as the `fairplace` command."""

from fairplace.commands.main import app

app(prog_name="fairplace")
