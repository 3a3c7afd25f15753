"""An application, its places, prices and evidence are the provider's own until they are sent; then the councils of the
system judge them, and no other provider sees them (X1, Q2, Q9).

What the public reads of an accredited place comes from the view accredited_lines alone.
"""

from django.db import migrations

from fairplace.foundations.audit.row_walls import own_wall

MINE = "provider_id = {me}"
COUNCILS = (
    "(EXISTS (SELECT FROM market_purchasingsystem s WHERE s.lead_id = {me})"
    " OR EXISTS (SELECT FROM market_partner p WHERE p.council_id = {me}))"
)
SENT_BY = (
    "EXISTS (SELECT FROM qualification_application a"
    " WHERE a.provider_id = organisations_evidence.provider_id AND a.submitted_at IS NOT NULL)"
)
OF_LINE = "EXISTS (SELECT FROM qualification_line l WHERE l.id = line_id)"
OF_APPLICATION = "EXISTS (SELECT FROM qualification_application a WHERE a.id = application_id)"
OF_CLARIFICATION = "EXISTS (SELECT FROM qualification_clarification c WHERE c.id = clarification_id)"
PARTS_OF_LINE = (
    "agreementpaper",
    "agreementsignature",
    "assessment",
    "corecost",
    "decisionletter",
    "discount",
    "duediligencecheck",
    "evaluatorappointment",
    "linedecision",
    "linenotice",
    "linestate",
    "removalstep",
    "serviceprice",
    "statementmark",
    "termsacceptance",
)
PARTS_OF_APPLICATION = (
    "clarification",
    "clockextension",
    "groundcorrection",
    "groundjudgement",
    "interestdeclaration",
)


def part(name: str, read: str) -> migrations.RunSQL:
    """Whoever sees the whole sees the part; who may write what of it, the actions know."""
    return own_wall(f"qualification_{name}", read=read, insert=read, change=read, delete=read)


class Migration(migrations.Migration):
    dependencies = [
        ("qualification", "0011_corrections"),
        ("organisations", "0009_successor"),
        ("market", "0008_consultations_change"),
    ]
    operations = [
        own_wall(
            "qualification_application",
            read=f"{MINE} OR submitted_at IS NOT NULL AND {COUNCILS}",
            insert=MINE,
            change=f"{MINE} OR {COUNCILS}",
            delete=MINE,
        ),
        own_wall(
            "qualification_line",
            read=f"{MINE} OR state <> 'draft' AND {COUNCILS}",
            insert=MINE,
            change=f"{MINE} OR {COUNCILS}",
            delete=MINE,
        ),
        *(part(name, OF_LINE) for name in PARTS_OF_LINE),
        *(part(name, OF_APPLICATION) for name in PARTS_OF_APPLICATION),
        part("clarificationanswer", OF_CLARIFICATION),
        own_wall("qualification_internalapproval", read=COUNCILS, insert=COUNCILS),
        own_wall(
            "organisations_evidence",
            read=f"{MINE} OR {COUNCILS} AND {SENT_BY}",
            insert=MINE,
            change=MINE,
            delete=MINE,
        ),
    ]
