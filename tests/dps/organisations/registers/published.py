"""Files as they are published, with invented schools and homes."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

GIAS = {
    "URN": "900001",
    "LA (code)": "938",
    "LA (name)": "West Sussex",
    "EstablishmentName": "Alder Bank School",
    "TypeOfEstablishment (code)": "10",
    "TypeOfEstablishment (name)": "Other independent special school",
    "EstablishmentStatus (code)": "1",
    "EstablishmentStatus (name)": "Open",
    "OpenDate": "01-09-1999",
    "CloseDate": "",
    "StatutoryLowAge": "7",
    "StatutoryHighAge": "18",
    "Boarders (name)": "Boarding school",
    "Gender (name)": "Mixed",
    "SchoolCapacity": "64",
    "OfstedLastInsp": "12-06-2023",
    "Street": "1 Invented Lane",
    "Town": "Chichester",
    "Postcode": "po191rq",
    "HeadFirstName": "Jane",
    "HeadLastName": "Doe",
    "Section41Approved (name)": "Approved",
    "PropsName": "Alder Bank Ltd",
    "OfstedRating (name)": "Good",
    "CHNumber": "SC900001",
}
OFSTED = {
    "Web link": "Ofsted Social Care Provider Webpage",
    "URN": "SC900001",
    "Linked Education URN": "900001",
    "Provision type": "Children's home",
    "Registration date": "11/02/2021",
    "Registration status": "Active",
    "Name": "REDACTED",
    "Address 1": "REDACTED",
    "Town": "REDACTED",
    "Postcode": "REDACTED",
    "Local authority": "Kent",
    "Sector": "Private",
    "Places": "4",
    "Organisation which owns the provider": "Invented Homes Ltd",
    "Event type": "Full inspection",
    "Inspection date": "25/05/2021",
    "Publication date": "13/08/2021",
    "Overall experiences and progress of children and young people": "Good",
    "How well children and young people are helped and protected": "Outstanding",
}


def gias(*rows: Mapping[str, str], **columns: str) -> bytes:
    return as_csv([{**GIAS, **row, **columns} for row in rows or [{}]]).encode()


def ofsted(*rows: Mapping[str, str], preamble: str = "") -> bytes:
    return (preamble + as_csv([{**OFSTED, **row} for row in rows or [{}]])).encode()


def without(row: Mapping[str, str], *columns: str) -> dict[str, str]:
    return {name: value for name, value in row.items() if name not in columns}


def as_csv(rows: Sequence[Mapping[str, str]], separator: str = ",", order: Sequence[str] | None = None) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, order or list(rows[0]), delimiter=separator, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
