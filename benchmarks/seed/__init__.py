"""Invented data of a named size, written straight into the tables: what years of use would leave behind."""

from benchmarks.seed.whole import Seeded, seed

__all__ = ["Seeded", "seed"]
