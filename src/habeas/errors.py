"""Every error that habeas raises on purpose, in one tree.

::

    HabeasError
    ├── InputError            the given input cannot be used; nothing was changed
    │   ├── EmptyInput        E-EMPTY      no bytes, or nothing but white space
    │   ├── BinaryInput       E-BINARY     bytes of no known format
    │   ├── NoText            E-NOTEXT     a known format that holds no text (a scanned PDF)
    │   ├── TooLarge          E-TOOLARGE   more bytes than --max-bytes
    │   ├── BrokenInput       E-BROKEN     a known format that ends early or cannot be parsed
    │   ├── SecretInput       E-SECRET     a file that must not be read into any record: a ledger's keys
    │   ├── NotFound          E-NOTFOUND   no such file or folder
    │   ├── FetchFailed       E-FETCH      a URL that does not answer, or answers with an error
    │   ├── BadDate           E-DATE       not an EDTF date
    │   ├── NoAudience        E-AUDIENCE   no audience of that name
    │   ├── BadKey            E-KEY        not a public key, or one with a character lost
    │   └── BadSettings       E-SETTINGS   settings that are missing or cannot be used
    ├── ClaimError            a claim that must not be recorded
    │   ├── SpanMismatch      E-SPAN       the quote is not the text of its span
    │   ├── NoEvidence        E-NOEVIDENCE a claim that rests on nothing
    │   └── BadContent        E-CONTENT    fields that the claim kind does not have, or of the wrong shape
    ├── LedgerError
    │   ├── NotALedger        E-NOLEDGER   the file is there and is something else
    │   ├── NoLedger          E-MISSING    there is no ledger there
    │   ├── LedgerAltered     E-ALTERED    the record does not match its own proofs
    │   ├── LedgerLocked      E-LOCKED     another writer held it for too long
    │   ├── LedgerUnwritable  E-WRITE      disk full, read-only, no permission
    │   ├── NoKey             E-NOKEY      the signing key is missing or is another ledger's
    │   ├── NotStamped        E-STAMP      a time-stamping authority that gave no time stamp of the checkpoint
    │   ├── UnknownEntry      E-UNKNOWN    no entry with that id
    │   └── MergeRefused      E-MERGE      another ledger that does not verify, or cannot be taken in
    ├── DecisionError         E-DECISION   a decision that cannot stand (nothing named, the wrong kind of entry)
    ├── RequestError          a request to the API that is not answered with what it asks for
    │   ├── BadQuery          E-QUERY      a parameter that is not known, stands there twice, or cannot be read
    │   ├── NoDocument        E-NOTHERE    the view holds nothing of that name
    │   ├── Withdrawn         E-GONE       it was published, and has been withdrawn
    │   ├── ReadOnly          E-METHOD     a method that would change something
    │   ├── WrongHost         E-HOST       the request names another host
    │   └── Unavailable       E-LATER      the record cannot be shown just now
    └── DisclosureRefused     E-REFUSED    a publication that a check stopped

Every message says what was given, what is wrong and what to do; `code` can be searched for in the docs
(`docs/reference/errors.md`), and a test compares that page with this tree.
"""

from __future__ import annotations

__all__ = [
    "BadContent",
    "BadDate",
    "BadKey",
    "BadQuery",
    "BadSettings",
    "BinaryInput",
    "BrokenInput",
    "ClaimError",
    "DecisionError",
    "DisclosureRefused",
    "EmptyInput",
    "FetchFailed",
    "HabeasError",
    "InputError",
    "LedgerAltered",
    "LedgerError",
    "LedgerLocked",
    "LedgerUnwritable",
    "MergeRefused",
    "NoAudience",
    "NoDocument",
    "NoEvidence",
    "NoKey",
    "NoLedger",
    "NoText",
    "NotALedger",
    "NotFound",
    "NotStamped",
    "ReadOnly",
    "RequestError",
    "SecretInput",
    "SpanMismatch",
    "TooLarge",
    "Unavailable",
    "UnknownEntry",
    "Withdrawn",
    "WrongHost",
]


class HabeasError(Exception):
    """What was given, what is wrong with it, and what to do about it.

    Args:
        given: the input as the person knows it (a path, a URL, an id, a value).
        wrong: what is wrong, in one clause.
        do: what the person can do now, as an imperative.
    """

    code = "E-HABEAS"

    def __init__(self, given: str, wrong: str, do: str) -> None:
        super().__init__(given, wrong, do)
        self.given = given
        self.wrong = wrong
        self.do = do

    def __str__(self) -> str:
        return f"{self.given}: {self.wrong}. {self.do} [{self.code}]"


