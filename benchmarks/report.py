"""What a run prints. Milliseconds are this machine's at this minute; the ratios may be compared between machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks import acts, appending, register
from benchmarks.appending import Appending
from benchmarks.sizes import Size
from benchmarks.timing import Timed

AIM, MOST_QUERIES, WITHIN = 3.0, 12, 1.0
MOST = {"Queue, filtered": 13, "Provider's tasks": 13}
"""The queue offers three choices that stand in tables (categories, council areas, evaluators) before it finds anything;
the tasks ask whether support looks on or a role waits, one statement for both (X1)."""


def say(line: str) -> None:
    print(line, flush=True)


def print_pages(size: Size, timed: Sequence[Timed], queries_of_demo: Mapping[str, int]) -> bool:
    """The table; whether every aim is met."""
    say(
        f"\nSize {size.name}: {size.establishments:,} establishments, {size.referrals:,} referrals, {size.bids:,} bids."
        f" {size.applications:,} applications; one is written for {size.draft_lines} places."
        f"\nAims: at most {AIM:g} times the limit; as many queries at both sizes, {MOST_QUERIES} at most where it only"
        " reads.\n"
    )
    say(f"{'page':<22}{'ms':>8}{'limit ms':>10}{'ratio':>8}{'of rounds':>14}{'KB':>7}{'queries':>9}{'at demo':>9}")
    met = True
    for one in timed:
        small = queries_of_demo[one.page.name]
        few = one.page.queries == small and (bool(one.page.form) or small <= MOST.get(one.page.name, MOST_QUERIES))
        holds = one.ratio <= AIM and few
        met &= holds
        say(
            f"{one.page.name:<22}{one.milliseconds:>8.2f}{one.limit:>10.2f}{one.ratio:>7.2f}×"
            f"{f'{one.least:.2f}-{one.most:.2f}':>14}{one.kilobytes:>7.0f}{one.page.queries:>9}{small:>9}"
            f"{_missed(holds)}"
        )
    return met


def print_acts(timed: acts.Timed) -> bool:
    """Eligibility, publication and scoring; whether every aim is met."""
    say(
        f"\nEligibility for a radius, {timed.lines:,} lines: {timed.eligibility:.2f} ms, bare SQL {timed.bare:.2f} ms,"
        f" {timed.ratio:.2f}× (aim: {acts.MOST_RATIO:g}×), {timed.statements} statement (aim: 1)"
        f"{_missed(timed.eligibility_met)}"
    )
    say(
        f"Publication, {timed.invited:,} invitations and {timed.letters:,} letters queued: {timed.publication:.1f} s,"
        f" {timed.publication_own:.1f} s of our own (aim: {acts.MOST_SECONDS:g} s), {timed.publication_statements}"
        f" statements (with 10: {timed.few_statements}){_missed(timed.publication_met)}"
    )
    say(
        f"Scoring {acts.BIDS} bids with full working: {timed.scoring:.1f} ms of our own time"
        f" (aim: {acts.MOST_MILLISECONDS:g} ms){_missed(timed.scoring_met)}"
    )
    return timed.eligibility_met and timed.publication_met and timed.scoring_met


def _missed(met: bool) -> str:
    return "" if met else "  missed"


def print_start_up(commands: Mapping[str, float]) -> bool:
    """Seconds with start-up; whether both are within the aim."""
    say("")
    for name, seconds in commands.items():
        say(f"{name}: {seconds:.2f} s with start-up (aim: {WITHIN:g} s){_missed(seconds < WITHIN)}")
    say("")
    return all(seconds < WITHIN for seconds in commands.values())


def print_import(seconds: float) -> bool:
    """Whether a register is imported in time."""
    met = seconds < register.WITHIN
    say(
        f"fairplace import-register, {register.ROWS:,} rows: {seconds:.1f} s with start-up (aim: {register.WITHIN:g} s)"
        f"{_missed(met)}\n"
    )
    return met


def print_appending(found: Appending) -> bool:
    """Whether nobody who writes waits for the record."""
    met = found.ratio >= appending.AIM
    say(
        f"Recorded events, {appending.WRITERS} writers holding transactions open for {appending.HOLD * 1000:.0f} ms: "
        f"{found.recorded:,.0f} a second beside {found.plain:,.0f} plain inserts, {found.ratio:.2f}× "
        f"({found.least:.2f}-{found.most:.2f} of rounds; aim: {appending.AIM:g}×){_missed(met)}\n"
        f"All {found.sealed:,} of them sealed; the slowest sealing took {found.slowest_seal * 1000:.0f} ms.\n"
    )
    return met
