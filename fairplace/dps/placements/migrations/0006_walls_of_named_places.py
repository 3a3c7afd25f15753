"""A named preference and what a council bought are its own; what a place answered is also its provider's (X1, R10).

When a council becomes part of another, what may change passes to it, and what only grows is read by it.
"""

from django.db import migrations

from fairplace.foundations.audit.append_only import append_only
from fairplace.foundations.audit.row_walls import wall

COUNCIL = "council_id = {me}"
OF_PREFERENCE = (
    "council_id = {{me}} OR EXISTS (SELECT FROM placements_namedpreference p"
    " WHERE p.id = {table}.preference_id AND p.council_id = {{me}})"
)
OF_ANSWER = (
    "council_id = {me} OR provider_id = {me} OR EXISTS (SELECT FROM placements_consultation c"
    " WHERE c.id = placements_consultationanswer.consultation_id AND c.council_id = {me})"
)
HANDED_OVER = (
    'CREATE POLICY "{0}_handed_over" ON "{0}" FOR ALL TO CURRENT_USER USING (council_id::text IN'
    " (current_setting('fairplace.hands_over', true), current_setting('fairplace.takes_over', true)))"
)


def handed_over(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(HANDED_OVER.format(table), f'DROP POLICY "{table}_handed_over" ON "{table}"')


def of_preference(table: str) -> migrations.RunSQL:
    return wall(table, select=OF_PREFERENCE.format(table=table), insert=COUNCIL)


class Migration(migrations.Migration):
    dependencies = [("placements", "0005_named_places"), ("audit", "0002_event")]
    operations = [
        wall("placements_namedpreference", select=COUNCIL, insert=COUNCIL, update=COUNCIL),
        of_preference("placements_preferencestate"),
        of_preference("placements_directaward"),
        wall("placements_consultationanswer", select=OF_ANSWER, insert=COUNCIL),
        wall("placements_outsideplacement", select=COUNCIL, insert=COUNCIL, update=COUNCIL),
        handed_over("placements_namedpreference"),
        handed_over("placements_outsideplacement"),
        append_only("placements_preferencestate"),
        append_only("placements_directaward"),
        append_only("placements_consultationanswer"),
    ]
