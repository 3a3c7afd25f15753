"""Primary keys."""

from time import time_ns

from fairplace.foundations.kernel.identifiers import new_id


def test_new_id_is_a_version_7_uuid_of_now() -> None:
    before = time_ns() // 1_000_000
    made = new_id()
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert before <= made.int >> 80 <= time_ns() // 1_000_000


def test_new_ids_differ_and_fall_in_order_of_making() -> None:
    made = [new_id() for _ in range(1000)]
    assert len(set(made)) == 1000
    assert [key.int >> 64 for key in made] == sorted(key.int >> 64 for key in made)
