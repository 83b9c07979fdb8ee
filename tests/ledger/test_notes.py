import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from habeas.errors import LedgerAltered
from habeas.ledger.notes import Checkpoint, opened, read_checkpoint, read_verifier_key, sign, verifier_key

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
VERIFIER = verifier_key("example.org/log", KEY.public_key().public_bytes_raw())
NOTE = sign("example.org/log\n2\n" + "A" * 43 + "=\n", "example.org/log", KEY)


def test_a_note_opens_with_its_key_and_with_no_other():
    assert opened(NOTE, VERIFIER) == NOTE.rpartition("\n\n")[0] + "\n"
    other = Ed25519PrivateKey.from_private_bytes(b"o" * 32).public_key().public_bytes_raw()
    assert opened(NOTE, verifier_key("example.org/log", other)) is None


@given(st.integers(0, len(NOTE) - 2), st.characters(min_codepoint=33, max_codepoint=126))
def test_a_changed_note_does_not_open(place: int, letter: str):
    changed = NOTE[:place] + letter + NOTE[place + 1 :]
    assert changed == NOTE or opened(changed, VERIFIER) is None


def test_a_checkpoint_reads_back():
    checkpoint = Checkpoint("example.org/log", 7, b"r" * 32)
    assert read_checkpoint(checkpoint.text) == checkpoint


@pytest.mark.parametrize(
    "text", ["", "a\n1\n", "a\n-1\n" + "A" * 43 + "=\n", "a\n01\n" + "A" * 43 + "=\n", "a\n1\nAAAA\n"]
)
def test_what_is_no_checkpoint_is_refused(text: str):
    with pytest.raises(LedgerAltered):
        read_checkpoint(text)


@pytest.mark.parametrize("text", ["", "name", "name+00000000+AAAA", VERIFIER[:-4] + "AAA=", VERIFIER.replace("+", "-")])
def test_what_is_no_verifier_key_is_refused(text: str):
    with pytest.raises(LedgerAltered):
        read_verifier_key(text)
