"""How a place is found for each invented child, up to the stage that its story has reached."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from fairplace.demo.region import DemoCouncil, DemoProvider, Somebody, councils, providers
from fairplace.demo.region.referrals import DemoBid, DemoReferral, items_of, referrals
from fairplace.demo.region.words import reason_for
from fairplace.demo.telling.bids import bid_for
from fairplace.demo.telling.days import after, last_closing, moment, next_closing, working_days_before
from fairplace.demo.telling.teller import Teller, Thread
from fairplace.dps.competitions.actions.accept_award import accept_award
from fairplace.dps.competitions.actions.answer_family import answer_family
from fairplace.dps.competitions.actions.answer_invitation import answer_invitation
from fairplace.dps.competitions.actions.decide_proposal import decide_proposal
from fairplace.dps.competitions.actions.declare_interests import declare_interests
from fairplace.dps.competitions.actions.decline_award import decline_award
from fairplace.dps.competitions.actions.end_without_award import end_without_award
from fairplace.dps.competitions.actions.make_award import make_award
from fairplace.dps.competitions.actions.make_opening_key import make_opening_key
from fairplace.dps.competitions.actions.mark_statement import mark_statement
from fairplace.dps.competitions.actions.moderate_statement import moderate_statement
from fairplace.dps.competitions.actions.opt_in import opt_in
from fairplace.dps.competitions.actions.propose_waiver import propose_waiver
from fairplace.dps.competitions.actions.publish_competition import publish_competition
from fairplace.dps.competitions.actions.read_invitation import read_invitation
from fairplace.dps.competitions.actions.save_bid import save_bid
from fairplace.dps.competitions.actions.score_bids import score_bids
from fairplace.dps.competitions.actions.send_family_code import send_family_code
from fairplace.dps.competitions.actions.submit_bid import submit_bid
from fairplace.dps.competitions.actions.turn_opening_key import turn_opening_key
from fairplace.dps.competitions.actions.widen_limit import widen_limit
from fairplace.dps.competitions.queries.awards import awards_of
from fairplace.dps.competitions.queries.bid_terms import bid_terms
from fairplace.dps.competitions.queries.comparison import comparison
from fairplace.dps.competitions.queries.marking import marking_row, statement_page
from fairplace.dps.competitions.queries.own_bid import own_bid
from fairplace.dps.competitions.queries.own_snapshot import own_snapshot
from fairplace.dps.competitions.queries.provider_tasks import provider_tasks
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.market.queries.categories import categories, content_of
from fairplace.dps.market.rules.category_content import CategoryContent
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.placements.actions.ask_place import ask_place
from fairplace.dps.placements.actions.record_preference import PlaceNamed, PreferenceSaid, record_preference
from fairplace.dps.placements.actions.sign_agreement import sign_agreement
from fairplace.dps.placements.queries.agreements import agreements_of
from fairplace.dps.referrals.actions.change_children import add_child, change_child_facts, change_children
from fairplace.dps.referrals.actions.change_facts import change_facts
from fairplace.dps.referrals.actions.change_identity import change_identity
from fairplace.dps.referrals.actions.change_limit import change_limit
from fairplace.dps.referrals.actions.change_needs import ItemAsked, change_needs
from fairplace.dps.referrals.actions.change_outcomes import change_outcomes
from fairplace.dps.referrals.actions.change_story import change_story
from fairplace.dps.referrals.actions.change_weights import change_weights
from fairplace.dps.referrals.actions.start_referral import start_referral
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.dps.referrals.rules.weights import default_quality_weights
from fairplace.dps.transparency.actions.publish_release import publish_award_release, publish_contract_release
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.working_days import LONDON, add_working_days
from fairplace.foundations.messages.queries import messages_sent_to

STAGES = (
    "draft", "ready", "waiting", "closing", "to_open", "first_key", "to_mark", "to_moderate", "scored", "with_family",
    "to_award", "awarded", "to_sign", "council_to_sign", "signed",
)  # fmt: skip
_AS_FAR_AS = {"no_award": "to_mark", "tonight": "waiting", "named": "ready"}
"""Stages that leave the usual way, by the one that they come to on it."""
# Two evaluators' marks and the agreed one, by how good a statement is.
MARKS = {5: ("5", "4.5", "5"), 4: ("4", "4.5", "4"), 3: ("3", "3.5", "3"), 2: ("2", "2", "2")}


def placing(teller: Teller) -> Iterator[Thread]:
    """The openers' keys, then one thread for each referral."""
    yield _opening_keys(teller)
    for told in referrals():
        yield _Placing(teller, told).tell()


