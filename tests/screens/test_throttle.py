"""Guessing passwords: it gets slow, is forgotten in time, and fills no memory."""

from screens import throttle
from screens.throttle import FORGOTTEN_AFTER, LONGEST_WAIT, Throttle


def test_attempts_are_free_at_first_then_waits_double_up_to_a_quarter_of_an_hour() -> None:
    clock = [1000.0]
    guarded = Throttle(3, lambda: clock[0])
    assert [guarded.attempt("anne") for _ in range(3)] == [0, 0, 0]
    waits = []
    for _ in range(14):
        waits.append(guarded.attempt("anne"))
        clock[0] += waits[-1]
        assert guarded.attempt("anne") == 0
    assert waits[:5] == [1, 2, 4, 8, 16]
    assert waits[-1] == LONGEST_WAIT
    assert guarded.attempt("ben") == 0


def test_a_right_password_ends_the_wait_of_a_name_and_takes_back_one_attempt_of_an_address() -> None:
    guarded = Throttle(1, lambda: 1000.0)
    assert guarded.attempt("anne") == 0
    assert guarded.attempt("anne") > 0
    guarded.pardon("anne")
    guarded.pardon("nobody")
    assert guarded.attempt("anne") == 0
    guarded.forget("anne")
    guarded.forget("nobody")
    assert guarded.attempt("anne") == 0


def test_attempts_are_forgotten_after_an_hour() -> None:
    clock = [1000.0]
    guarded = Throttle(1, lambda: clock[0])
    guarded.attempt("anne")
    clock[0] += FORGOTTEN_AFTER + 1
    assert guarded.attempt("anne") == 0
    assert guarded.attempt("anne") == 1


def test_no_more_keys_are_remembered_than_may_be() -> None:
    guarded = Throttle(1, lambda: 1000.0)
    for number in range(throttle.MOST + 1):
        guarded.attempt(str(number))
    assert guarded.attempt("0") == 0  # the oldest gave way
    assert guarded.attempt(str(throttle.MOST)) > 0
