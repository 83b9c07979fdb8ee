"""Where the model is, what it is called, and the key it wants: from the environment, or from a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from habeas.errors import BadSettings

TIMEOUT = 120.0
"""Seconds for the whole of one document, where nothing else is said."""

_NAMES = ("url", "model", "key", "timeout")
_PREFIX = "HABEAS_LLM_"
_DO = "See docs/how-to/use-an-llm.md."


class LlmSettings(msgspec.Struct, frozen=True, kw_only=True):
    """One model.

    Attributes:
        url: the endpoint's base ("http://127.0.0.1:8000/v1") or its `.../chat/completions`.
        model: the model's name as the endpoint knows it; claims carry it in `read_by`.
        key: sent as a bearer token; None where the endpoint wants none. It is shown nowhere.
        timeout: seconds for the whole exchange about one document.
    """

    url: str
    model: str
    key: str | None = None
    timeout: float = TIMEOUT

    def __repr__(self) -> str:
        key = "None" if self.key is None else "'...'"
        return f"LlmSettings(url={self.url!r}, model={self.model!r}, key={key}, timeout={self.timeout!r})"


def read_settings(environ: Mapping[str, str], path: str | None = None) -> LlmSettings:
    """The settings in `HABEAS_LLM_URL`, `_MODEL`, `_KEY` and `_TIMEOUT`; where one is not set, that of a TOML file.

    Args:
        environ: the environment.
        path: a TOML file with `url`, `model`, `key` and `timeout`; where None, the one that `HABEAS_LLM_SETTINGS` names.

    Raises:
        BadSettings: no URL or model, a value that cannot be used, or a file that cannot be read. It never shows the key.
    """
    path = path or environ.get(f"{_PREFIX}SETTINGS") or None
    given: dict[str, object] = dict(_of_file(path)) if path else {}
    given |= {name: value for name in _NAMES if (value := environ.get(f"{_PREFIX}{name.upper()}"))}
    for name in ("url", "model"):
        if not isinstance(given.get(name), str) or not str(given[name]).strip():
            raise BadSettings(f"{_PREFIX}{name.upper()}", "it is not set", f"Set it, or leave out --llm. {_DO}")
    return LlmSettings(
        url=_url(str(given["url"])),
        model=str(given["model"]).strip(),
        key=_key(given.get("key")),
        timeout=_seconds(given.get("timeout", TIMEOUT)),
    )


def _of_file(path: str) -> dict[str, object]:
    try:
        found = tomllib.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        raise BadSettings(path, f"it cannot be read: {error.strerror}", f"Check the path. {_DO}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        # without the cause: a parser's message may quote the line that holds the key
        raise BadSettings(path, "it is not TOML", f"Write lines like model = 'name'. {_DO}") from None
    unknown = sorted(set(found) - set(_NAMES))
    if unknown:
        raise BadSettings(path, f"no such setting: {', '.join(unknown)}", f"Use {', '.join(_NAMES)}.")
    return found


def _url(value: str) -> str:
    """The URL, when a document may be sent there."""
    name = f"{_PREFIX}URL"
    try:
        parts = urlsplit(value.strip())
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable, parts = False, urlsplit("")
    if not usable:
        raise BadSettings(name, "it is no http or https URL", f"Write it like http://127.0.0.1:8000/v1. {_DO}")
    if parts.username is not None or parts.password is not None:
        raise BadSettings(name, "it holds a name or password", f"Give a key as {_PREFIX}KEY. {_DO}")
    return value.strip()


def _key(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not value or not all("!" <= letter <= "~" for letter in value):
        raise BadSettings(f"{_PREFIX}KEY", "it holds characters that no key has", "Copy it anew, without white space.")
    return value


def _seconds(value: object) -> float:
    try:
        seconds = float(str(value))
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise BadSettings(f"{_PREFIX}TIMEOUT {str(value)[:40]!r}", "it is no number of seconds", "Write 120.")
    return seconds
