"""Documents that a person edited and that were taken over: what is kept of them on disk.

`adopted/` holds the documents and `adoption.json`: by whom, what changed, where numerals are
from, and what the draft said then, so that a later rerun can tell what has moved since.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from documents.adoption import sentences
from documents.numerals import numerals
from flows.disk import sha256
from flows.drafts import DRAFT
from flows.gate.binding import ADOPTED, PDF
from schemas.faults import PersonNeeded
from schemas.release import Adopted, Changed, Condition, Moved

if TYPE_CHECKING:
    from documents.word.reading import Written

RECORD = "adoption.json"

Record = dict[str, Any]


def read_adoptions(out: Path) -> dict[str, Record]:
    """Return the record of each adopted document by its key; none where there are none.

    Raises PersonNeeded where the record cannot be read.
    """
    path = out / ADOPTED / RECORD
    if not path.is_file():
        return {}
    try:
        return dict(json.loads(path.read_text("utf-8")))
    except ValueError:
        raise PersonNeeded(
            f"{path} 被改动过，无法读取：请删去 {path.parent} 后重新 bulletin adopt。"
        ) from None


def adopted_documents(adoptions: Mapping[str, Record]) -> Iterator[Adopted]:
    """Yield the adopted documents with what was changed in each."""
    for key, record in adoptions.items():
        changes = (
            Changed(c["before"], c["after"], tuple((t, o) for t, o in c["numerals"]))
            for c in record["changes"]
        )
        yield Adopted(key, record["by"], tuple(changes))


def draft_figures(out: Path) -> list[dict[str, str | None]]:
    """Return the draft's figures (rows of Figure)."""
    return pl.read_parquet(out / DRAFT / "figures.parquet").to_dicts()


def draft_sentences(out: Path, key: str) -> tuple[str, ...]:
    """Return what the draft's document says; nothing where it cannot be read."""
    written = _read(_draft_of(out, key))
    return sentences(written.lines) if written else ()


def _draft_of(out: Path, key: str) -> Path:
    return out / DRAFT / f"{key}.docx"


def _read(path: Path) -> Written | None:
    """Return a document's text; none where it was damaged, which other conditions tell."""
    from documents.word.reading import read_word  # python-docx, for what was adopted alone

    try:
        return read_word(path.read_bytes())
    except (OSError, PersonNeeded):
        return None


def moved_since(out: Path, adoptions: Mapping[str, Record]) -> tuple[Moved, ...]:
    """Return what the draft says otherwise than when each document was adopted."""
    if not adoptions:
        return ()
    now = {_key(row): row["printed"] or "" for row in draft_figures(out)}
    return tuple(
        move
        for key, record in adoptions.items()
        if _draft_of(out, key).is_file()
        for move in _moved(out, key, record, now)
    )


def _moved(out: Path, key: str, record: Record, now: Mapping[str, str]) -> Iterator[Moved]:
    figures = [
        Moved(key, row["name"], row["printed"], now.get(row["key"], "（已撤下）"))
        for row in record["figures"]
        if now.get(row["key"]) != row["printed"]
    ]
    yield from figures
    said = set(draft_sentences(out, key))
    for sentence in record["draft"]:
        if sentence not in said and not any(move.before in sentence for move in figures):
            yield Moved(key, "", sentence, "")


def used_figures(
    figures: list[dict[str, str | None]], text: tuple[str, ...]
) -> list[dict[str, str]]:
    """Return the figures whose printed form stands in a text, as a record keeps them."""
    used = {numeral for sentence in text for numeral in numerals(sentence)}
    return [
        {"key": _key(row), "name": row["name"] or "", "printed": row["printed"] or ""}
        for row in figures
        if used.intersection(numerals(row["printed"] or ""))
    ]


def _key(row: Mapping[str, str | None]) -> str:
    return "/".join((row["code"] or "", row["basis"] or "", row["dimension"] or ""))


def adopted_conditions(
    out: Path,
    adoptions: Mapping[str, Record],
    moved: tuple[Moved, ...],
    names: Mapping[str, str],
) -> tuple[Condition, ...]:
    """Return what must hold of adopted documents, which `names` names by their keys.

    Nothing where there are none.
    """
    if not adoptions:
        return ()
    return (
        _untouched(out, adoptions),
        *_still_written(out, names),
        _without_comments(out, names),
        _not_overtaken(moved, names),
    )


def _untouched(out: Path, adoptions: Mapping[str, Record]) -> Condition:
    recorded = {f"{key}.docx": record["sha256"] for key, record in adoptions.items()}
    recorded |= {
        f"{key}{PDF}": r["pdf_sha256"] for key, r in adoptions.items() if "pdf_sha256" in r
    }
    there = {
        path.name: sha256(path.read_bytes())
        for path in (out / ADOPTED).iterdir()
        if path.name != RECORD
    }
    same = recorded == there
    told = "" if same else "采用的文稿之后又被改动：请用 bulletin adopt 重新采用"
    return Condition("采用的文稿与采用时相同", same, told)


def _still_written(out: Path, names: Mapping[str, str]) -> tuple[Condition, ...]:
    """Return that the draft lacks documents that were adopted; nothing where it lacks none."""
    gone = [name for key, name in names.items() if not _draft_of(out, key).is_file()]
    told = f"本期不再写{'、'.join(gone)}：请删去 {out / ADOPTED} 后重新采用其余的文稿"
    return (Condition("采用的文稿本期仍写", False, told),) if gone else ()


def _without_comments(out: Path, names: Mapping[str, str]) -> Condition:
    noted = [
        name
        for key, name in names.items()
        if (written := _read(out / ADOPTED / f"{key}.docx")) and written.comments
    ]
    told = f"{'、'.join(noted)}中还有批注：请在 Word 中处理并删去后重新采用" if noted else ""
    return Condition("采用的文稿中的批注已处理", not noted, told)


def _not_overtaken(moved: tuple[Moved, ...], names: Mapping[str, str]) -> Condition:
    documents = "、".join(dict.fromkeys(names[move.document] for move in moved))
    told = (
        f"采用{documents}后有{len(moved)}处数据或文字已变：请在 Word 中改过后重新采用"
        if moved
        else ""
    )
    return Condition("采用文稿后数据没有变动", not moved, told)
