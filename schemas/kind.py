"""A kind of document: what `templates/documents.toml` says of each (统计公报, 统计快报 …)."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from schemas.period import PeriodKind

Words = Annotated[str, Field(min_length=1)]


class Kind(BaseModel):
    """One kind of document; its text is the template that bears its key.

    `title`, `subtitle` and `file` (the name of a release's file, without its ending) may ask
    for the union and for the period's names. `periods` are those for which it is made where
    `bulletin.toml` says nothing. `one_page` asks for the tighter looks of a single page;
    `contents` says that it is long enough for a list of its headings, where the union wants one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Words
    title: Words
    file: Words
    subtitle: str = ""
    keywords: tuple[str, ...] = ()
    periods: tuple[PeriodKind, ...] = ("月", "季", "半年", "年")
    one_page: bool = False
    contents: bool = False
