"""Where the carers of fostering agencies live, as declared (R4): its provider's to write, every council's to search by."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import fairplace.foundations.kernel.identifiers
from fairplace.foundations.audit.append_only import append_only
from fairplace.foundations.audit.row_walls import own_wall

A_COUNCIL = "(SELECT o.kind = 'council' FROM public.organisations_organisation o WHERE o.id = {me})"


def _to(model: str) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=f"organisations.{model}")


class Migration(migrations.Migration):
    dependencies = [("organisations", "0017_first_ones")]
    operations = [
        migrations.CreateModel(
            name="CarerAreas",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=fairplace.foundations.kernel.identifiers.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("districts", django.contrib.postgres.fields.ArrayField(models.CharField(max_length=4))),
                ("eastings", django.contrib.postgres.fields.ArrayField(models.IntegerField())),
                ("northings", django.contrib.postgres.fields.ArrayField(models.IntegerField())),
                ("at", models.DateTimeField()),
                ("by", _to("person")),
                ("establishment", _to("establishment")),
                ("provider", _to("organisation")),
            ],
            options={
                "indexes": [models.Index(fields=["establishment", "-at", "-id"], name="carer_areas_in_force")],
            },
        ),
        append_only("organisations_carerareas"),
        own_wall("organisations_carerareas", read=f"provider_id = {{me}} OR {A_COUNCIL}", insert="provider_id = {me}"),
    ]
