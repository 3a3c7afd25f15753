"""T4: an evidence pack holds, at every level; whatever is done to it is named, by the command and by the one file."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fairplace.dps.competitions import events as competitions
from fairplace.dps.competitions.rules.bid_content import BidContent
from fairplace.dps.competitions.rules.prices import Quote, Unit
from fairplace.dps.referrals.models import ChildIdentity
from fairplace.dps.transparency import events
from fairplace.dps.transparency.queries.verifier_file import verifier_file
from fairplace.dps.transparency.rules import evidence_pack as form
from fairplace.dps.transparency.rules import pack_checking
from fairplace.dps.transparency.rules.evidence_pack import Level
from fairplace.dps.transparency.rules.pack_checking import check_pack
from fairplace.foundations.audit.log_key import public_key
from fairplace.foundations.audit.models import Event
from fairplace.foundations.audit.proofs import latest_head
from fairplace.foundations.audit.sealing import seal_events
from fairplace.foundations.kernel import signed_head
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from tests.commands.running import fairplace
from tests.dps.competitions.council_side import Run, run
from tests.dps.competitions.council_side import content as bid_content
from tests.dps.competitions.published import Published
from tests.dps.competitions.test_awarding import scored
from tests.dps.transparency.packs import Clock, Files, Forger, awarded, edited, pack_of, unzipped, with_manifest, zipped
from tests.drill.plugin import Figures

PACKED = "a pack is manipulated, or its log forked, cut, signed anew"
NAMES_OF_THE_CHILD = ("Samir", "Mrs Example", "GU2 7XH", "498400", "family@home.example", "07700 900123")


@dataclass
class Made:
    files: Files
    content: bytes
    key: str
    earlier: str
    younger: str
    """A head that was signed after the pack was made."""
    bidder: bytes
    public: bytes
    rival: str


_MADE: list[Made] = []


@pytest.fixture
def made(set_clock: Clock, db: None) -> Made:
    """Made once for all tests: a pack needs no database afterwards."""
    if not _MADE:
        run_ = awarded(set_clock)
        seal_events()
        earlier = latest_head()
        content = pack_of(run_)
        loser, rival = run_.published.bidders[1], run_.published.bidders[2]
        bidder = pack_of(run_, Level.BIDDER, loser.provider_id)
        public = pack_of(run_, Level.PUBLIC)
        younger = latest_head()
        assert earlier is not None
        assert younger is not None
        _MADE.append(
            Made(unzipped(content), content, str(public_key()), earlier.signed, younger.signed, bidder, public,
                 str(rival.provider_id))
        )  # fmt: skip
    return _MADE[0]


def faults(made: Made, files: Files, head: str | None = "") -> list[str]:
    return check_pack(zipped(files), key=made.key, earlier_head=made.earlier if head == "" else head).faults


@pytest.mark.attack("A5", PACKED)
def test_a_good_pack_holds_at_every_level_with_and_without_an_earlier_head_t4(made: Made, figures: Figures) -> None:
    for content in (made.content, made.bidder, made.public):
        for head in (None, made.earlier):
            report = check_pack(content, key=made.key, earlier_head=head)
            assert report.faults == []
    report = check_pack(made.content, key=made.key, earlier_head=made.earlier)
    told = "\n".join(report.facts)
    assert "The scores of 3 bids, worked out again from the record, are those awarded on." in told
    assert "It extends the earlier head" in told
    assert "is signed with your key" in told
    figures("false alarms on good packs", 0)


def test_a_pack_shows_what_its_level_allows_and_never_who_the_child_is_t4(made: Made) -> None:
    assert ChildIdentity._meta.db_table  # whose values these are
    tribunal, bidder, public = unzipped(made.content), unzipped(made.bidder), unzipped(made.public)
    for files in (tribunal, bidder, public):
        plain = b"".join(files.values()).decode(errors="replace")
        assert not [name for name in NAMES_OF_THE_CHILD if name in plain]
        assert files[form.REPORT].startswith(b"%PDF")
    assert {form.RECORD, form.RESULT, form.BIDS, form.MARKS, form.LETTERS} <= set(tribunal)
    assert {form.RECORD, form.RESULT} & set(bidder) == set()
    assert set(public) == {form.EVENTS, form.RELEASES, form.REPORT, *form.UNLISTED}
    (own,) = json.loads(bidder[form.BIDS])
    text = b"".join(bidder[name] for name in bidder if name.endswith(".json")).decode()
    assert made.rival not in text
    assert own["content"]["statement"] == "We will."
    shown = json.loads(bidder[form.EVENTS])
    assert shown["withheld"]
    kinds = {one["kind"] for one in shown["events"]}
    assert competitions.BIDS_SCORED not in kinds
    assert competitions.STATEMENT_MARKED not in kinds
    assert {competitions.BID_REVEALED, competitions.FEEDBACK_GIVEN, competitions.STATEMENT_MODERATED} <= kinds
    whole = json.loads(public[form.EVENTS])
    assert whole["events"] == []
    assert len(whole["withheld"]) > 20


def _score(files: Files) -> Files:
    return edited(files, form.RESULT, lambda told: told["results"][1].update(total="99.00"))


def _mark(files: Files) -> Files:
    return edited(files, form.MARKS, lambda told: told[0].update(mark="1"))


def _scored_mark(files: Files) -> Files:
    return edited(files, form.RECORD, lambda told: told["bids"][0]["statement_marks"].update(outcomes="1"))


def _dropped_bid(files: Files) -> Files:
    files = edited(files, form.BIDS, lambda told: told.pop(0))
    return edited(files, form.RECORD, lambda told: told["bids"].pop(0))


def _dropped_record(files: Files) -> Files:
    return edited(files, form.RECORD, lambda told: told["bids"].pop(0))


def _cheaper_bid(files: Files) -> Files:
    return edited(files, form.BIDS, lambda told: _first_cost(told[0]["content"]["core_costs"]))


def _first_cost(costs: dict[str, str]) -> None:
    costs[next(iter(costs))] = "1.00"


def _edited_event(files: Files) -> Files:
    return edited(files, form.EVENTS, lambda told: told["events"][0]["payload"].update(because="Another reason."))


def _later_event(files: Files) -> Files:
    return edited(files, form.EVENTS, lambda told: told["events"][3].update(at="2026-11-02T09:00:00.000000Z"))


def _dropped_event(files: Files) -> Files:
    def drop(told: Any) -> None:
        told["events"] = [one for one in told["events"] if one["kind"] != competitions.BID_REVEALED]

    return edited(files, form.EVENTS, drop)


def _swapped_proofs(files: Files) -> Files:
    def swap(told: Any) -> None:
        first, second = told["entries"][:2]
        first["proof"], second["proof"] = second["proof"], first["proof"]

    return edited(files, form.PROOFS, swap)


def _swapped_places(files: Files) -> Files:
    def swap(told: Any) -> None:
        first, second = told["entries"][:2]
        first["position"], second["position"] = second["position"], first["position"]

    return edited(files, form.PROOFS, swap)


def _pdf(files: Files) -> Files:
    return {**files, form.REPORT: files[form.REPORT].replace(b"%%EOF", b"%%EOG")}


def _pdf_and_manifest(files: Files) -> Files:
    return with_manifest(_pdf(files))


def _manifest(files: Files) -> Files:
    told = json.loads(files[form.MANIFEST])
    return {**files, form.MANIFEST: json.dumps(told | {"level": "public"}).encode()}


def _extra_file(files: Files) -> Files:
    return {**files, "public-key": b"trust me"}


def _missing_file(files: Files) -> Files:
    return {name: content for name, content in files.items() if name != form.LETTERS}


def _letter(files: Files) -> Files:
    return edited(files, form.LETTERS, lambda told: told[0]["content"].update(comment="Well done."))


def _other_award(files: Files) -> Files:
    def give(told: Any) -> None:
        bids = [one["subject"] for one in told["events"] if one["kind"] == competitions.BID_REVEALED]
        award = next(one for one in told["events"] if one["kind"] == competitions.AWARD_MADE)
        award["payload"]["bid_id"] = next(bid for bid in bids if bid != award["payload"]["bid_id"])

    return edited(files, form.EVENTS, give)


def _cut_tail(files: Files) -> Files:
    """The log's own key, and a log that ends before the pack's newest events."""
    proofs = json.loads(files[form.PROOFS])
    raw = base64.b64decode(proofs["tree"]["leaves"])
    leaves = [raw[at : at + 32] for at in range(0, len(raw), 32)]
    return Forger().signed(files, proofs, leaves[: len(leaves) // 2])


def _forked(files: Files) -> Files:
    return Forger().forge(files, lambda told: told[0]["payload"].update(because="Another reason."))


def _stranger_signed(files: Files) -> Files:
    return Forger(Ed25519PrivateKey.generate()).forge(files)


def _stranger_named(files: Files) -> Files:
    return Forger(Ed25519PrivateKey.generate(), "another.invalid/log").forge(files)


def _unsigned(files: Files) -> Files:
    return {**files, form.CHECKPOINT: files[form.CHECKPOINT].partition(b"\n\n")[0] + b"\n\n"}


def _added_leaf(files: Files) -> Files:
    def add(told: Any) -> None:
        told["tree"]["leaves"] = base64.b64encode(base64.b64decode(told["tree"]["leaves"]) + bytes(32)).decode()

    return edited(files, form.PROOFS, add)


MANIPULATIONS: list[tuple[Callable[[Files], Files], str]] = [
    (_score, "total is 99.00 here"),
    (_mark, "The mark was changed"),
    (_scored_mark, "The mark 1 is not the one that was recorded"),
    (_dropped_bid, "bids.json: The bid of Bidder A is missing"),
    (_dropped_record, "was dropped, and nothing says why"),
    (_cheaper_bid, "The bid was changed: its receipt was given for another"),
    (_edited_event, "It was changed, or is not in the log"),
    (_later_event, "It was changed, or is not in the log"),
    (_dropped_event, "3 bids were opened, 0 are in the pack"),
    (_swapped_proofs, "Its proof does not lead to the signed head"),
    (_swapped_places, "Its proof does not lead to the signed head"),
    (_pdf, "report.pdf: The file was changed"),
    (_pdf_and_manifest, "manifest.json: The manifest was changed"),
    (_manifest, "manifest.json: The manifest was changed"),
    (_extra_file, "public-key: The file is not part of the pack"),
    (_missing_file, "letters.json: The file is missing"),
    (_letter, "The letter was changed"),
    (_other_award, "against the result"),
    (_cut_tail, "The log was cut"),
    (_forked, "The log was forked or written anew"),
    (_stranger_signed, "The head is not signed with this key"),
    (_stranger_named, "The head is of another log"),
    (_unsigned, "The head is not signed with this key"),
    (_added_leaf, "The tree in the pack is not the one whose head is signed"),
]


@pytest.mark.parametrize(("manipulate", "named"), MANIPULATIONS, ids=[one.__name__[1:] for one, _ in MANIPULATIONS])
@pytest.mark.attack("A5", PACKED)
def test_each_manipulation_is_named_t4(
    made: Made, manipulate: Callable[[Files], Files], named: str, figures: Figures
) -> None:
    changed = manipulate(made.files)
    assert changed != made.files
    told = faults(made, changed)
    figures("manipulations", 1)
    figures("named", int(any(named in one for one in told)))
    assert any(named in one for one in told), told


def test_only_who_kept_a_head_sees_history_written_anew_by_whoever_has_the_key_t3(made: Made) -> None:
    """Control: the strongest forger there is deceives a verifier without an earlier head, and only that one."""
    forged = _forked(made.files)
    assert faults(made, forged, None) == []
    assert faults(made, forged) != []


def test_a_wrong_head_or_key_is_no_false_alarm_but_a_sentence_t4(made: Made) -> None:
    assert any("is older than that head" in one for one in faults(made, made.files, made.younger))
    assert faults(made, made.files, "nonsense") == [
        "The earlier head: This is not a signed head: three lines, an empty one and a signature are wanted."
    ]
    report = check_pack(made.content, key=made.key, earlier_head="nonsense")
    assert not any("No earlier head was given" in one for one in report.facts), "one was, and it is none"
    other = str(Forger(Ed25519PrivateKey.generate()).key)
    report = check_pack(made.content, key=other)
    assert any("not signed with this key" in one for one in report.faults)
    assert check_pack(made.content, key="nonsense").faults == [
        "The key: This is not the public key of a log: it must read NAME+HASH+KEY on one line."
    ]
    assert check_pack(made.content, key=made.key, earlier_head=made.earlier.replace("\n", "\r\n")).holds


def test_what_is_no_pack_is_told_apart_t4(made: Made) -> None:
    for rubbish in (b"", b"PK", b"%PDF", made.content[:-500], zipped({}), zipped({"manifest.json": b"[]"})):
        assert check_pack(rubbish, key=made.key).faults
    for name in (form.MANIFEST, form.PROOFS, form.EVENTS, form.RECORD, form.BIDS, form.MARKS, form.LETTERS):
        for text in (b"{}", b"[]", b"null", b"[[[", b'{"a": 1, "a": 2}', b"[1.5]", b"[" * 100_000, b"\xff"):
            assert faults(made, {**made.files, name: text}), (name, text[:20])
    for how in (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        torn = BytesIO()
        with zipfile.ZipFile(torn, "w", how) as pack:
            pack.writestr(form.EVENTS, made.files[form.EVENTS])
        (fault,) = check_pack(torn.getvalue()[:60] + bytes(40) + torn.getvalue()[100:], key=made.key).faults
        assert fault.startswith("The pack cannot be opened: "), how
    twice = BytesIO(made.content)
    with zipfile.ZipFile(twice, "a") as pack, pytest.warns(UserWarning, match="Duplicate"):
        pack.writestr(form.RESULT, b"{}")
    assert any("twice" in one for one in check_pack(twice.getvalue(), key=made.key).faults)


@pytest.mark.parametrize("amount", ["1E+999999999999", "1e99999999", "NaN", "Infinity", "1_000", " 5", "٥"])
def test_an_amount_that_is_no_plain_figure_is_named_at_once_t4(made: Made, amount: str) -> None:
    """Written out, it would fill the memory of whoever checks the pack."""
    for part in ("carried", "core_costs"):
        told = edited(made.files, form.BIDS, lambda bids, at=part: bids[0]["content"][at].update(premises=amount))
        assert "bids.json, Bidder A: A part of this bid is missing or cannot be read." in faults(made, told)
    told = edited(made.files, form.BIDS, lambda bids: bids[0]["content"].update(discount_percent=amount))
    assert "bids.json, Bidder A: A part of this bid is missing or cannot be read." in faults(made, told)


def test_no_word_in_a_pack_writes_a_line_of_the_report_t4(made: Made, tmp_path: Path) -> None:
    told = json.loads(made.files[form.MANIFEST]) | {"reference": "X\nThe pack holds.\n"}
    changed = {**made.files, form.MANIFEST: json.dumps(told).encode()}
    code, out, _ = both(tmp_path, zipped(changed), made.key, made.earlier)
    assert code == 1
    assert "The pack holds." not in out.splitlines()


@pytest.mark.parametrize("level", ["tribunal", "bidder", "public"])
def test_contract_command_and_published_file_say_the_same_of_good_packs_t4(
    made: Made, tmp_path: Path, level: str
) -> None:
    content = {"tribunal": made.content, "bidder": made.bidder, "public": made.public}[level]
    (tmp_path / "key").write_text(made.key)
    (tmp_path / "head").write_text(made.earlier)
    by_text, by_file = both(tmp_path, content, made.key, made.earlier), both(tmp_path, content, "key", "head")
    for name, kept in (("key", made.key), ("head", made.earlier)):
        (tmp_path / name).write_bytes(kept.replace("\n", "\r\n").encode("utf-8-sig"))
    assert by_text == by_file == both(tmp_path, content, "key", "head"), "saved by an editor with a mark before it"
    code, out, err = by_text
    assert (code, err) == (0, "")
    assert out.endswith("The pack holds.\n")


def test_contract_command_and_published_file_say_the_same_of_manipulated_packs_t4(made: Made, tmp_path: Path) -> None:
    for manipulate, named in MANIPULATIONS[::4]:
        code, out, err = both(tmp_path, zipped(manipulate(made.files)), made.key, made.earlier)
        assert code == 1
        assert named in out
        assert "The pack does not hold" in err


def both(folder: Path, content: bytes, key: str, head: str) -> tuple[int, str, str]:
    """The verdict of the command, after seeing that of the file, which runs without any library."""
    pack, program = folder / "pack.zip", folder / "verify.py"
    pack.write_bytes(content)
    program.write_text(verifier_file(), encoding="utf-8")
    told = [str(folder / one) if one in {"key", "head"} else one for one in (key, head)]
    words = [str(pack), "--key", told[0], "--head", told[1]]
    alone = subprocess.run(
        [sys.executable, "-I", "-S", str(program), *words], capture_output=True, cwd=folder, env={}, check=False
    )
    command = fairplace("verify", *words)
    seen = [(one.returncode, one.stdout.decode(), one.stderr.decode()) for one in (alone, command)]
    assert seen[0] == seen[1]
    return seen[1]


def test_the_published_file_is_no_part_of_any_pack_and_imports_no_library_t4(made: Made) -> None:
    source = verifier_file()
    for name in ("django", "cryptography", "psycopg", "typer"):
        assert f"import {name}" not in source
        assert f"from {name}" not in source
    assert not [name for name in unzipped(made.content) if name.endswith((".py", ".key"))]


@pytest.mark.django_db
def test_a_pack_waits_until_bids_are_scored_and_is_for_its_own_council_t4(set_clock: Clock) -> None:
    early = run(set_clock)
    with pytest.raises(Refused, match="once the bids are scored"):
        pack_of(early)
    made_run = awarded_again(early)
    for nobody in (made_run.published.openers[1], made_run.published.bidders[0].actor):
        with pytest.raises(NotThere):
            pack_of(as_officer(made_run, nobody))
    with pytest.raises(Refused, match="Select which bidder"):
        pack_of(made_run, Level.BIDDER)
    pack_of(made_run)
    kinds = Event.objects.filter(about_id=made_run.published.referral_id).values_list("kind", flat=True)
    assert {events.PACK_ASKED, events.PACK_MADE, events.PACK_DOWNLOADED} <= set(kinds)


def awarded_again(early: Run) -> Run:
    for bidder in early.published.bidders:
        early.submit(bidder, bid_content(early.published))
    early.open()
    early.mark_all(["4"] * len(early.published.bidders))
    early.score()
    return early


def as_officer(made_run: Run, actor: Actor) -> Run:
    return replace(made_run, published=replace(made_run.published, officer=actor))


@pytest.mark.attack("A5", "the owner of the database alters a row, cuts the tail, goes on from an older copy")
def test_t3_t5_what_the_owner_of_the_database_does_to_it_is_named_but_a_lawful_erasure_is_not(
    committed_database: Any, set_clock: Clock, figures: Figures
) -> None:
    """Behind the product's back, triggers switched off: erased payload, altered row, cut tail, history written anew."""
    made_run = scored(set_clock, choice_by="nobody")
    seal_events()
    first = latest_head()
    assert first is not None
    made_run.award(made_run.published.bidders[0])
    seal_events()
    earlier = latest_head()
    assert earlier is not None
    kept = earlier.signed
    key = str(public_key())

    def owner(*statements: str) -> None:
        with psycopg.connect(committed_database.owner_url) as session:
            for table in ("audit_event", "audit_leaf", "audit_node", "audit_head"):
                session.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            for statement in statements:
                session.execute(statement)  # type: ignore[call-overload]
            for table in ("audit_event", "audit_leaf", "audit_node", "audit_head"):
                session.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    def verdict() -> list[str]:
        return check_pack(pack_of(made_run), key=key, earlier_head=kept).faults

    assert verdict() == []
    declared = f"kind = '{competitions.INTERESTS_DECLARED}'"
    erased = Event.objects.filter(kind=competitions.INTERESTS_DECLARED).count()
    owner(f"UPDATE audit_event SET payload = '{{}}', salt = '' WHERE {declared}")
    content = pack_of(made_run)
    assert check_pack(content, key=key, earlier_head=kept).faults == []
    assert len(json.loads(unzipped(content)[form.EVENTS])["withheld"]) == erased > 0

    award = Event.objects.get(kind=competitions.AWARD_MADE)
    owner(f"UPDATE audit_event SET at = at - interval '1 day' WHERE id = '{award.id}'")
    assert verdict() == [
        f"events.json, event {award.id}: It was changed, or is not in the log: there is no proof for what it says."
    ]
    owner(f"UPDATE audit_event SET at = at + interval '1 day' WHERE id = '{award.id}'")
    assert verdict() == []

    owner(
        f"DELETE FROM audit_head WHERE size > {first.size}",
        f"DELETE FROM audit_leaf WHERE position >= {first.size}",
        f"DELETE FROM audit_node WHERE (number + 1) << level > {first.size}",
        f"DELETE FROM audit_event WHERE kind = '{competitions.FEEDBACK_GIVEN}'",
    )
    cut = verdict()
    assert any("The log was forked or written anew" in one for one in cut), cut
    assert any("No event says that this letter was sent" in one for one in cut), cut
    figures("manipulations named", 2)
    figures("false alarms, a lawful erasure among them", 0)
    unaware = check_pack(pack_of(made_run), key=key, earlier_head=None).faults
    assert not any("forked" in one for one in unaware)
    figures.control("cut logs that a verifier without an earlier head calls whole", 1)


