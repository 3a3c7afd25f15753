"""The registers that we hold, and the files they came from (X4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Func, IntegerField, Max, Q

from fairplace.dps.organisations.models import RegisterEntry, RegisterImport
from fairplace.dps.organisations.permissions import check_may_import_registers
from fairplace.dps.organisations.queries.people import names_of
from fairplace.dps.organisations.rules.register_layouts import LAYOUTS
from fairplace.dps.organisations.rules.register_reading import BadRow
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere

_PLAIN = (
    *("id", "register", "state", "file_name", "size", "asked_by", "asked_at", "applied_by", "finished_at", "sentence"),
    *("progress", "read", "new", "changed", "unchanged", "closed", "absent"),
)


@dataclass(frozen=True, slots=True)
class HeldRegister:
    """One register as we hold it. applied_at: of the last file; None before there is one."""

    code: str
    name: str
    publisher: str
    entries: int
    closed: int
    applied_at: datetime | None


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One file. size: bytes. asked_by: a name, empty for the command line."""

    id: UUID
    register: str
    state: str
    file_name: str
    size: int
    asked_by: str
    asked_at: datetime
    applied_by: str
    finished_at: datetime | None
    sentence: str
    progress: str
    read: int
    new: int
    changed: int
    unchanged: int
    closed: int
    absent: int
    bad: int

    @property
    def register_name(self) -> str:
        return LAYOUTS[self.register].name

    @property
    def state_name(self) -> str:
        return RegisterImport.State(self.state).label

    @property
    def at_work(self) -> bool:
        """Whether a job is due or under way."""
        return self.state in {"reading", "applying"}

    @property
    def can_be_applied(self) -> bool:
        return self.state == "read"


def held_registers(actor: Actor, lead_id: UUID | None = None) -> list[HeldRegister]:
    """Every register that we know, whether imported or not. NotThere for strangers."""
    check_may_import_registers(actor, lead_id)
    entries = RegisterEntry.objects.values("register").annotate(many=Count("id"), shut=Count("id", Q(closed=True)))
    counted = {row["register"]: (row["many"], row["shut"]) for row in entries}
    applied = RegisterImport.objects.filter(state="applied").values("register").annotate(last=Max("finished_at"))
    last = {row["register"]: row["last"] for row in applied}
    return [
        HeldRegister(one.code, one.name, one.publisher, *counted.get(one.code, (0, 0)), last.get(one.code))
        for one in LAYOUTS.values()
    ]


def register_imports(actor: Actor, lead_id: UUID | None = None) -> list[ImportRow]:
    """All files, newest first."""
    check_may_import_registers(actor, lead_id)
    return _rows(Q())


def register_import(actor: Actor, import_id: UUID, lead_id: UUID | None = None) -> ImportRow:
    """One file. NotThere for strangers."""
    check_may_import_registers(actor, lead_id)
    found = _rows(Q(id=import_id))
    if not found:
        raise NotThere
    return found[0]


def bad_rows(actor: Actor, import_id: UUID, lead_id: UUID | None = None) -> list[BadRow]:
    """The bad rows of one file, by line."""
    check_may_import_registers(actor, lead_id)
    found = RegisterImport.objects.filter(id=import_id).values_list("bad", flat=True).first()
    if found is None:
        raise NotThere
    return [BadRow(line, why) for line, why in found]


def _rows(wanted: Q) -> list[ImportRow]:
    length = Func("bad", function="jsonb_array_length", output_field=IntegerField())
    imports = RegisterImport.objects.filter(wanted).annotate(many=length).order_by("-asked_at")
    found = list(imports.values(*_PLAIN, "many"))
    people = {row[key] for row in found for key in ("asked_by", "applied_by") if row[key]}
    names = names_of(people) if people else {}
    return [
        ImportRow(
            **{name: row[name] for name in _PLAIN if name not in {"asked_by", "applied_by"}},
            asked_by=names.get(row["asked_by"], ""),
            applied_by=names.get(row["applied_by"], ""),
            bad=row["many"],
        )
        for row in found
    ]
