"""A finished review page read back: what somebody who opens it meets, by its markup.

`data-tells` says what a part of the page is: `figure` (the value of a figure), `finding` (the
words of a finding), `count` (how many of something the page lists), `rows` (how much of a
return was used), `trail` (addresses, dates, names of files and rules: what no figure is). What
nothing marks may hold names and dates alone. A document stands in an `article` of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

TRAIL = "trail"
_PICTURE = re.compile(r'src="data:[^"]*"')
_INLINE = ("a", "b", "strong", "small")
_VOID = ("img", "meta", "br", "link")
_CARDS = "cards"
_UNSEEN = ("script", "style")
_COMMAND = "code"


@dataclass
class ArticleShown:
    """One document on the page: its texts in order, what is read aloud, its numbers' cards."""

    texts: list[str] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    cards: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class PageShown:
    """What the page shows: documents by key, other texts with what they tell, and the cards."""

    articles: dict[str, ArticleShown] = field(default_factory=dict)
    told: list[tuple[str, str]] = field(default_factory=list)
    cards: list[Mapping[str, Any]] = field(default_factory=list)


def show_page(page: str) -> PageShown:
    """Return what a review page shows; a document's key is that of its article."""
    reader = _Reader()
    reader.feed(_PICTURE.sub('src=""', page))
    reader.close()
    return reader.shown


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.shown = PageShown()
        self._open: list[tuple[str, Mapping[str, str]]] = []
        self._text: list[str] = []
        self._article: ArticleShown | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in _INLINE or "data-tells" in given:
            self._flush()
        if tag == "article":
            key = given.get("id", "").removeprefix("text-")
            self._article = self.shown.articles.setdefault(key, ArticleShown())
        if tag not in _VOID:
            self._open.append((tag, given))
        if self._article is not None and given.get("alt"):
            self._article.spoken.append(given["alt"])
        if given.get("title") and self._article is None:
            self.shown.told.append((self._tells(), given["title"]))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE or "data-tells" in self._given(tag):
            self._flush()
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag == "article":
            self._article = None

    def _given(self, tag: str) -> Mapping[str, str]:
        return self._open[-1][1] if self._open and self._open[-1][0] == tag else {}

    def handle_data(self, data: str) -> None:
        inside = [tag for tag, _ in self._open]
        if any(tag in _UNSEEN for tag in inside):
            if self._open[-1][1].get("id") == _CARDS:
                self.shown.cards = json.loads(data)
            return
        self._text.append(data)
        card = self._given("a").get("data-card")
        if card is not None and self._article is not None:
            self._article.cards.append((int(card), data))

    def _flush(self) -> None:
        text = " ".join("".join(self._text).split())
        self._text.clear()
        if not text:
            return
        if self._article is not None:
            self._article.texts.append(text)
        else:
            self.shown.told.append((self._tells(), text))

    def _tells(self) -> str:
        """Return what the nearest element that says so tells; a command is no figure."""
        if any(tag == _COMMAND for tag, _ in self._open):
            return TRAIL
        marked = (given["data-tells"] for _, given in reversed(self._open) if "data-tells" in given)
        return next(marked, "")