@pytest.mark.attack("A5", PACKED)
def test_the_verifier_finds_what_verifiers_with_one_check_less_do_not_t4(
    made: Made, monkeypatch: pytest.MonkeyPatch, figures: Figures
) -> None:
    """Calibration: each flawed build lets a manipulation pass that the real one names."""
    stranger = _stranger_signed(made.files)
    resigned = Forger().forge(made.files)
    assert faults(made, stranger, None)
    for where, flawed, forged in (
        ((signed_head, "_holds"), lambda *_: True, stranger),
        ((pack_checking, "receipt_holds"), lambda _: True, _cheap_bid_forged(made.files)),
        ((pack_checking._Checking, "letters"), lambda _: None, _letter_forged(made.files)),
        ((pack_checking._Checking, "marks"), lambda _: None, Forger().forge(_mark(made.files))),
    ):
        assert faults(made, forged, None), where
        with monkeypatch.context() as patched:
            patched.setattr(*where, flawed)
            assert faults(made, forged, None) == [], where
        figures.control("flawed verifiers deceived", 1)
    assert faults(made, resigned, None) == []


def _cheap_bid_forged(files: Files) -> Files:
    """By whoever has the log's key: only the bid's own receipt still tells."""

    def discount(told: Any) -> None:
        told[0]["content"]["discount_reason"] = "A word that was never there."

    return Forger().forge(edited(files, form.BIDS, discount))


