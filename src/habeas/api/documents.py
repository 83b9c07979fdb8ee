"""Every document of the API by its path below `api/v1/`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import msgspec

from habeas.api import shapes
from habeas.api.openapi import openapi
from habeas.register.views import CaseView, EndorsementsView, Register, SourceView

VERSION = "v1"
ROOT = f"api/{VERSION}"
"""Where the API stands on the site."""

PAGE_SIZE = 200
"""Items on a page. It never changes within a version: pages are files."""

NOTICE = "Every record says what somebody said; none is a finding of the publisher's. What is not here may still exist."
_LIST = re.compile(r"(cases|records|sources|endorsements|contested)(?:/page/([1-9][0-9]{0,8}))?\.json")
_ITEM = re.compile(r"(cases|sources|endorsements)/([^/]{1,200})\.json")


class Documents:
    """The documents of one register, made when they are asked for.

    Args:
        register: what one audience may see.
        as_of, known_at: as a request gave them; references keep them. None where it gave none.
    """

    def __init__(self, register: Register, *, as_of: str | None = None, known_at: str | None = None) -> None:
        self.register = register
        given = {name: value for name, value in (("as_of", as_of), ("known_at", known_at)) if value is not None}
        self._metas: dict[str, shapes.Meta] = {}
        self._query = f"?{urlencode(given)}" if given else ""

    def names(self) -> Iterator[str]:
        """The path of every document."""
        yield from ("index.json", "openapi.json")
        for name, (items, _) in self._lists.items():
            yield f"{name}.json"
            yield from (f"{name}/page/{page}.json" for page in range(2, _pages(len(items)) + 1))
        for name, found in self._items.items():
            yield from (f"{name}/{key}.json" for key in found)

    def body(self, name: str) -> bytes | None:
        """A document's bytes; None when this view holds none of that path."""
        if name == "index.json":
            return _encoded(self._index())
        if name == "openapi.json":
            return _encoded(openapi())
        if match := _LIST.fullmatch(name):
            return self._page(match[1], int(match[2] or 1), paged=match[2] is not None)
        if match := _ITEM.fullmatch(name):
            make = self._items[match[1]].get(match[2])
            return _encoded(make()) if make else None
        return None

    def meta(self, shown: Any) -> shapes.Meta:
        """Which view this is, and of what it shows a fingerprint."""
        register = self.register
        return shapes.Meta(
            api=VERSION,
            audience=register.audience,
            as_of=register.as_of,
            known_at=register.known_at,
            edition=sha256(msgspec.json.encode(shown)).hexdigest()[:16],
            notice=NOTICE,
        )

    def _index(self) -> shapes.Index:
        return shapes.Index(
            meta=self.meta(self.register),
            title="Who is held, by whom, since when, who says so",
            counts=self.register.counts,
            links=shapes.Links(
                **{
                    name: f"{name}.json{self._query}"
                    for name in ("cases", "records", "endorsements", "contested", "sources")
                },
                openapi="openapi.json",
            ),
        )

    @cached_property
    def _lists(self) -> dict[str, tuple[Sequence[Any], Callable[..., shapes.Page]]]:
        register = self.register
        return {
            "cases": (register.cases, shapes.CasePage),
            "records": (register.claims, shapes.RecordPage),
            "sources": (register.sources, shapes.SourcePage),
            "endorsements": (register.endorsements, shapes.EndorsementsPage),
            "contested": (register.contested, shapes.ContestedPage),
        }

    @cached_property
    def _items(self) -> dict[str, dict[str, Callable[[], shapes.Shape]]]:
        register, meta = self.register, self.meta
        return {
            "cases": {name: _later(shapes.Case, meta, one) for one in register.cases for name in (one.slug, *one.also)},
            "sources": {one.slug: _later(shapes.Source, meta, one) for one in register.sources},
            "endorsements": {one.instrument: _later(shapes.Endorsements, meta, one) for one in register.endorsements},
        }

    def _page(self, name: str, page: int, *, paged: bool) -> bytes | None:
        items, shape = self._lists[name]
        pages = _pages(len(items))
        if page > pages or (paged and page == 1):
            return None
        up = "../" if paged else ""
        here = items[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        return _encoded(
            shape(
                meta=self._meta_of_list(name),
                page=page,
                pages=pages,
                total=len(items),
                previous=self._place(name, page - 1, paged=paged) if page > 1 else None,
                next=self._place(name, page + 1, paged=paged) if page < pages else None,
                items=tuple(self._row(one, up) for one in here),
            )
        )

    def _meta_of_list(self, name: str) -> shapes.Meta:
        if name not in self._metas:
            self._metas[name] = self.meta(self._lists[name][0])
        return self._metas[name]

    def _place(self, name: str, page: int, *, paged: bool) -> str:
        """A page of the same list, as a reference from one of its pages."""
        if page == 1:
            return f"../../{name}.json{self._query}"
        return f"{page}.json{self._query}" if paged else f"{name}/page/{page}.json{self._query}"

    def _row(self, one: Any, up: str) -> Any:
        if isinstance(one, CaseView):
            return _chosen(shapes.CaseRow, one, self._link(up, "cases", one.slug))
        if isinstance(one, SourceView):
            return _chosen(shapes.SourceRow, one, self._link(up, "sources", one.slug))
        if isinstance(one, EndorsementsView):
            return _chosen(shapes.EndorsementsRow, one, self._link(up, "endorsements", one.instrument))
        return one

    def _link(self, up: str, kind: str, name: str) -> str:
        """A single document, as a reference from a list's first page or (with `up`) from another."""
        return f"{up}{name}.json{self._query}" if up else f"{kind}/{name}.json{self._query}"


def _later(
    shape: Callable[..., shapes.Shape], meta: Callable[[Any], shapes.Meta], item: Any
) -> Callable[[], shapes.Shape]:
    return lambda: shape(meta=meta(item), item=item)


def _chosen(shape: type[msgspec.Struct], view: msgspec.Struct, link: str) -> msgspec.Struct:
    fields = {name: getattr(view, name) for name in shape.__struct_fields__ if name != "link"}
    return shape(link=link, **fields)


def _pages(items: int) -> int:
    return max(1, -(-items // PAGE_SIZE))


def _encoded(value: Any) -> bytes:
    return msgspec.json.encode(value) + b"\n"
