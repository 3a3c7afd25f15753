"""The last bids of a place to one council are found by an index: "Who can meet it" asks for those of every place (R4)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("competitions", "0015_account_links")]

    operations = [
        migrations.AddIndex(
            model_name="bid",
            index=models.Index(fields=["council", "establishment", "-submitted_at"], name="last_bids_of_a_place"),
        ),
    ]