def _letter_forged(files: Files) -> Files:
    return Forger().forge(_letter(files))


QUOTES = {
    "speech": Quote(Decimal("1200.00"), Unit.YEAR),
    "sensory": Quote(Decimal("1000.00"), Unit.ONCE),
}
QUOTED_WORDS = {
    "speech": "£1,200.00 a year ÷ 52 = £23.08 a week",
    "sensory": "£1,000.00 once ÷ 78 weeks = £12.82 a week",
}


def quoting(published: Published, **weekly: str) -> BidContent:
    """Two needs quoted by the year and once, with a discount on the whole."""
    figures_ = {"speech": "23.08", "sensory": "12.82"} | weekly
    return replace(
        bid_content(published, price="80.00"),
        priced_needs={code: Decimal(amount) for code, amount in figures_.items()},
        quoted=QUOTES,
        discount_percent=Decimal(5),
        discount_reason="Two of one family.",
    )


def packs_with_quotes(set_clock: Clock, **weekly: str) -> tuple[Run, dict[Level, bytes]]:
    """The first bidder quotes in units and wins; its bid reached the seal as it stands, whatever a page would say."""
    made_run = run(set_clock, choice_by="nobody")
    first, *others = made_run.published.bidders
    made_run.submit(first, quoting(made_run.published, **weekly))
    for bidder in others:
        made_run.submit(bidder, bid_content(made_run.published))
    made_run.open()
    made_run.mark_all(["4", "4", "3"])
    made_run.score()
    made_run.award(first)
    seal_events()
    levels = {Level.TRIBUNAL: None, Level.BIDDER: first.provider_id, Level.PUBLIC: None}
    return made_run, {level: pack_of(made_run, level, provider_id) for level, provider_id in levels.items()}


