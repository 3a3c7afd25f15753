"""Walls on what else is an organisation's own (X1): its places with their addresses, whom it has asked to join it,
and which roles its people ask for.

Councils see all places, since they look for one among them; other providers, families and those who run Fairplace see
none here. Names of accredited places, which everybody sees, come from views that have no address.
"""

from django.db import migrations

from fairplace.foundations.audit.row_walls import own_wall

A_COUNCIL = "(SELECT o.kind = 'council' FROM public.organisations_organisation o WHERE o.id = {me})"
"""Asked once in a statement, not for each row."""
OF_MY_PEOPLE = "EXISTS (SELECT FROM public.organisations_person p WHERE p.id = person_id AND p.organisation_id = {me})"
# Of whichever organisation: nobody may write a school's or home's name about a child.
NAMES = "CREATE VIEW establishment_names AS SELECT name FROM organisations_establishment"


class Migration(migrations.Migration):
    dependencies = [("organisations", "0014_factor_secrets")]
    operations = [
        migrations.RunSQL(NAMES, "DROP VIEW establishment_names"),
        own_wall(
            "organisations_establishment",
            read=f"provider_id = {{me}} OR {A_COUNCIL}",
            insert="provider_id = {me}",
            change=f"provider_id = {{me}} OR {A_COUNCIL}",
        ),
        own_wall(
            "organisations_establishmentclaim",
            read=f"provider_id = {{me}} OR {A_COUNCIL}",
            insert="provider_id = {me}",
        ),
        own_wall(
            "organisations_colleagueinvitation",
            read="organisation_id = {me}",
            insert="organisation_id = {me}",
            change="organisation_id = {me}",
        ),
        own_wall("organisations_rolechange", read=OF_MY_PEOPLE, insert=OF_MY_PEOPLE, change=OF_MY_PEOPLE),
    ]
