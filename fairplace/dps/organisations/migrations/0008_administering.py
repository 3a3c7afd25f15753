"""Somebody of a council administers its people; sessions can be ended at once (X1)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0007_register_claims")]
    operations = [
        migrations.AddField("person", "sessions_ended", models.PositiveIntegerField(default=0)),
        migrations.AlterField(
            model_name="duty",
            name="role",
            field=models.CharField(
                choices=[
                    ("bid_manager", "Bid manager"),
                    ("provider_signatory", "Signs for the provider"),
                    ("helper", "Helps to fill in, cannot send"),
                    ("placement_officer", "Placement officer"),
                    ("evaluator", "Evaluator"),
                    ("opener", "Opener of bids"),
                    ("council_signatory", "Signs for the council"),
                    ("procurement_officer", "Procurement officer"),
                    ("contract_manager", "Contract manager"),
                    ("category_lead", "Category lead"),
                    ("administrator", "Administers the council's people"),
                    ("operator", "System operator"),
                ],
                max_length=30,
            ),
        ),
    ]
