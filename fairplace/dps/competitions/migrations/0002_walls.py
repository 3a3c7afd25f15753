"""Sealed slots, opened bids and everything made of them: who may reach which row (C2, X1).

A slot is the bidder's alone until the closing time, and the bidder's no longer to change from then on; the clock of both
rules is the database's. Rows that record what people decided only grow.
"""

from django.db import migrations

from fairplace.foundations.audit.append_only import append_only
from fairplace.foundations.audit.row_walls import wall

COUNCIL = "council_id = {me}"
COUNCIL_OR_BIDDER = "council_id = {me} OR provider_id = {me}"
COMPETITION = "EXISTS (SELECT FROM competitions_competition c WHERE c.id = competition_id AND {0})"
BY_COUNCIL = COMPETITION.format("c.council_id = {me}")
CLOSED_TO_BIDS = COMPETITION.format("c.council_id = {me} AND fairplace_now() >= c.closes_at")
STILL_OPEN = COMPETITION.format("c.state = 'open' AND fairplace_now() < c.closes_at")


class Migration(migrations.Migration):
    dependencies = [("competitions", "0001_initial"), ("audit", "0002_event")]
    operations = [
        wall(
            "competitions_slot",
            select=f"provider_id = {{me}} OR {CLOSED_TO_BIDS}",
            insert=BY_COUNCIL,
            update=f"provider_id = {{me}} AND {STILL_OPEN} OR {CLOSED_TO_BIDS}",
        ),
        wall("competitions_openingshare", select=BY_COUNCIL, insert=BY_COUNCIL, delete=BY_COUNCIL),
        wall("competitions_bid", select=COUNCIL_OR_BIDDER, insert=COUNCIL, update=COUNCIL),
        wall("competitions_mark", select=BY_COUNCIL, insert=BY_COUNCIL),
        wall("competitions_scorecard", select=COUNCIL, insert=COUNCIL),
        wall("competitions_score", select=COUNCIL, insert=COUNCIL),
        wall("competitions_feedback", select=COUNCIL_OR_BIDDER, insert=COUNCIL, update="provider_id = {me}"),
        append_only("competitions_competitionstate"),
        append_only("competitions_openingturn"),
        append_only("competitions_declaration"),
        append_only("competitions_eligibility"),
        append_only("competitions_mark"),
        append_only("competitions_scorecard"),
        append_only("competitions_score"),
    ]
