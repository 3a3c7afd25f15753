"""make bench SIZE=demo|region"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from benchmarks.databases import Bench
from benchmarks.report import print_acts, print_appending, print_import, print_pages, print_start_up, say
from benchmarks.sizes import SIZES, Size
from benchmarks.start_up import time_commands
from benchmarks.timing import time_pages
from fairplace.commands.launcher.with_database import database_server


def run(size: Size) -> bool:
    """Everything in one run; whether every aim is met."""
    begun, demo = time.monotonic(), SIZES["demo"]
    with (
        database_server() as admin_url,
        tempfile.TemporaryDirectory(prefix="fairplace-bench-") as folder,
        Bench(admin_url, Path(folder)).databases() as bench,
    ):
        say("Migrating")
        template = bench.template()
        say("Appending to the record")
        appended = bench.append(template)
        say(f"Seeding {demo.name}")
        database, seeded = bench.seeded(demo, template)
        pages = small = bench.pages(database, seeded)
        if size is not demo:
            say(f"Seeding {size.name}")
            database, seeded = bench.seeded(size, template)
            pages = bench.pages(database, seeded)
        say("Timing")
        with bench.served(database, pages) as url:
            timed = time_pages(url, pages)
        acts = bench.acts(database, seeded)
        imported = bench.import_register(database)
        commands = time_commands(bench.record(database, seeded), Path(folder))
    fast = print_pages(size, timed, {page.name: page.queries for page in small})
    at_once = print_acts(acts)
    prompt = print_start_up(commands)
    quick = print_import(imported)
    free = print_appending(appended)
    say(f"Took {time.monotonic() - begun:.0f} s.")
    return fast and at_once and prompt and quick and free


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--size", choices=sorted(SIZES), default="demo")
    parser.add_argument("--strict", action="store_true", help="exit with 1 where an aim is missed")
    arguments = parser.parse_args()
    met = run(SIZES[arguments.size])
    raise SystemExit(arguments.strict and not met)