@pytest.mark.django_db
def test_quoted_prices_that_make_their_weekly_figures_hold_at_every_level_c3_t4(set_clock: Clock) -> None:
    _, packs = packs_with_quotes(set_clock)
    for level, content in packs.items():
        report = check_pack(content, key=str(public_key()))
        assert report.faults == []
        told = "2 prices that are not quoted by the week make the weekly figures in their bids."
        assert (told in report.facts) is (level is not Level.PUBLIC)


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["speech", "sensory"])
@pytest.mark.attack("A5", PACKED)
def test_a_weekly_figure_that_its_quote_does_not_make_is_named_c3_t4(
    set_clock: Clock, code: str, figures: Figures
) -> None:
    """Sealed, receipted, scored and logged so: nothing else in the pack disagrees with it. Its agreement would be
    invoiced by the quote, and its rank was won by the figure.
    """
    made_run, packs = packs_with_quotes(set_clock, **{code: "1.00"})
    label = made_run.bid_of(made_run.published.bidders[0]).label
    for level in (Level.TRIBUNAL, Level.BIDDER):
        assert check_pack(packs[level], key=str(public_key())).faults == [
            f"bids.json, {label}: The price of {code} is {QUOTED_WORDS[code]}, but its weekly figure is £1.00."
        ]
        figures("manipulations", 1)
        figures("named", 1)
    assert check_pack(packs[Level.PUBLIC], key=str(public_key())).holds, "it shows no price"


