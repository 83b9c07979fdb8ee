"""Templates, and what it costs to fill them: most of the time of a large publication is spent here.

Compiled templates are kept on the disk as Python keeps its own modules: beside their sources, in `__pycache__`, under a name
that changes with Jinja's version, its options and the interpreter. Where nothing can be written, they are compiled each time.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from habeas.site.languages import Language

_OPTIONS: dict[str, Any] = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
_EXTENSIONS = ("jinja2.ext.i18n",)


class Compiled(jinja2.BytecodeCache):
    """Templates compiled once for all languages and all publications: what differs is looked up when a page is made.

    Args:
        folder: where they are kept; None to keep them in mind only.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._codes: dict[str, bytes] = {}
        made_by = (
            metadata.version("jinja2"),
            sys.implementation.cache_tag,
            sorted(_OPTIONS.items()),
            _EXTENSIONS,
            "shown",
        )
        self._made_by = sha256(repr(made_by).encode()).hexdigest()[:12]

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Takes what is known; the bucket itself refuses what was made of another source."""
        raw = self._codes.get(bucket.key) or self._read(bucket.key)
        if raw is not None:
            bucket.bytecode_from_string(raw)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Keeps what was compiled."""
        raw = self._codes[bucket.key] = bucket.bytecode_to_string()
        whole = sha256(raw).digest() + raw
        if self._folder is not None and not sys.dont_write_bytecode:
            path = self._path(self._folder, bucket.key)
            beside = path.with_name(f"{path.name}.{os.getpid()}")
            with suppress(OSError):
                self._folder.mkdir(exist_ok=True)
                beside.write_bytes(whole)
                beside.replace(path)

    def _read(self, key: str) -> bytes | None:
        if self._folder is None:
            return None
        try:
            raw = self._path(self._folder, key).read_bytes()
        except OSError:
            return None
        return raw[32:] if sha256(raw[32:]).digest() == raw[:32] else None

    def _path(self, folder: Path, key: str) -> Path:
        return folder / f"{key}.{self._made_by}.jinja"


class _Code(CodeGenerator):
    """Has templates put out what they show by `shown`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
            return
        self.write("environment.shown(")
        if finalize.src is not None:
            self.write(finalize.src)


def shown(value: Any) -> str:
    """A value as it stands on a page: markup as it is, everything else escaped. It is put out and never asked what it was."""
    return value if type(value) is Markup else escape(value)


class _Context(Context):
    """Calls what a template calls. Jinja asks of each whether it wants the context: of a plain function, six questions a call."""

    def call(self, called: Callable[..., Any], /, *args: Any, **given: Any) -> Any:
        """See `Context.call`."""
        if isinstance(called, Macro):
            args = (self.eval_ctx, *args)
        elif hasattr(called, "jinja_pass_arg") or isinstance(called, type):
            return super().call(called, *args, **given)
        given.pop("_block_vars", None)
        given.pop("_loop_vars", None)
        return called(*args, **given)


class _Environment(jinja2.Environment):
    """Jinja with a quicker way to put values out, and to call."""

    code_generator_class = _Code
    context_class = _Context
    shown = staticmethod(shown)


def environment(spoken: Language) -> jinja2.Environment:
    """Jinja with the site's templates, speaking one language."""
    made = _Environment(
        loader=jinja2.PackageLoader("habeas.site"),
        bytecode_cache=_COMPILED,
        undefined=jinja2.StrictUndefined,
        extensions=_EXTENSIONS,
        **_OPTIONS,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_translations(spoken.translations, newstyle=True)  # type: ignore[attr-defined]  # by i18n
    made.globals["_"] = _saying(spoken)
    return made


def _saying(spoken: Language) -> Callable[..., Markup]:
    """`_` of a language's templates: a message, with what is put into it escaped."""
    shapes: dict[str, Markup] = {}
    bare: dict[str, Markup] = {}

    def say(message: str, **given: Any) -> Markup:
        if message not in shapes:
            shapes[message] = Markup(spoken.message(message))  # noqa: S704  the package's own words
        if given:
            return shapes[message] % given
        if message not in bare:
            bare[message] = shapes[message] % {}
        return bare[message]

    return say


def _beside_the_templates() -> Path | None:
    """Where compiled templates are kept; None where the package is in no folder."""
    folder = files("habeas.site").joinpath("templates")
    return folder / "__pycache__" if isinstance(folder, Path) else None


_COMPILED = Compiled(_beside_the_templates())
