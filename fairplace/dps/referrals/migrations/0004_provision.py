"""How much of a need, how often and by whom (R2)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0003_first_referrals"),
    ]
    operations = [
        migrations.AddField(
            model_name="referralitem",
            name="amount",
            field=models.DecimalField(
                decimal_places=2, help_text="Of `unit`, each `frequency`", max_digits=6, null=True
            ),
        ),
        migrations.AddField(
            model_name="referralitem",
            name="by_whom",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.AddField(
            model_name="referralitem",
            name="frequency",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.AddField(
            model_name="referralitem",
            name="unit",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.AddField(
            model_name="referralitem",
            name="way",
            field=models.CharField(
                blank=True, db_default="", default="", help_text="See rules.provision", max_length=20
            ),
        ),
    ]
