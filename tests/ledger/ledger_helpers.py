from hashlib import sha256

from habeas.claims import Claim, Custody, Evidence, Party, outlet
from habeas.ledger import Ledger
from habeas.sources import Source

TEXT = "Police in Lima held Ana Silva, a Danish teacher, on 3 May 2020. Denmark asked Peru to release her."


def source(text: str = TEXT, origin: str = "report.txt") -> tuple[Source, bytes]:
    raw = text.encode()
    made = Source(
        sha256=sha256(raw).hexdigest(),
        size=len(raw),
        media_type="text/plain",
        extractor="plain/1",
        text=text,
        origin=origin,
        published="2020-05-04",
        received_at="2020-05-05T08:00:00.000000Z",
    )
    return made, raw


def claim(
    source_id: str, text: str = TEXT, *, words: str = "Police in Lima held Ana Silva", act: str = "detained"
) -> Claim:
    start = text.index(words)
    return Claim(
        kind="custody",
        stance="asserts",
        speakers=(outlet(None),),
        said_on="2020-05-04",
        content=Custody(person=Party(name="Ana Silva", state="DK"), act=act, by="PE"),
        evidence=(Evidence(source=source_id, start=start, end=start + len(words), quote=words),),
        confidence=0.9,
        read_by="test/1",
    )


def filled(ledger: Ledger, handling: str = "public") -> tuple[str, str]:
    """A source and a claim; their ids."""
    made, raw = source()
    source_id = ledger.record_source(made, raw, handling).id
    return source_id, ledger.record([(claim(source_id), handling)])[0].id
