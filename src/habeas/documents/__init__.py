"""Documents: bytes to text, with the way back.

`extract` tells the format of some bytes and gives their `Document`: the text that spans count in, and what the document
says about itself. `FORMATS` lists the formats; one is added by writing one module with a `Format`, one line in
`habeas.documents.extract`, one sample in `tests/documents/samples` and one page in `docs/reference/formats`.
"""

from habeas.documents.document import Document, OffsetMap
from habeas.documents.extract import FORMATS, detect, extract
from habeas.documents.format import Format, Given

__all__ = ["FORMATS", "Document", "Format", "Given", "OffsetMap", "detect", "extract"]
