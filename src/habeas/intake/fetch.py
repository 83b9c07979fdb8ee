"""Fetching one URL safely: http and https only, capped, timed, and never led from a public host to a private one."""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from habeas.errors import EmptyInput, FetchFailed, TooLarge
from habeas.intake.given import Given

if TYPE_CHECKING:
    import httpx

SECONDS = 20.0
REDIRECTS = 5
_HEADERS = {
    "User-Agent": "habeas/0.1",
    "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain,*/*;q=0.5",
}


def is_url(text: str) -> bool:
    """Whether an input is a URL and not a path."""
    return urlsplit(text).scheme in {"http", "https"} and "://" in text


def fetch(url: str, *, max_bytes: int) -> Given:
    """The bytes at a URL.

    A person may type the address of any host. A redirect may lead from a private host anywhere, and from a public one only
    to a public one, so that no page can make this machine ask its own network.

    Raises:
        FetchFailed: no answer, an error, too many redirects, or a redirect to a private address.
        TooLarge: more than `max_bytes`.
        EmptyInput: nothing came.
    """
    import httpx

    try:
        with httpx.Client(timeout=SECONDS, headers=_HEADERS, follow_redirects=False) as client:
            return _followed(client, url, max_bytes)
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        why = str(error) or type(error).__name__
        raise FetchFailed(
            url, f"it does not answer: {why}", "Check the address, or save the page and give the file."
        ) from error


def _followed(client: httpx.Client, url: str, max_bytes: int) -> Given:
    private = _is_private(url)
    for _ in range(REDIRECTS + 1):
        with client.stream("GET", url) as response:
            if not response.is_redirect:
                return _given(response, url, max_bytes)
            onward = str(response.next_request.url) if response.next_request else url
        if not is_url(onward) or (not private and _is_private(onward)):
            raise FetchFailed(
                url, f"it leads to {onward}, where it must not", "Give the address of the document itself."
            )
        url = onward
    raise FetchFailed(url, f"it was led on more than {REDIRECTS} times", "Give the address of the document itself.")


def _given(response: httpx.Response, url: str, max_bytes: int) -> Given:
    if response.is_error:
        raise FetchFailed(
            url, f"it answers with {response.status_code}", "Check the address, or save the page and give the file."
        )
    pieces: list[bytes] = []
    size = 0
    for piece in response.iter_bytes():
        size += len(piece)
        if size > max_bytes:
            raise TooLarge(url, f"more than {max_bytes} bytes", "Raise --max-bytes if you trust it.")
        pieces.append(piece)
    if not size:
        raise EmptyInput(url, "nothing came", "Check the address.")
    return Given(url, b"".join(pieces), response.headers.get("content-type"), url)


def _is_private(url: str) -> bool:
    """Whether any address of the host is not on the public internet; an unknown host counts as private."""
    try:
        found = socket.getaddrinfo(urlsplit(url).hostname, None)
    except (OSError, UnicodeError):
        return True
    return any(not ipaddress.ip_address(str(item[4][0]).partition("%")[0]).is_global for item in found)
