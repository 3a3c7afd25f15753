"""Letters are shown with links that lead into this demo."""

from __future__ import annotations

from fairplace.demo.outbox import Piece, pieces_of


def test_links_of_a_letter_lead_here_whatever_address_it_was_written_at() -> None:
    letter = "Read it at http://127.0.0.1:9000/family/choice/ab-_c/\n\nOr http://127.0.0.1:9000/x?y=1. Thank you."
    assert pieces_of(letter) == [
        Piece("Read it at "),
        Piece("http://127.0.0.1:9000/family/choice/ab-_c/", "/family/choice/ab-_c/"),
        Piece("\n\nOr "),
        Piece("http://127.0.0.1:9000/x?y=1", "/x?y=1"),
        Piece(". Thank you."),
    ]


def test_a_letter_without_links_is_one_piece() -> None:
    assert pieces_of("Your code is 123456.") == [Piece("Your code is 123456.")]


def test_a_link_to_another_host_is_no_link() -> None:
    assert [piece.href for piece in pieces_of("See https://elsewhere.example/provider/tasks/ too")] == ["", "", ""]
