"""A line says in which round it was sent; a judgement says which declared event it is about (Q9, Q13)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("market", "0006_terms"),
        ("qualification", "0009_sent_and_carried"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="round",
            name="one_round_per_day",
        ),
        migrations.RemoveIndex(
            model_name="groundjudgement",
            name="grounds_of_application",
        ),
        migrations.RemoveField(
            model_name="linedecision",
            name="round",
        ),
        migrations.AddField(
            model_name="groundjudgement",
            name="event",
            field=models.CharField(
                default="", help_text="Which of the declared events: its key in the answer", max_length=40
            ),
        ),
        migrations.AddField(
            model_name="line",
            name="round",
            field=models.ForeignKey(
                help_text="The round of its category's initial evaluation in which it was sent (Q13)",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="qualification.round",
            ),
        ),
        migrations.AddIndex(
            model_name="groundjudgement",
            index=models.Index(fields=["application", "event", "at"], name="grounds_of_application"),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(
                condition=models.Q(("released_at__isnull", True)), fields=("category",), name="one_open_round"
            ),
        ),
    ]
