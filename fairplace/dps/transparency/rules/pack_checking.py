"""Checks an evidence pack (T4) with nothing but the pack, the log's key and, at best, a head that somebody kept.

Pure, and free of every library, so that the same lines make the command, the tests and the one file that is published.
No fault ends the checking: each thing that does not hold is named.
"""

from __future__ import annotations

import base64
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any

from fairplace.dps.competitions import events as competitions
from fairplace.dps.competitions.rules.bid_content import ContentBroken, content_from_json, receipt_holds
from fairplace.dps.competitions.rules.faults import RecordRefused
from fairplace.dps.competitions.rules.prices import Quote, Unit, weekly_figure, weekly_price, weekly_working
from fairplace.dps.competitions.rules.record_reading import record_from_json
from fairplace.dps.competitions.rules.scoring import evaluate
from fairplace.dps.transparency.rules import evidence_pack as form
from fairplace.foundations.kernel.event_leaf import leaf_of_published
from fairplace.foundations.kernel.merkle import Growing, ProofBroken, is_consistent, root_from_inclusion
from fairplace.foundations.kernel.money import format_pounds
from fairplace.foundations.kernel.signed_head import Head, HeadBroken, PublicKey, read_head, read_public_key

_EARLIER = "The earlier head: "
MOST_FILES, MOST_BYTES = 1_000, 400 * 1024 * 1024
"""A pack is far smaller; a zip that unfolds without end is none."""


@dataclass
class Report:
    """What was found. The pack holds exactly when there is no fault."""

    facts: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.faults


class Unreadable(Exception):
    """A part of the pack cannot be read; the fault is already told."""


def check_pack(content: bytes, *, key: str, earlier_head: str | None = None) -> Report:
    """Everything about it, in the order of the published description. `key` and `earlier_head` as text."""
    report = Report()
    try:
        trusted = read_public_key(key)
    except HeadBroken as broken:
        report.faults.append(f"The key: {broken}")
        return report
    earlier: Head | None = None
    if earlier_head is not None:
        try:
            earlier = read_head(earlier_head, trusted)
        except HeadBroken as broken:
            report.faults.append(f"{_EARLIER}{broken}")
    try:
        files = _unzipped(content)
    except Exception as broken:  # each way of packing has its own error for what is torn
        report.faults.append(f"The pack cannot be opened: {broken}.")
        return report
    _Checking(files, trusted, earlier, report).all()
    return report


def _unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as pack:
        listed = pack.infolist()
        names = [one.filename for one in listed]
        if len(names) > MOST_FILES or sum(one.file_size for one in listed) > MOST_BYTES:
            raise ValueError("it is larger than any evidence pack")
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"it holds {', '.join(twice)} twice")
        return {one.filename: _read(pack, one) for one in listed}


