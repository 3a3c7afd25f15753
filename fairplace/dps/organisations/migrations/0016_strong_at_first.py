"""Whoever holds a powerful role of a council or of the operator signs in with more than an e-mailed code, unless their
organisation has said what it demands already (X1, decision 0059)."""

from django.db import migrations

_AT_FIRST = {
    "council": "administrator,contract_manager,council_signatory,opener,procurement_officer",
    "operator": "operator",
}
_DEMAND = """
    UPDATE organisations_organisation o SET strong_factor_for = string_to_array('{roles}', ',')
     WHERE o.kind = '{kind}' AND o.strong_factor_for = '{{}}'
       AND NOT EXISTS (SELECT 1 FROM audit_event e
                        WHERE e.kind = 'organisations.strong_factor_demanded' AND e.about_id = o.id)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0015_own_walls"),
        ("audit", "0002_event"),
    ]

    operations = [
        migrations.RunSQL(_DEMAND.format(kind=kind, roles=roles), migrations.RunSQL.noop)
        for kind, roles in _AT_FIRST.items()
    ]
