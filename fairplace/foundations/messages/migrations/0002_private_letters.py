"""Letters to families and letters with codes are sealed in the outbox (R1)."""

from django.db import migrations, models

import fairplace.foundations.encryption.fields


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0001_outbox"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="sealed",
            field=fairplace.foundations.encryption.fields.EncryptedTextField(null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="to_digest",
            field=models.BinaryField(null=True),
        ),
        migrations.AlterField(
            model_name="message",
            name="body_text",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="message",
            name="to_address",
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("to_digest__isnull", False)), fields=["to_digest"], name="outbox_to_private"
            ),
        ),
    ]
