"""A referral and all its parts, its competition and all that is kept of it: their council's, and what is said to whom is
invited or asked theirs (X1). A part is seen where the whole is seen, unless it is the council's own business.

Here, in the last of the areas: a provider reads a referral because it is invited to its competition or asked as a named place.
"""

from django.db import migrations

from fairplace.foundations.audit.row_walls import own_wall

COUNCIL = "council_id = {me}"
EITHER = "council_id = {me} OR provider_id = {me}"
MERGED = "council_id IN (SELECT o.id FROM organisations_organisation o WHERE o.successor_id = {me})"
OF_REFERRAL = "EXISTS (SELECT FROM referrals_referral r WHERE r.id = referral_id)"
COUNCILS_REFERRAL = "EXISTS (SELECT FROM referrals_referral r WHERE r.id = referral_id AND r.council_id = {me})"
OF_COMPETITION = "EXISTS (SELECT FROM competitions_competition c WHERE c.id = competition_id)"
COUNCILS_COMPETITION = (
    "EXISTS (SELECT FROM competitions_competition c WHERE c.id = competition_id AND c.council_id = {me})"
)
# By a category's rule an opener may be of another council.
I_OPEN_IT = "EXISTS (SELECT FROM competitions_opener p WHERE p.competition_id = {of} AND p.person_id = {person})"
TOLD_OF = (
    "council_id = {me} OR EXISTS (SELECT FROM competitions_invitation i"
    " WHERE i.competition_id = competitions_competition.id AND i.provider_id = {me})"
    " OR EXISTS (SELECT FROM competitions_eligibility e"
    " WHERE e.competition_id = competitions_competition.id AND e.provider_id = {me})"
    " OR EXISTS (SELECT FROM competitions_opener p"
    " WHERE p.competition_id = competitions_competition.id AND p.person_id = {person})"
)
ASKED = (
    "council_id = {me} OR EXISTS (SELECT FROM competitions_competition c WHERE c.referral_id = referrals_referral.id)"
    " OR EXISTS (SELECT FROM placements_consultation n WHERE n.referral_id = referrals_referral.id AND n.provider_id = {me})"
)
COUNCILS_READING = "EXISTS (SELECT FROM referrals_familyreading f WHERE f.id = reading_id AND f.council_id = {me})"
COUNCILS_COMMENT = (
    "EXISTS (SELECT FROM referrals_familycomment m JOIN referrals_familyreading f ON f.id = m.reading_id"
    " WHERE m.id = comment_id AND f.council_id = {me})"
)
COUNCILS_INVITATION = (
    "EXISTS (SELECT FROM competitions_invitation i WHERE i.id = invitation_id AND i.council_id = {me})"
)
OF_ACCOUNT = "EXISTS (SELECT FROM competitions_plainaccount a WHERE a.id = account_id)"


def councils(table: str, read: str = COUNCIL) -> migrations.RunSQL:
    return own_wall(table, read=read, insert=COUNCIL, change=COUNCIL)


def part(table: str, read: str, write: str) -> migrations.RunSQL:
    return own_wall(table, read=read, insert=write, change=write, delete=write)


def openers_too(table: str) -> migrations.RunSQL:
    mine = f"{COUNCILS_COMPETITION} OR " + I_OPEN_IT.replace("{of}", f"{table}.competition_id")
    return part(table, mine, mine)


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0007_premiums"),
        ("competitions", "0019_whose_invitation"),
        ("referrals", "0012_files_looked_at"),
    ]
    operations = [
        councils("referrals_referral", ASKED),
        *(
            part(f"referrals_{name}", OF_REFERRAL, COUNCILS_REFERRAL)
            for name in ("furtherchild", "incentive", "referralcategory", "referralitem", "referraloutcome", "reissue")
        ),
        *(
            part(f"referrals_{name}", COUNCILS_REFERRAL, COUNCILS_REFERRAL)
            for name in ("approvalrequest", "referralapproval", "referralstate")
        ),
        councils("referrals_approvalrule"),
        councils("referrals_familyreading"),
        part("referrals_familycomment", COUNCILS_READING, COUNCILS_READING),
        part("referrals_commentreply", COUNCILS_COMMENT, COUNCILS_COMMENT),
        own_wall(
            "referrals_disclosure",
            read=f"organisation_id = {{me}} OR {COUNCILS_REFERRAL}",
            insert=COUNCILS_REFERRAL,
            change=COUNCILS_REFERRAL,
        ),
        councils("competitions_competition", TOLD_OF),
        own_wall("competitions_invitation", read=EITHER, insert=COUNCIL, change=EITHER),
        own_wall("competitions_eligibility", read=f"{EITHER} OR {MERGED}", insert=COUNCIL),
        part("competitions_closingchange", OF_COMPETITION, COUNCILS_COMPETITION),
        part("competitions_competitionstate", OF_COMPETITION, COUNCILS_COMPETITION),
        openers_too("competitions_declaration"),
        openers_too("competitions_evaluator"),
        openers_too("competitions_openingturn"),
        part("competitions_reminder", COUNCILS_INVITATION, COUNCILS_INVITATION),
        own_wall("competitions_award", read=EITHER, insert=COUNCIL, change=EITHER),
        councils("competitions_familychoice"),
        own_wall("competitions_plainaccount", read=f"{COUNCIL} OR {MERGED}", insert=COUNCIL),
        part("competitions_accountlink", OF_ACCOUNT, OF_ACCOUNT),
        own_wall("placements_consultation", read=EITHER, insert=COUNCIL, change=EITHER),
    ]
