"""What is written fast is written as the plain way says it."""

import hmac
from collections.abc import Callable
from hashlib import sha256

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from ledger_helpers import TEXT, claim, source

from habeas.claims import (
    Claim,
    ClaimBasis,
    Custody,
    EndorsementCount,
    Evidence,
    Party,
    PersonBasis,
    Statement,
    encode,
)
from habeas.entries import SCHEMA, encode_payload
from habeas.ledger import Ledger
from habeas.ledger import ledger as ledger_module
from habeas.ledger.records import ContentKeys, Prepared, header_of, references, sealed
from habeas.ledger.tree import leaf_hash, node_hash

SECRET = b"s" * 32
WORDS = st.text(max_size=8) | st.sampled_from(
    [
        '"confidence":',
        '"read_by":',
        ',"said_on":',
        "confidence",
        'x"',
        "\\",
        'read_by":"',
        "1234567890123456789",
        "é\u2028",
    ]
)
PARTIES = st.builds(Party, name=st.none() | WORDS, role=st.none() | WORDS, span=st.none() | st.just((3, 9)))
CONTENTS = (
    st.builds(Custody, person=PARTIES, act=st.just("detained"), by=st.just("PE"), when=st.none() | WORDS)
    | st.builds(Statement, manner=st.just("direct"), words=WORDS, about=st.just(()), addressee=st.none() | PARTIES)
    | st.builds(EndorsementCount, instrument=WORDS, count=st.integers(0, 2**53 - 1), counts=st.just("states"))
)
CLAIMS = st.builds(
    Claim,
    kind=st.just("custody"),
    stance=st.just("asserts"),
    speakers=st.lists(PARTIES, min_size=1, max_size=2).map(tuple),
    said_on=st.none() | WORDS,
    content=CONTENTS,
    evidence=st.lists(
        st.builds(Evidence, source=WORDS, start=st.just(0), end=st.just(2), quote=WORDS), min_size=1, max_size=2
    ).map(tuple),
    basis=st.lists(
        st.builds(ClaimBasis, claim=WORDS) | st.builds(PersonBasis, person=PARTIES, note=WORDS), max_size=2
    ).map(tuple),
    confidence=st.none() | st.floats(0, 1),
    read_by=WORDS,
)


def plain_key(payload: Claim) -> bytes:
    """The content key as design says it, with no short cut."""
    whole = encode(payload)
    kept = {field: whole[field] for field in whole if field not in ("confidence", "read_by")}
    return hmac.digest(SECRET, rfc8785.dumps(["claim", kept]), "sha256")


@given(CLAIMS)
def test_a_claims_bytes_and_content_key_are_the_plain_ones(made: Claim):
    prepared = ContentKeys(SECRET).prepared(made, "team")
    assert prepared.body == rfc8785.dumps(encode(made))
    assert prepared.key == plain_key(made)


@given(st.builds(msgspec.structs.replace, st.just(source()[0]), text=WORDS, outlet=st.none() | WORDS))
def test_a_sources_bytes_and_content_key_are_the_plain_ones(made):
    prepared = ContentKeys(SECRET).prepared(made, "team")
    kept = {"sha256": made.sha256, "text": made.text, "published": made.published, "outlet": made.outlet}
    assert prepared.body == rfc8785.dumps(encode_payload(made))
    assert prepared.key == hmac.digest(SECRET, rfc8785.dumps(["source", kept]), "sha256")


def test_a_claim_names_its_sources_and_what_it_rests_on():
    made = msgspec.structs.replace(claim("a" * 64), basis=(ClaimBasis(claim="b" * 64),))
    assert references(made) == ["a" * 64, "b" * 64]


@pytest.mark.parametrize("at_once", [1, 3, 4000])
def test_what_is_stored_does_not_depend_on_how_many_are_written_at_once(
    opened: Callable[..., Ledger], monkeypatch: pytest.MonkeyPatch, at_once: int
):
    monkeypatch.setattr(ledger_module, "AT_ONCE", at_once)
    with opened(rng=lambda size: bytes(range(32)) * (size // 32), who="Zoë") as ledger:
        made, raw = source()
        id_ = ledger.record_source(made, raw, "team").id
        acts = ("detained", "charged", "tried", "detained", "sentenced", "charged", "released", "died")
        recorded = ledger.record([(claim(id_, act=act), "team") for act in acts])
        assert [one.new for one in recorded] == [True, True, True, False, True, False, True, True]
        assert recorded[3].id == recorded[0].id
        rows = list(ledger._store.rows())
        for row in rows:
            header = msgspec.json.decode(row.header)
            assert row.header == rfc8785.dumps(header)
            assert row.id == leaf_hash(row.header).hex()
            assert header["payload_hash"] == sha256((row.salt or b"") + (row.payload or b"")).hexdigest()
        leaves = [bytes.fromhex(row.id) for row in rows]
        pairs = [node_hash(a, b) for a, b in zip(leaves[::2], leaves[1::2], strict=False)]
        fours = [node_hash(a, b) for a, b in zip(pairs[::2], pairs[1::2], strict=False)]
        assert list(ledger._store.nodes()) == [
            *((1, index, digest) for index, digest in enumerate(pairs)),
            *((2, index, digest) for index, digest in enumerate(fours)),
        ]
        assert ledger.verify(ledger.checkpoint()).problems == ()
        assert TEXT


@given(st.binary(max_size=100), st.binary(max_size=300))
def test_content_keys_are_hmacs_of_the_secret(secret: bytes, words: bytes):
    assert ContentKeys(secret)._digest(words) == hmac.digest(secret, words, "sha256")


@given(st.text(), st.text(), st.text())
def test_a_header_is_canonical_whoever_records_under_whatever_label(handling: str, who: str, ledger: str):
    prepared = Prepared(payload=None, kind="claim", handling=handling, body=b"{}", key=None)  # type: ignore[arg-type]
    row = sealed(3, prepared, salt=b"s" * 32, recorded_at="2020-05-05T08:00:00.000000Z", recorded_by=who, ledger=ledger)
    header = header_of(row)
    assert (header.handling, header.recorded_by, header.ledger, header.kind) == (handling, who, ledger, "claim")
    assert (header.recorded_at, header.schema) == ("2020-05-05T08:00:00.000000Z", SCHEMA)
    assert header.payload_hash == sha256(b"s" * 32 + b"{}").hexdigest()
    assert row.header == rfc8785.dumps(msgspec.json.decode(row.header))
    assert row.id == leaf_hash(row.header).hex()
