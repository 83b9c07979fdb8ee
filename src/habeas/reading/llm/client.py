"""Asking the endpoint: one request, one deadline, a bounded answer, nowhere else, and the key in no message.

Failures are told in words of ours. An exception's own text is never passed on: it may quote what was sent.
"""

from __future__ import annotations

import asyncio
import ipaddress

import httpx
import msgspec

from habeas.reading.llm.settings import LlmSettings

MAX_ANSWER = 4_000_000
"""Bytes of an answer; a longer one is not read to its end."""

_PATH = "/chat/completions"


class Failed(Exception):
    """Why there is no answer, in a few words that hold no secret."""


class _Message(msgspec.Struct):
    content: str


class _Choice(msgspec.Struct):
    message: _Message


class _Completion(msgspec.Struct):
    choices: list[_Choice]


def ask(body: bytes, settings: LlmSettings, transport: httpx.AsyncBaseTransport | None = None) -> str:
    """The text of the model's answer. Not to be called from within an event loop.

    Raises:
        Failed: whatever the server did instead.
    """
    try:
        return _message(asyncio.run(_exchange(body, settings, transport)))
    except TimeoutError:
        raise Failed(f"no whole answer within {settings.timeout:g} s") from None
    except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError, ValueError) as error:
        raise Failed(f"it cannot be asked ({type(error).__name__})") from None


async def _exchange(body: bytes, settings: LlmSettings, transport: httpx.AsyncBaseTransport | None) -> bytes:
    """The body of the answer. One deadline holds for all of it, however slowly the bytes come."""
    async with asyncio.timeout(settings.timeout):
        url = endpoint(settings.url)
        client = httpx.AsyncClient(
            transport=transport,
            timeout=settings.timeout,
            follow_redirects=False,  # the document goes where the operator said, and nowhere else
            trust_env=not _is_this_machine(url),  # what is asked on this machine does not leave it through a proxy
        )
        async with client, client.stream("POST", url, content=body, headers=_headers(settings)) as response:
            return await _bounded(response)


def endpoint(url: str) -> httpx.URL:
    """The URL to post to."""
    base = httpx.URL(url)
    path = base.path.rstrip("/")
    return base if path.endswith(_PATH) else base.copy_with(path=path + _PATH)


def _is_this_machine(url: httpx.URL) -> bool:
    try:
        return ipaddress.ip_address(url.host).is_loopback
    except ValueError:
        return url.host == "localhost"


def _headers(settings: LlmSettings) -> dict[str, str]:
    headers = {
        "User-Agent": "habeas/0.1",
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Accept-Encoding": "identity",  # a compressed answer has no bound before it is unpacked
    }
    return headers | ({"Authorization": f"Bearer {settings.key}"} if settings.key else {})


async def _bounded(response: httpx.Response) -> bytes:
    if response.is_redirect:
        raise Failed(f"it leads elsewhere ({response.status_code})")
    if response.status_code != httpx.codes.OK:
        raise Failed(f"it answers with {response.status_code}")
    if response.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Failed("its answer does not say that it is JSON")
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise Failed("its answer is compressed, which was not asked for")
    pieces = bytearray()
    async for piece in response.aiter_raw():
        pieces += piece
        if len(pieces) > MAX_ANSWER:
            raise Failed(f"its answer is longer than {MAX_ANSWER} bytes")
    return bytes(pieces)


def _message(raw: bytes) -> str:
    try:
        completion = msgspec.json.decode(raw, type=_Completion)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise Failed("its answer is no chat completion") from None
    if not completion.choices:
        raise Failed("its answer is empty")
    return completion.choices[0].message.content
