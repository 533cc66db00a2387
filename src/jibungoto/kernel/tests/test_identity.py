"""Public ids and short codes."""

import time

from hypothesis import given
from hypothesis import strategies as st

from jibungoto.kernel import identity


def test_public_ids_sort_by_age_and_say_their_version():
    earlier = identity.uuid7()
    time.sleep(0.002)
    later = identity.uuid7()
    assert earlier < later
    assert (later.version, later.variant) == (7, "specified in RFC 4122")


def test_a_short_code_has_no_letters_that_are_misread():
    codes = "".join(identity.short_code() for _ in range(500))
    assert set(codes) <= set(identity.ALPHABET)
    assert not set("ILOU") & set(codes)


@given(st.text(identity.ALPHABET, min_size=8, max_size=8))
def test_a_code_is_read_however_it_was_typed(code):
    loose = f" {code[:4].lower()}-{code[4:].replace('0', 'o').replace('1', 'l')} "
    assert identity.read_code(loose) == code