def _read(pack: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    with pack.open(one) as stream:
        content = stream.read(one.file_size + 1)
    if len(content) != one.file_size:
        raise ValueError(f"{one.filename} is not as long as it says")
    return content


class _Checking:
    """One pack. Each part is checked for itself as far as it can be."""

    def __init__(self, files: Mapping[str, bytes], key: PublicKey, earlier: Head | None, report: Report) -> None:
        self.files, self.key, self.earlier, self.report = files, key, earlier, report
        self.head: Head | None = None
        self.proofs: dict[str, Any] = {}
        self.manifest: dict[str, Any] = {}
        self.events: list[dict[str, Any]] = []
        self.places: dict[str, tuple[int, Sequence[bytes]]] = {}
        self.prices: dict[str, Decimal] = {}
        """Label of a bid that holds to what it comes to, pounds a week."""
        self.quotes_held = 0

    def all(self) -> None:
        for check in (self.files_and_manifest, self.log, self.record, self.scores, self.bids, self.marks, self.letters):
            try:
                check()
            except Unreadable:
                pass
            except (
                KeyError,
                TypeError,
                ValueError,
                AttributeError,
                IndexError,
                ArithmeticError,
                RecursionError,
            ) as odd:
                self.fault(
                    f"A part of the pack has not the form it must have ({check.__name__}: {type(odd).__name__})."
                )

    def fault(self, sentence: str) -> None:
        self.report.faults.append(sentence)

    def fact(self, sentence: str) -> None:
        self.report.facts.append(sentence)

    def read(self, name: str) -> Any:
        """A file as JSON, in which no name may stand twice. Raises Unreadable."""
        if name not in self.files:
            self.fault(f"{name}: The file is missing.")
            raise Unreadable
        try:
            return json.loads(self.files[name].decode(), object_pairs_hook=_once, parse_float=_no_fraction)
        except (ValueError, RecursionError) as broken:
            self.fault(f"{name}: This cannot be read ({broken}).")
            raise Unreadable from broken

    def files_and_manifest(self) -> None:
        """Every file is listed with its digest, and nothing else is there."""
        self.manifest = self.read(form.MANIFEST)
        if self.manifest.get("format") != form.FORMAT or self.manifest.get("version") != form.VERSION:
            self.fault("manifest.json: This is not a pack in a format that this program reads.")
            raise Unreadable
        level = form.Level(self.manifest["level"])
        self.fact(f"Pack about {self.manifest['reference']}, level {level.value}, made {self.manifest['made_at']}.")
        listed = self.manifest["files"]
        for name, digest in listed.items():
            if name not in self.files:
                self.fault(f"{name}: The file is missing.")
            elif form.digest(self.files[name]) != digest:
                self.fault(f"{name}: The file was changed: its digest is not the one in the manifest.")
        for name in sorted(set(self.files) - set(listed) - form.UNLISTED):
            self.fault(f"{name}: The file is not part of the pack: the manifest does not list it.")
        self.fact(f"{len(listed)} files are listed in the manifest.")

    def log(self) -> None:
        """The head is signed, extends the earlier one, and the tree has its root."""
        self.proofs = self.read(form.PROOFS)
        if form.CHECKPOINT not in self.files:
            self.fault("checkpoint: The file is missing.")
        else:
            try:
                self.head = read_head(self.files[form.CHECKPOINT].decode(), self.key)
                self.fact(f"The head of log {self.head.name} over {self.head.size:,} events is signed with your key.")
            except (HeadBroken, UnicodeDecodeError) as broken:
                self.fault(f"checkpoint: {broken}")
        if self.head is not None:
            self.tree(self.head)

    def tree(self, head: Head) -> None:
        told = self.proofs["tree"]
        tree = Growing(int(told["from"]), _hashes(told["edge"]))
        raw = base64.b64decode(told["leaves"], validate=True)
        roots = {tree.size: tree.root}
        for at in range(0, len(raw), 32):
            tree.add(raw[at : at + 32])
            if self.earlier is not None and tree.size == self.earlier.size:
                roots[tree.size] = tree.root
        if (tree.size, tree.root) != (head.size, head.root):
            self.fault("proofs.json: The tree in the pack is not the one whose head is signed.")
            return
        if self.earlier is None:
            if not any(fault.startswith(_EARLIER) for fault in self.report.faults):
                self.fact("No earlier head was given: whether the log was written anew since then was not checked.")
            return
        earlier = self.earlier
        if earlier.size > head.size:
            self.fault(
                f"The log was cut: the earlier head had {earlier.size:,} events, this one has {head.size:,}"
                " (or the pack is older than that head)."
            )
            return
        if earlier.size in roots:
            extended = roots[earlier.size] == earlier.root
        elif not earlier.size or str(earlier.size) in self.proofs["consistency"]:
            proof = _hashes(self.proofs["consistency"].get(str(earlier.size), ()))
            extended = is_consistent(earlier.size, earlier.root, head.size, head.root, proof)
        else:
            self.fault(
                f"The pack has no proof from a head of {earlier.size:,} events: ask for"
                f" /log/proof/consistency?from={earlier.size}&to={head.size}, or use a head that was delivered."
            )
            return
        if extended:
            self.fact(f"It extends the earlier head of {earlier.size:,} events.")
        else:
            self.fault(
                f"The log was forked or written anew: its first {earlier.size:,} events are not those of the earlier"
                " head."
            )

    def record(self) -> None:
        """Every event and every withheld leaf is in the log; one of them commits to the manifest."""
        for told in self.proofs["entries"]:
            self.places[told["leaf"]] = (int(told["position"]), _hashes(told["proof"]))
        if len({position for position, _ in self.places.values()}) != len(self.places):
            self.fault("proofs.json: Two leaves are said to stand in one place.")
        made = self.proofs["made"]
        self.event("The event that commits to this pack", made)
        if made.get("kind") != form.PACK_MADE or made.get("about") != self.manifest.get("referral"):
            self.fault("proofs.json: The event that should commit to this pack is another one.")
        elif made["payload"].get("manifest") != form.digest(self.files.get(form.MANIFEST, b"")):
            self.fault("manifest.json: The manifest was changed: it is not the one that the log commits to.")
        told = self.read(form.EVENTS)
        proved = sum(self.event(f"events.json, event {one.get('id')}", one) for one in told["events"])
        held = sum(self.leaf(f"events.json, withheld leaf {leaf}", leaf) for leaf in told["withheld"])
        self.events = [one for one in told["events"] if isinstance(one.get("payload"), dict)]
        if proved + held and self.head:
            self.fact(f"{proved} events and {held} withheld ones are in the log.")

    def event(self, what: str, told: dict[str, Any]) -> bool:
        try:
            leaf = leaf_of_published(told)
        except (ValueError, TypeError, RecursionError) as broken:
            self.fault(f"{what}: {broken}")
            return False
        return self.leaf(what, leaf.hex())

    def leaf(self, what: str, leaf: str) -> bool:
        if leaf not in self.places:
            self.fault(f"{what}: It was changed, or is not in the log: there is no proof for what it says.")
            return False
        position, proof = self.places[leaf]
        if self.head is None:
            return False
        try:
            if root_from_inclusion(bytes.fromhex(leaf), position, self.head.size, proof) == self.head.root:
                return True
        except (ProofBroken, ValueError):
            pass
        self.fault(f"{what}: Its proof does not lead to the signed head.")
        return False

    def scores(self) -> None:
        """The evaluation record is the one that was scored on, and gives the result that was awarded on."""
        if form.RECORD not in self.manifest["files"] and form.RECORD not in self.files:
            withheld = self.manifest["level"] != form.Level.TRIBUNAL.value
            self.fact("The scores are not in a pack of this level." if withheld else "No bids were scored.")
            if not withheld and self.of_kind(competitions.BIDS_SCORED):
                self.fault("evaluation-record.json: Bids were scored, but the record is missing.")
            return
        record, result = self.read(form.RECORD), self.read(form.RESULT)
        try:
            again = evaluate(record_from_json(record)).as_json()
        except RecordRefused as refused:
            self.fault(f"evaluation-record.json: The record breaks its own rules ({refused}).")
            return
        before = len(self.report.faults)
        if form.digest_of_json(again) != form.digest_of_json(result):  # type: ignore[arg-type]
            self.fault(f"result.json: {_difference(again, result)}")
        scored = self.of_kind(competitions.BIDS_SCORED)
        if not scored:
            self.fault("events.json: No event says that the bids were scored.")
            return
        told = scored[-1]["payload"]
        for name, value, file in (("record", record, form.RECORD), ("result", result, form.RESULT)):
            if f"{name}_digest" in told and told[f"{name}_digest"] != form.digest_of_json(value):
                self.fault(f"{file}: This is not the {name} that was recorded when the bids were scored.")
        totals = {card["bid"]: card["total"] for card in result["results"]}
        if told["totals"] != totals:
            self.fault("result.json: The totals are not those that were recorded when the bids were scored.")
        self.awards(result)
        if before == len(self.report.faults):
            self.fact(f"The scores of {len(totals)} bids, worked out again from the record, are those awarded on.")

    def awards(self, result: dict[str, Any]) -> None:
        labels = self.labels()
        ranks = {card["bid"]: card["rank"] for card in result["results"]}
        first = [bid for bid, rank in ranks.items() if rank == 1]
        allowed = set(result["family_choice"]) or ({result["winner"]} if result["winner"] else set(first))
        for number, award in enumerate(self.of_kind(competitions.AWARD_MADE)):
            label = labels.get(award["payload"]["bid_id"])
            if label is None or ranks.get(label) is None or (number == 0 and label not in allowed):
                self.fault(
                    f"events.json: The award went to {label or 'a bid that is not in the pack'}, against the result."
                )
            else:
                self.fact(f"The award of {award['at'][:10]} went to {label}.")

    def bids(self) -> None:
        """As many as were opened; each is what its receipt was given for and what was scored, and prices as quoted."""
        revealed = {one["subject"]: one for one in self.of_kind(competitions.BID_REVEALED)}
        shown = {one["bid_id"]: one for one in self.read(form.BIDS)} if form.BIDS in self.files else {}
        for bid_id, one in shown.items():
            self.bid(one, revealed.get(bid_id))
        if held := self.quotes_held:
            said = "1 price that is not quoted by the week makes the weekly figure in its bid."
            many = f"{held} prices that are not quoted by the week make the weekly figures in their bids."
            self.fact(said if held == 1 else many)
        if self.manifest["level"] != form.Level.TRIBUNAL.value:
            return
        for opened in self.of_kind(competitions.BIDS_OPENED):
            if opened["payload"]["bids"] != len(revealed):
                self.fault(
                    f"events.json: {opened['payload']['bids']} bids were opened, {len(revealed)} are in the pack."
                )
        for bid_id, event in revealed.items():
            if bid_id not in shown:
                self.fault(f"bids.json: The bid of {event['payload']['label']} is missing.")
        if form.RECORD in self.files:
            self.scored_bids(shown)

    def bid(self, told: dict[str, Any], event: dict[str, Any] | None) -> None:
        label = told["label"]
        try:
            content = content_from_json(told["content"])
        except ContentBroken as broken:
            self.fault(f"bids.json, {label}: {broken}")
            return
        if event is None:
            self.fault(f"bids.json, {label}: No event says that this bid was opened.")
        elif event["payload"]["label"] != label:
            self.fault(f"bids.json, {label}: It was opened as {event['payload']['label']}.")
        elif content.submission is None or not receipt_holds(content):
            self.fault(f"bids.json, {label}: The bid was changed: its receipt was given for another.")
        elif content.submission.digest != event["payload"]["digest"]:
            self.fault(f"bids.json, {label}: The bid was changed: another was opened.")
        else:
            self.prices[label] = weekly_price(
                [*content.core_costs.values()], [*content.priced_needs.values()], content.discount_percent
            )
            for code, quote in content.quoted.items():
                weekly, weeks = content.priced_needs.get(code), int(event["payload"].get("expected_weeks") or 0)
                self.quote(f"bids.json, {label}: The price of {code}", quote, weekly, weeks)

    def quote(self, what: str, quote: Quote, weekly: Decimal | None, weeks: int) -> None:
        """A price in its own unit makes the weekly figure beside it: one is invoiced, the other scored (C3, rule 0)."""
        if quote.unit is Unit.ONCE and weeks < 1:
            self.fact(
                f"{what} is paid once. No event says over how many weeks it was spread, so its weekly figure was not"
                " checked."
            )
        elif weekly is None or weekly != weekly_figure(quote, weeks):
            figure = "missing" if weekly is None else format_pounds(weekly)
            self.fault(f"{what} is {weekly_working(quote, weeks)}, but its weekly figure is {figure}.")
        else:
            self.quotes_held += 1

    def scored_bids(self, shown: Mapping[str, dict[str, Any]]) -> None:
        """What was scored of each bid is what the bid says."""
        record = self.read(form.RECORD)
        entered = {one["id"]: one for one in record["bids"]}
        contents = {one["label"]: one["content"] for one in shown.values()}
        labels = self.labels()
        excluded = {labels.get(one["subject"]) for one in self.of_kind(competitions.BID_EXCLUDED)}
        for label in sorted(set(contents) - set(entered) - excluded):
            self.fault(f"evaluation-record.json: The bid of {label} was dropped, and nothing says why.")
        for label in sorted(set(entered) - set(contents)):
            self.fault(f"evaluation-record.json: {label} was scored, but never opened.")
        for label in sorted(set(entered) & set(contents)):
            scored, bid = entered[label], contents[label]
            costs = {one["heading"]: (_amount(one["carried"]), _amount(one["bid"])) for one in scored["core_costs"]}
            said = {
                heading: (_amount(bid["carried"].get(heading, "0")), _amount(cost))
                for heading, cost in bid["core_costs"].items()
            }
            needs = {one["code"]: _amount(one["weekly"]) for one in scored["priced_needs"]}
            if (
                costs != said
                or needs != {code: _amount(weekly) for code, weekly in bid["priced_needs"].items()}
                or _amount(scored["discount_percent"]) != _amount(bid["discount_percent"])
                or (scored["needs_met"], scored["features_met"]) != (bid["needs_met"], bid["features_met"])
            ):
                self.fault(f"evaluation-record.json: What was scored of {label} is not what the bid says.")

    def marks(self) -> None:
        """The marks are those that were recorded, and the agreed one is the one that was scored."""
        given = [*self.of_kind(competitions.STATEMENT_MARKED), *self.of_kind(competitions.STATEMENT_MODERATED)]
        recorded = {one["subject"]: one for one in given}
        if form.MARKS in self.files:
            told = {one["id"]: one for one in self.read(form.MARKS)}
            for mark_id, one in told.items():
                event = recorded.get(mark_id)
                if event is None:
                    self.fault(f"marks.json, {one['bid']}: No event says that this mark was given.")
                elif _amount(event["payload"]["mark"]) != _amount(one["mark"]):
                    self.fault(
                        f"marks.json, {one['bid']}: The mark was changed: {event['payload']['mark']} was given, not"
                        f" {one['mark']}."
                    )
            for mark_id in sorted(set(recorded) - set(told)):
                self.fault(f"marks.json: The mark {mark_id} is missing.")
        if form.RECORD in self.files:
            self.scored_marks()

    def scored_marks(self) -> None:
        labels = self.labels()
        agreed: dict[str, set[Decimal]] = {}
        # Before the bids were scored: the agreed mark counts, or that of the only evaluator.
        for event in self.of_kind(competitions.STATEMENT_MARKED):
            if label := labels.get(event["payload"]["bid_id"]):
                agreed.setdefault(label, set()).add(_amount(event["payload"]["mark"]))
        for event in self.of_kind(competitions.STATEMENT_MODERATED):
            if label := labels.get(event["payload"]["bid_id"]):
                agreed[label] = {_amount(event["payload"]["mark"])}
        for bid in self.read(form.RECORD)["bids"]:
            for mark in bid["statement_marks"].values():
                if bid.get("excluded_because") is None and _amount(mark) not in agreed.get(bid["id"], set()):
                    self.fault(
                        f"evaluation-record.json, {bid['id']}: The mark {mark} is not the one that was recorded."
                    )

    def letters(self) -> None:
        """What each bidder was told is what was recorded, and agrees with the result."""
        if form.LETTERS not in self.files:
            return
        given = {one["subject"]: one for one in self.of_kind(competitions.FEEDBACK_GIVEN)}
        result = self.read(form.RESULT)["results"] if form.RESULT in self.files else []
        cards = {card["bid"]: card for card in result}
        for letter in self.read(form.LETTERS):
            event, label = given.get(letter["id"]), letter["bid"]
            if event is None:
                self.fault(f"letters.json, {label}: No event says that this letter was sent.")
                continue
            digest = event["payload"].get("content_digest")
            if digest is not None and digest != form.digest_of_json(letter["content"]):
                self.fault(f"letters.json, {label}: The letter was changed: another was sent.")
            card = cards.get(label)
            if card is not None and (card["rank"], card["total"]) != (
                letter["content"]["rank"],
                letter["content"]["total"],
            ):
                self.fault(f"letters.json, {label}: The letter does not tell the rank and total of the result.")
            price, comes_to = letter["content"].get("weekly_price"), self.prices.get(label)
            if price is not None and comes_to is not None and _amount(price) != comes_to:
                self.fault(f"letters.json, {label}: The letter says {price} a week, and the bid comes to {comes_to}.")

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        found = (one for one in self.events if one.get("kind") == kind)
        return sorted(found, key=lambda one: (one["at"], one["id"]))

    def labels(self) -> dict[str, str]:
        """Identifier of a bid to the label that it was opened under."""
        return {one["subject"]: one["payload"]["label"] for one in self.of_kind(competitions.BID_REVEALED)}


def _hashes(told: Iterable[str]) -> list[bytes]:
    return [bytes.fromhex(one) for one in told]


def _amount(told: str) -> Decimal:
    try:
        return Decimal(told)
    except InvalidOperation as broken:
        raise ValueError(told) from broken


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _no_fraction(told: str) -> Any:
    raise ValueError(f"{told[:20]} is a fraction, which no file of a pack holds as a number")


def _difference(again: Mapping[str, Any], result: Mapping[str, Any]) -> str:
    """Where the result in the pack differs from the one that the record gives."""
    told = {card.get("bid"): card for card in result.get("results", [])}
    for card in again["results"]:
        other = told.get(card["bid"])
        if other is None:
            return f"The result of {card['bid']} is missing."
        for name in ("total", "rank", "weekly_price", "quality", "excluded", "scores", "working"):
            if other.get(name) != card[name]:
                return f"{card['bid']}: {name} is {other.get(name)} here, and {card[name]} when worked out again."
    return "It is not the result that the record gives."


__all__ = ["Report", "check_pack"]
