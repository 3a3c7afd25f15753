"""Jobs: rows in the database, committed together with their cause, taken by a worker of its own.

A job is deferred inside the action that causes it and rolls back with it. Every queue runs a job at least
once, never exactly once: a job asks what is left to do before it does it.
"""

from fairplace.foundations.background.acting import run_as
from fairplace.foundations.background.health import jobs_are_moving

__all__ = ["jobs_are_moving", "run_as"]
