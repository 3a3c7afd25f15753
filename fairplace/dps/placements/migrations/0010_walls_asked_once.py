"""The walls of referrals and competitions ask questions instead of other tables behind walls: who sees what is as before,
a statement is planned in a twentieth of the time.
"""

from django.db import migrations

from fairplace.foundations.audit.row_walls import own_wall, question

COUNCIL = "council_id = {me}"
SEES_REFERRAL = "fairplace_sees_referral(referral_id)"
COUNCILS_REFERRAL = "fairplace_councils_referral(referral_id)"
SEES_COMPETITION = "fairplace_sees_competition(competition_id)"
COUNCILS_COMPETITION = "fairplace_councils_competition(competition_id)"
OPENS_TOO = f"({COUNCILS_COMPETITION} OR fairplace_opens_competition(competition_id))"
QUESTIONS = (
    question(
        "councils_referral",
        "EXISTS (SELECT FROM public.referrals_referral r WHERE r.id = thing AND r.council_id = me)",
    ),
    question(
        "councils_competition",
        "EXISTS (SELECT FROM public.competitions_competition c WHERE c.id = thing AND c.council_id = me)",
    ),
    question(
        # By a category's rule an opener may be of another council.
        "opens_competition",
        "EXISTS (SELECT FROM public.competitions_opener p WHERE p.competition_id = thing AND p.person_id = person)",
    ),
    question(
        "sees_competition",
        """
        EXISTS (SELECT FROM public.competitions_competition c WHERE c.id = thing AND c.council_id = me)
        OR EXISTS (SELECT FROM public.competitions_invitation i WHERE i.competition_id = thing AND i.provider_id = me)
        OR EXISTS (SELECT FROM public.competitions_eligibility e WHERE e.competition_id = thing AND e.provider_id = me)
        OR EXISTS (SELECT FROM public.competitions_opener p WHERE p.competition_id = thing AND p.person_id = person)
        """,
    ),
    question(
        "sees_referral",
        """
        EXISTS (SELECT FROM public.referrals_referral r WHERE r.id = thing AND r.council_id = me)
        OR EXISTS (SELECT FROM public.competitions_competition c
                   WHERE c.referral_id = thing AND public.fairplace_sees_competition(c.id))
        OR EXISTS (SELECT FROM public.placements_consultation n WHERE n.referral_id = thing AND n.provider_id = me)
        """,
    ),
)


def part(table: str, read: str, write: str) -> migrations.RunSQL:
    return own_wall(table, read=read, insert=write, change=write, delete=write, stands=True)


class Migration(migrations.Migration):
    dependencies = [("placements", "0009_looking_on")]
    operations = [
        *QUESTIONS,
        own_wall(
            "referrals_referral",
            read=f"{COUNCIL} OR fairplace_sees_referral(id)",
            insert=COUNCIL,
            change=COUNCIL,
            stands=True,
        ),
        *(
            part(f"referrals_{name}", SEES_REFERRAL, COUNCILS_REFERRAL)
            for name in ("furtherchild", "incentive", "referralcategory", "referralitem", "referraloutcome", "reissue")
        ),
        *(
            part(f"referrals_{name}", COUNCILS_REFERRAL, COUNCILS_REFERRAL)
            for name in ("approvalrequest", "referralapproval", "referralstate")
        ),
        own_wall(
            "referrals_disclosure",
            read=f"organisation_id = {{me}} OR {COUNCILS_REFERRAL}",
            insert=COUNCILS_REFERRAL,
            change=COUNCILS_REFERRAL,
            stands=True,
        ),
        own_wall(
            "competitions_competition",
            read=f"{COUNCIL} OR fairplace_sees_competition(id)",
            insert=COUNCIL,
            change=COUNCIL,
            stands=True,
        ),
        *(
            part(f"competitions_{name}", SEES_COMPETITION, COUNCILS_COMPETITION)
            for name in ("closingchange", "competitionstate")
        ),
        *(part(f"competitions_{name}", OPENS_TOO, OPENS_TOO) for name in ("declaration", "evaluator", "openingturn")),
    ]