def _opening_keys(teller: Teller) -> Thread:
    yield moment(date(2023, 6, 5), 14)
    for council in councils():
        for opener in council.who(Role.OPENER):
            if opener.passphrase:
                teller.let(opener, make_opening_key, passphrase=opener.passphrase, again=opener.passphrase)


@dataclass
class _Placing:
    """One child's placement, told by those who take part in it."""

    teller: Teller
    told: DemoReferral
    referral: UUID = field(init=False)
    competition: UUID = field(init=False)
    reference: str = field(init=False)
    invitations: dict[str, UUID] = field(default_factory=dict)
    bids: dict[UUID, DemoBid] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    """Name of a place -> the statement that it sealed."""
    day: date = field(init=False)
    """On which it was published."""

    def reaches(self, stage: str) -> bool:
        """Whether the story goes as far as this stage. One without an award ends after the opening."""
        mine = _AS_FAR_AS.get(self.told.stage, self.told.stage)
        return STAGES.index(mine) >= STAGES.index(stage)

    @property
    def council(self) -> DemoCouncil:
        return next(one for one in councils() if one.key == self.told.council)

    @property
    def officer(self) -> Somebody:
        return next(person for person in self.council.people if person.key == self.told.officer)

    def tell(self) -> Thread:
        if self.told.stage == "tonight":
            yield from self._tonight()
            return
        days = self._content().response_time(self.told.told["urgency"]).working_days
        published, closes = self._published_and_closes(days)
        self.day = published
        yield moment(working_days_before(published, 1), 14, 10)
        self._write(self._content(), published)
        if "named" in self.told.told:
            yield moment(published, 11, 5)
            self._name_a_place()
        if not self.reaches("waiting"):
            return
        yield moment(published, 10, 20)
        self._publish()
        yield from self._answers(published, days)
        if "widens" in self.told.told:
            yield from self._look_wider(published)
        if self.reaches("first_key"):
            yield from self._open(closes)
        if self.told.stage == "no_award":
            yield after(moment(closes, 9), 2, 10)
            because = "No bid was made. The referral will be written again with a wider distance."
            self.let(self.officer, end_without_award, competition_id=self.competition, because=because)
        elif self.reaches("to_mark"):
            yield from self._mark(closes)
        if self.reaches("scored"):
            yield from self._decide(closes)
        if self.reaches("to_sign"):
            yield from self._accept_and_sign(closes)

    def _tonight(self) -> Thread:
        """An emergency of this hour, whatever the hour is: an agency has said that it will bid, another has read it."""
        self.day = self.teller.today.astimezone(LONDON).date()
        yield self.teller.today - timedelta(minutes=95)
        self._write(self._content(), self.day)
        yield self.teller.today - timedelta(minutes=70)
        self._publish()
        yield self.teller.today - timedelta(minutes=30)
        for bid in self.told.bids:
            bidder = provider_of(bid.place).who(Role.BID_MANAGER)
            invitation = self._invitation(provider_of(bid.place), bid.place)
            self.let(bidder, read_invitation, invitation_id=invitation)
            self.let(bidder, answer_invitation, invitation_id=invitation, answer="will_bid", confidential=True)

    def _look_wider(self, published: date) -> Thread:
        """And whoever a declared fact keeps out opts in."""
        told, start = self.told.told, moment(published, 9)
        yield after(start, 2, 10)
        mine = {"competition_id": self.competition, "radius_miles": told["widens"]["to"]}
        self.let(self.officer, widen_limit, **mine, because=told["widens"]["because"])
        yield after(start, 2, 16)
        bidder = provider_of(told["opts_in"]).who(Role.BID_MANAGER)
        (kept_out,) = [
            row
            for row in self.teller.see(bidder, own_snapshot).rows
            if (row.reference, row.place) == (self.reference, told["opts_in"])
        ]
        self.let(bidder, opt_in, eligibility_id=kept_out.id)

    def _name_a_place(self) -> None:
        """Recorded with its legal reasons, and asked by a link (R10)."""
        named, mine = self.told.told["named"], {"referral_id": self.referral}
        said = PreferenceSaid(
            preferred_by="parent",
            said_on=working_days_before(self.day, 3),
            only_one=False,
            enactment="ea-1996-9",
            tribunal="none",
            their_words=named["words"],
            best_interests=named["because"],
            excluded_checked_on=self.day,
            not_excluded=True,
            excluded_note="The debarment list, and its accounts of last year.",
        )
        place = PlaceNamed(name=named["name"], kind="Independent school", area=named["area"], run_by=named["run_by"])
        self.let(self.officer, record_preference, **mine, place=place, said=said)
        self.let(
            self.officer,
            ask_place,
            **mine,
            contact_name=named["contact"],
            contact_email=named["email"],
            privacy_reason=self.told.told["privacy_reason"],
        )

    def let(self, person: Somebody, act: Callable[..., Any], **given: Any) -> Any:
        return self.teller.let(person, act, **given)

    def _content(self) -> CategoryContent:
        row = next(row for row in categories() if row.code == self.told.category)
        return content_of(row.version_id)

    def _published_and_closes(self, days: int) -> tuple[date, date]:
        told, today = self.told.told, self.teller.today
        if self.told.stage in {"draft", "ready", "named", "waiting"}:
            published = working_days_before(today.astimezone(LONDON).date(), told.get("published", 1))
            return published, add_working_days(published, days)
        if self.told.stage == "closing":
            closes = next_closing(today)
        else:
            closes = working_days_before(last_closing(today), told["closed"] - 1)
        return working_days_before(closes, days), closes

    def _write(self, content: CategoryContent, published: date) -> None:
        told, by = self.told.told, self.officer
        category = next(row.id for row in categories() if row.code == self.told.category)
        self.referral = self.let(by, start_referral, category_id=category, placement_kind=self.told.kind)
        mine = {"referral_id": self.referral}
        child = told["child"]
        self.let(
            by,
            change_facts,
            **mine,
            age=child["age"],
            gender=told.get("gender", ""),
            start_on=published + timedelta(days=told["starts_in"]),
            expected_weeks=told["weeks"],
            urgency=told["urgency"],
        )
        several = len(self.told.children) > 1
        if several:
            self.let(by, change_children, **mine, several="sibling")
            for number, sibling in enumerate(self.told.children[1:], start=2):
                if number > 2:
                    self.let(by, add_child, **mine)
                facts = {"age": sibling["age"], "gender": sibling.get("gender", "")}
                self.let(by, change_child_facts, **mine, child=number, **facts)
        marks = {("need", one.code): one.marks for one in content.needs}
        marks |= {("feature", one.code): one.marks for one in content.features}
        for number, one in enumerate(self.told.children, start=1):
            items = [ItemAsked(kind, code, marks[kind, code], essential) for kind, code, essential in items_of(one)]
            self.let(by, change_needs, **mine, items=items, child=number)
            self.let(by, change_identity, **mine, **self._identity(one), child=number)
        if not self.reaches("ready"):
            return
        outcomes = [(one["part"], one["hoped"]) for one in told["outcomes"]]
        self.let(by, change_outcomes, **mine, outcomes=outcomes)
        for number, one in enumerate(self.told.children, start=1):
            words = {"narrative": one["story"], "own_words": one["own"], "family_words": one["family"]}
            self.let(by, change_story, **mine, **words, child=number)
        price = Decimal(told["price"])
        weights = default_quality_weights(
            100 - price, scored=content.is_scored, statement=content.statement is not None
        )
        self.let(by, change_weights, **mine, price_weight=price, quality_weights=weights)
        self.let(by, change_limit, **mine, radius_miles=told["radius"])

    def _identity(self, of: dict[str, Any]) -> dict[str, Any]:
        """Of the child told here; where they live and who chooses is the first one's, of several too."""
        home, relative = self.told.told["child"], self.told.told["relative"]
        child = of.get("child", of)
        # Half a year past a birthday, so that the age stays true while the story is told.
        born = self.day - timedelta(days=365 * child["age"] + child["age"] // 4 + 160)
        return {
            "full_name": child["name"],
            "date_of_birth": born,
            "home_postcode": home["postcode"],
            "called": child["called"],
            "choice_by": self.told.told["choice_by"],
            "family_name": relative["name"],
            "family_email": self._family_address,
            "family_phone": relative["phone"],
        }

    @property
    def _family_address(self) -> str:
        name = self.told.told["relative"]["name"]
        return f"{'.'.join(name.lower().split())}@families.example.invalid" if name else ""

    def _publish(self) -> None:
        openers = [person for person in self.council.who(Role.OPENER) if person.passphrase]
        ids = self.teller.ids
        self.competition = self.let(
            self.officer,
            publish_competition,
            referral_id=self.referral,
            opener_ids=[ids[person.email] for person in openers],
            evaluator_ids=[ids[person.email] for person in self._evaluators],
            privacy_reason=self.told.told.get("privacy_reason", ""),
        )
        row = self.teller.see(self.officer, lambda actor: referral_for_council(actor=actor, referral_id=self.referral))
        self.reference = row.reference

    @property
    def _evaluators(self) -> list[Somebody]:
        return self.council.who(Role.EVALUATOR)[:2]

    def _answers(self, published: date, days: int) -> Thread:
        """Who cannot says so on the next day; who will bid drafts, and submits with a day or two to spare."""
        start = moment(published, 9)
        yield after(start, 1, 11, 5)
        for place, reason in self.told.cannot.items():
            provider = provider_of(place)
            invitation = self._invitation(provider, place)
            bidder = provider.who(Role.BID_MANAGER)
            self.let(bidder, read_invitation, invitation_id=invitation)
            self.let(bidder, answer_invitation, invitation_id=invitation, answer="cannot", reason=reason)
        codes: dict[str, str] = {}
        for number, bid in enumerate(self.told.bids):
            yield after(start, 1, 13, 10 + 7 * number)
            bidder = provider_of(bid.place).who(Role.BID_MANAGER)
            invitation = self._invitation(provider_of(bid.place), bid.place)
            self.let(bidder, read_invitation, invitation_id=invitation)
            code = self.let(bidder, answer_invitation, invitation_id=invitation, answer="will_bid", confidential=True)
            codes[bid.place] = code
        for number, bid in enumerate(self.told.bids):
            if bid.answer == "bid":
                yield after(start, min(2 + number, days - 1), 15, 20 + 6 * number)
                self._bid(bid, codes[bid.place])

    def _bid(self, bid: DemoBid, code: str) -> None:
        provider = provider_of(bid.place)
        bidder = provider.who(Role.BID_MANAGER)
        invitation = self._invitation(provider, bid.place)
        mine = {"invitation_id": invitation, "bid_code": code}
        draft = self.teller.see(bidder, own_bid, invitation, code)
        terms = self.teller.see(bidder, bid_terms, invitation)
        assert draft is not None
        content = bid_for(self.told, bid, terms)
        self.written[bid.place] = content.statement
        saved = self.let(bidder, save_bid, **mine, content=content, edition=draft.edition)
        self.let(bidder, submit_bid, **mine, edition=saved.edition)

    def _invitation(self, provider: DemoProvider, place: str) -> UUID:
        if place not in self.invitations:
            tasks = self.teller.see(provider.who(Role.BID_MANAGER), provider_tasks)
            mine = [task for task in tasks if task.reference == self.reference]
            self.invitations |= {task.establishment_name: task.invitation_id for task in mine}
        return self.invitations[place]

    def _open(self, closes: date) -> Thread:
        start = moment(closes, 9)
        first, second = [person for person in self.council.who(Role.OPENER) if person.passphrase][:2]
        for person, minute in ((first, 40), (second, 55)):
            if person is second and not self.reaches("to_mark"):
                return
            yield after(start, 1, 9, minute)
            mine = {"competition_id": self.competition}
            self.let(person, declare_interests, **mine, duty="opener", has_interest=False, interest="")
            self.let(person, turn_opening_key, **mine, passphrase=person.passphrase)

    def _mark(self, closes: date) -> Thread:
        start = moment(closes, 9)
        mine = {"competition_id": self.competition}
        if "waives" in self.told.told:
            yield after(start, 1, 10, 20)
            proposal = self.let(self.officer, propose_waiver, **mine, because=self.told.told["waives"])
            second = next(one for one in self.council.who(Role.PLACEMENT_OFFICER) if one is not self.officer)
            self.let(second, decide_proposal, proposal_id=proposal, agreed=True, because="")
        yield after(start, 1, 11)
        for person in self._evaluators:
            self.let(person, declare_interests, **mine, duty="evaluator", has_interest=False, interest="")
        for turn, person in enumerate(self._evaluators):
            yield after(start, 2, 14 + turn)
            page = self.teller.see(person, marking_row, self.competition)
            statements = [one.bid_id for one in page.statements]
            if self.told.stage == "to_mark":
                statements = statements[: 2 - 2 * turn]
            for bid_id in statements:
                bid = self._whose(person, bid_id)
                mark = Decimal((bid.marks or MARKS[bid.level])[turn])
                self.let(person, mark_statement, bid_id=bid_id, mark=mark, reason=reason_for(round(mark), turn))
        if not self.reaches("scored"):
            return
        yield after(start, 3, 10)
        chair = self._evaluators[0]
        for one in self.teller.see(chair, marking_row, self.competition).statements:
            level = self._whose(chair, one.bid_id).level
            agreed = Decimal(MARKS[level][2])
            self.let(chair, moderate_statement, bid_id=one.bid_id, mark=agreed, reason=reason_for(level, 0))

    def _whose(self, evaluator: Somebody, bid_id: UUID) -> DemoBid:
        """Evaluators do not know; the teller does, by the words of the statement."""
        if bid_id not in self.bids:
            shown = self.teller.see(evaluator, statement_page, bid_id).text
            found = [
                bid
                for bid in self.told.bids
                if bid.place in self.written and self.written[bid.place].partition("\n\n")[2] in shown
            ]
            (self.bids[bid_id],) = found
        return self.bids[bid_id]

    def _decide(self, closes: date) -> Thread:
        start = moment(closes, 9)
        yield after(start, 3, 15)
        self.let(self.officer, score_bids, competition_id=self.competition)
        if not self.reaches("to_award"):
            return
        if self._compare().state is CompetitionStanding.WITH_FAMILY:
            yield after(start, 4, 19, 30)
            self._family_answers()
        if not self.reaches("awarded"):
            return
        yield after(start, 6, 10, 30)
        due = self._compare().due
        assert due is not None
        self.let(self.officer, make_award, competition_id=self.competition, bid_id=due.bid_id)
        if "declines" in self.told.told:
            yield after(start, 7, 9, 30)
            bidder, award = self._won()
            self.let(bidder, decline_award, award_id=award, because=self.told.told["declines"])
            yield after(start, 8, 10, 30)
            due = self._compare().due
            assert due is not None
            self.let(self.officer, make_award, competition_id=self.competition, bid_id=due.bid_id)

    def _won(self) -> tuple[Somebody, UUID]:
        """Who answers for the place that the award goes to now, and the award."""
        bidder = provider_of(self._compare().award.establishment_name).who(Role.BID_MANAGER)
        mine = [row for row in self.teller.see(bidder, awards_of) if row.competition_id == self.competition]
        return bidder, max(mine, key=lambda row: row.made_at).id

    def _compare(self) -> Any:
        return self.teller.see(self.officer, comparison, self.competition, self.teller.now)

    def _family_answers(self) -> None:
        """By the link and the code of their letters, like any family."""
        address = self._family_address
        (token,) = re.findall(r"/family/choice/([\w-]+)/", messages_sent_to(address)[0].body_text)
        with self.teller.by_link():
            send_family_code(token=token, at=self.teller.now)
        code = next(
            found[0]
            for letter in messages_sent_to(address)
            if (found := re.findall(r"\b\d{6}\b", letter.body_text)) and letter.subject == "Your code"
        )
        wanted = self.told.told.get("prefers")
        bid_id = next((bid.id for bid in self._compare().bids if bid.establishment_name == wanted), None)
        reason = "We went to see it and our child did not want to leave." if bid_id else ""
        with self.teller.by_link():
            answer_family(token=token, bid_id=bid_id, reason=reason, code=code, at=self.teller.now)

    def _accept_and_sign(self, closes: date) -> Thread:
        start = moment(closes, 9)
        late = 2 if "declines" in self.told.told else 0
        yield after(start, 7 + late, 11)
        bidder, award = self._won()
        provider = provider_of(self._compare().award.establishment_name)
        self.let(bidder, accept_award, award_id=award)
        self._publish_release(publish_award_release, award_id=award)
        if not self.reaches("council_to_sign"):
            return
        signatory = provider.who(Role.PROVIDER_SIGNATORY)
        for number, (person, stage) in enumerate(
            ((signatory, "council_to_sign"), (self.council.who(Role.COUNCIL_SIGNATORY)[0], "signed"))
        ):
            if not self.reaches(stage):
                return
            yield after(start, 8 + late + number, 10 + 4 * number, 15)
            row = next(one for one in self.teller.see(person, agreements_of) if one.referral_id == self.referral)
            self.let(person, sign_agreement, agreement_id=row.id, name_typed=person.name)
        at = self.teller.now
        self._publish_release(publish_contract_release, award_id=award, agreement_reference=row.reference, signed_at=at)

    def _publish_release(self, publish: Callable[..., None], **given: Any) -> None:
        """On the day itself; the job that would do it later finds it done."""
        self.teller.leave()
        council = replace(SYSTEM, organisation_id=self.teller.ids[self.council.key], organisation_kind="council")
        with audit.transaction_as(council):
            publish(actor=council, at=self.teller.now, **given)


def provider_of(place: str) -> DemoProvider:
    """Who runs it."""
    return next(one for one in providers() if any(each.name == place for each in one.places))
