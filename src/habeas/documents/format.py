"""What a format is: how to know its bytes, and how to read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from habeas.documents.document import Document
from habeas.errors import BrokenInput, HabeasError


def _never(_raw: bytes) -> bool:
    return False


@dataclass(frozen=True, kw_only=True)
class Given:
    """What was handed to a format.

    Attributes:
        raw: the bytes as received.
        name: the input as the person knows it; error messages begin with it.
        charset: the encoding that came with the bytes (a `Content-Type` header), if any.
    """

    raw: bytes
    name: str
    charset: str | None = None


@dataclass(frozen=True, kw_only=True)
class Format:
    """One kind of document.

    Attributes:
        name: its key in `FORMATS`, its docs page and its sample.
        media_types: what servers call it; the first is what a `Document` carries.
        suffixes: how names of such files end, in lower case, with the dot.
        read: bytes to document. Raises nothing but `HabeasError`.
        is_surely: true only where the bytes leave no doubt (a magic number); wins over name and media type.
        is_likely: true where the bytes look like it; asked only when neither media type nor name tells.
    """

    name: str
    media_types: tuple[str, ...]
    suffixes: tuple[str, ...]
    read: Callable[[Given], Document]
    is_surely: Callable[[bytes], bool] = _never
    is_likely: Callable[[bytes], bool] = _never


@contextmanager
def parsing(given: Given, what: str) -> Iterator[None]:
    """Turn whatever a library raises on hostile bytes into `BrokenInput`, with the library's error as its cause.

    Only calls into libraries stand inside it: an error of our own code must stay visible. `MemoryError` is about the
    machine and passes through.
    """
    try:
        yield
    except (HabeasError, MemoryError):
        raise
    except Exception as error:
        wrong = f"{what} that cannot be parsed ({type(error).__name__})"
        raise BrokenInput(
            given.name, wrong, "Open it in its own program, save it again, and give the new file."
        ) from error
