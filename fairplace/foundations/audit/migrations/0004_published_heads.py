"""Which heads the public has seen; what was sealed so far has been public already."""

from django.db import migrations, models

from fairplace.foundations.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_log")]

    operations = [
        migrations.CreateModel(
            name="PublishedHead",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("published_at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(
            "INSERT INTO audit_publishedhead (size, published_at)"
            " SELECT size, sealed_at FROM audit_head ORDER BY size DESC LIMIT 1",
            migrations.RunSQL.noop,
        ),
        append_only("audit_publishedhead"),
    ]
