"""A log line says what happened and where, never who or with which key."""

from __future__ import annotations

import logging
import sys

from fairplace.web.page.log_lines import LineFormatter, without_secrets
from tests.attacks.test_other_peoples_things import addresses, filled

TOKEN = "d3MYpZLZqE92atW0ZHU138XwV0CgXvNjunHSUSxBVaQ"


def test_every_address_whose_key_is_in_its_path_is_cut() -> None:
    """Read from the address table, so that a new link is cut from the day it is added."""
    keyed = [route for route, converters, _ in addresses() if "token" in converters]
    assert len(keyed) >= 4
    for route in keyed:
        assert TOKEN not in without_secrets(f"Not Found: {filled(route, {'token': TOKEN})}"), route


def test_family_link_address_and_query_are_cut_out() -> None:
    assert without_secrets(f"Not Found: /family/choice/{TOKEN}/") == "Not Found: /family/choice/…/"
    assert without_secrets("to ros.o'hale@home.example now") == "to …@… now"
    assert without_secrets("GET /council/referrals/?q=Samir%20E&page=2 500") == "GET /council/referrals/?… 500"
    assert without_secrets("Is it so? Yes = no") == "Is it so? Yes = no"


def test_exception_is_told_by_kind_and_place_without_its_values() -> None:
    try:
        try:
            raise KeyError("Samir Example")
        except KeyError as missing:
            raise ValueError("Key (email)=(ros@home.example) already exists") from missing
    except ValueError:
        record = logging.LogRecord("django.request", logging.ERROR, "", 1, "Broken: %s", ("/x/",), sys.exc_info())
    line = LineFormatter("{levelname} {message}", style="{").format(record)
    assert line.startswith("ERROR Broken: /x/\nbuiltins.ValueError from builtins.KeyError\n")
    assert "test_log_lines.py" in line
    for value in ("Samir", "ros", "already"):
        assert value not in line


def test_telephone_numbers_are_cut_from_log_lines_c5() -> None:
    for number in ("+447700900123", "07700 900123", "01483-404040"):
        assert "(a number)" in without_secrets(f"Told {number}.")
    line = "2026-11-26 07:24:20,123 WARNING worker Message 019ac0f0-1234-7abc-8def-012345678901 could not be sent"
    assert without_secrets(line) == line