class InputError(HabeasError):
    """The given input cannot be used; nothing was changed."""

    code = "E-INPUT"


class EmptyInput(InputError):
    """No bytes, or nothing but white space."""

    code = "E-EMPTY"


class BinaryInput(InputError):
    """Bytes of no known format."""

    code = "E-BINARY"


class NoText(InputError):
    """A known format that holds no text, such as a scanned PDF."""

    code = "E-NOTEXT"


class TooLarge(InputError):
    """More bytes than the limit allows."""

    code = "E-TOOLARGE"


class BrokenInput(InputError):
    """A known format that ends early or cannot be parsed."""

    code = "E-BROKEN"


class SecretInput(InputError):
    """A file that must not be read into any record, such as a ledger's keys."""

    code = "E-SECRET"


class NotFound(InputError):
    """No such file or folder."""

    code = "E-NOTFOUND"


class FetchFailed(InputError):
    """A URL that does not answer, answers with an error, or leads somewhere it must not."""

    code = "E-FETCH"


class BadDate(InputError):
    """Not an EDTF date or interval."""

    code = "E-DATE"


class NoAudience(InputError):
    """No audience of that name; nobody would see anything."""

    code = "E-AUDIENCE"


class BadKey(InputError):
    """Not a public key, or one that was not copied whole."""

    code = "E-KEY"


class BadSettings(InputError):
    """Settings that are missing or cannot be used, such as a language model's."""

    code = "E-SETTINGS"


class ClaimError(HabeasError):
    """A claim that must not be recorded."""

    code = "E-CLAIM"


class SpanMismatch(ClaimError):
    """The quote is not the text of its span."""

    code = "E-SPAN"


class NoEvidence(ClaimError):
    """A claim that rests on nothing."""

    code = "E-NOEVIDENCE"


class BadContent(ClaimError):
    """Fields that the claim kind does not have, or of the wrong shape."""

    code = "E-CONTENT"


class LedgerError(HabeasError):
    """Something about the ledger itself."""

    code = "E-LEDGER"


class NotALedger(LedgerError):
    """The file is there and is something else."""

    code = "E-NOLEDGER"


class NoLedger(LedgerError):
    """There is no ledger there."""

    code = "E-MISSING"


class LedgerAltered(LedgerError):
    """The record does not match its own proofs."""

    code = "E-ALTERED"


class LedgerLocked(LedgerError):
    """Another writer held the ledger for too long."""

    code = "E-LOCKED"


class LedgerUnwritable(LedgerError):
    """Disk full, read-only, or no permission."""

    code = "E-WRITE"


class NoKey(LedgerError):
    """The signing key is missing, or is another ledger's."""

    code = "E-NOKEY"


class NotStamped(LedgerError):
    """A time-stamping authority that gave no time stamp of the checkpoint."""

    code = "E-STAMP"


class UnknownEntry(LedgerError):
    """No entry with that id, or more than one that begins so."""

    code = "E-UNKNOWN"


class MergeRefused(LedgerError):
    """Another ledger that does not verify, or that cannot be taken in; nothing was merged."""

    code = "E-MERGE"


class DecisionError(HabeasError):
    """A decision that cannot stand."""

    code = "E-DECISION"


class RequestError(HabeasError):
    """A request to the API that is not answered with what it asks for."""

    code = "E-REQUEST"


class BadQuery(RequestError):
    """A parameter that is not known, stands there twice, or cannot be read."""

    code = "E-QUERY"


class NoDocument(RequestError):
    """This view holds nothing of that name."""

    code = "E-NOTHERE"


class Withdrawn(RequestError):
    """It was published, and has been withdrawn."""

    code = "E-GONE"


class ReadOnly(RequestError):
    """A method that would change something."""

    code = "E-METHOD"


class WrongHost(RequestError):
    """The request names another host: some page elsewhere made a browser ask here."""

    code = "E-HOST"


class Unavailable(RequestError):
    """The record cannot be shown just now. Why is for whoever runs the server, and for nobody else."""

    code = "E-LATER"


class DisclosureRefused(HabeasError):
    """A publication that a check stopped, or that does not belong into that folder."""

    code = "E-REFUSED"
