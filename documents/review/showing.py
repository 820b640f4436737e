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
from typing import Any

from lxml import etree

TRAIL = "trail"
_PICTURE = re.compile(r'src="data:[^"]*"')
_INLINE = ("a", "b", "strong", "small")
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
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, huge_tree=True)
    reader = _Reader()
    reader.read(etree.fromstring(_PICTURE.sub('src=""', page).encode(), parser), "")
    return reader.shown


class _Reader:
    """Goes through the elements of a page in their order."""

    def __init__(self) -> None:
        self.shown = PageShown()
        self._text: list[str] = []
        self._article: ArticleShown | None = None

    def read(self, element: etree._Element, around: str) -> None:
        """Take an element with all within it; `around` is what the elements around it tell."""
        marked, tag = element.get("data-tells"), element.tag
        tells = TRAIL if tag == _COMMAND else around if marked is None else marked
        stands_apart = tag not in _INLINE or marked is not None
        if stands_apart:
            self._flush(around)
        if tag in _UNSEEN:
            if element.get("id") == _CARDS:
                self.shown.cards = json.loads(element.text or "")
            return
        if tag == "article":
            key = element.get("id", "").removeprefix("text-")
            self._article = self.shown.articles.setdefault(key, ArticleShown())
        self._read_aloud(element, tells)
        self._read_within(element, tells)
        if stands_apart:
            self._flush(tells)
        if tag == "article":
            self._article = None

    def _read_within(self, element: etree._Element, tells: str) -> None:
        if text := element.text:
            self._text.append(text)
            if self._article is not None and (card := element.get("data-card")) is not None:
                self._article.cards.append((int(card), text))
        for child in element:
            self.read(child, tells)
            if child.tail:
                self._text.append(child.tail)

    def _read_aloud(self, element: etree._Element, tells: str) -> None:
        """Take what is read aloud of pictures, and what is shown when pointed at."""
        if self._article is None:
            if title := element.get("title"):
                self.shown.told.append((tells, title))
        elif told := element.get("alt"):
            self._article.spoken.append(told)

    def _flush(self, tells: str) -> None:
        text = " ".join("".join(self._text).split())
        self._text.clear()
        if not text:
            return
        if self._article is not None:
            self._article.texts.append(text)
        else:
            self.shown.told.append((tells, text))
