"""The miles of a fostering bid are its household's, sealed on it at opening (C3): those opened before keep the office's."""

from django.db import migrations

import fairplace.foundations.encryption.fields


class Migration(migrations.Migration):
    dependencies = [("competitions", "0020_questions_at_the_quarter")]

    operations = [
        migrations.AddField(
            model_name="bid",
            name="miles",
            field=fairplace.foundations.encryption.fields.EncryptedTextField(
                null=True,
                help_text="Of the household that it names, fixed at opening (method, rule 0); empty: the invitation's",
            ),
        ),
    ]