@pytest.mark.django_db
def test_a_price_paid_once_is_not_called_wrong_where_the_log_does_not_say_the_length_c3_t4(set_clock: Clock) -> None:
    """Bids that were opened before the length was recorded with them."""
    _, packs = packs_with_quotes(set_clock, sensory="1.00")
    bare = Forger().forge(unzipped(packs[Level.TRIBUNAL]), _without_length)
    report = check_pack(zipped(bare), key=str(public_key()))
    assert report.faults == []
    assert any("sensory is paid once" in one and "was not checked" in one for one in report.facts)


def _without_length(told: list[dict[str, Any]]) -> None:
    for one in told:
        one["payload"].pop("expected_weeks", None)


@pytest.mark.django_db
def test_a_letter_that_tells_a_bidder_another_price_than_its_bid_comes_to_is_named_c3_t4(set_clock: Clock) -> None:
    """By whoever has the log's key. At a bidder's level no record stands beside the letter."""
    made_run, packs = packs_with_quotes(set_clock)
    label = made_run.bid_of(made_run.published.bidders[0]).label
    for level in (Level.TRIBUNAL, Level.BIDDER):
        forged = _letter_price_forged(unzipped(packs[level]), label)
        assert check_pack(zipped(forged), key=str(public_key())).faults == [
            f"letters.json, {label}: The letter says 700.00 a week, and the bid comes to 718.11."
        ]


def _letter_price_forged(files: Files, label: str) -> Files:
    (letter,) = [one for one in json.loads(files[form.LETTERS]) if one["bid"] == label]
    letter["content"]["weekly_price"] = "700.00"

    def change(told: list[dict[str, Any]]) -> None:
        for one in told:
            if one["subject"] == letter["id"]:
                one["payload"]["content_digest"] = form.digest_of_json(letter["content"])

    def put(told: Any) -> None:
        next(one for one in told if one["bid"] == label).update(letter)

    return Forger().forge(edited(files, form.LETTERS, put), change)
