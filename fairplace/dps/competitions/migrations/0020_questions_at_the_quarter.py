"""A question reaches its council at the next quarter of an hour, whatever asks for it (R7).

The time of day is UTC's, whose quarters are also London's. It says in SQL what rules/questions.told_at says.
"""

from django.db import migrations

from fairplace.foundations.audit.row_walls import ORGANISATION

_ALTER = 'ALTER POLICY "competitions_question_select" ON "competitions_question" USING ({0} OR {1})'
_MINE = (
    "EXISTS (SELECT FROM competitions_questionasker a"
    f" WHERE a.question_id = competitions_question.id AND a.provider_id = (SELECT {ORGANISATION}))"
)
_BY_COUNCIL = (
    "EXISTS (SELECT FROM competitions_competition c"
    f" WHERE c.id = competition_id AND c.council_id = (SELECT {ORGANISATION}))"
)
_TOLD = "date_bin('15 minutes', at, TIMESTAMPTZ '2000-01-01 00:00:00+00') + INTERVAL '15 minutes' <= fairplace_now()"


class Migration(migrations.Migration):
    dependencies = [("competitions", "0019_whose_invitation")]
    operations = [
        migrations.RunSQL(_ALTER.format(f"({_BY_COUNCIL} AND {_TOLD})", _MINE), _ALTER.format(_BY_COUNCIL, _MINE))
    ]
