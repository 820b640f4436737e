"""The office's own copy of what stood behind a release: private, beside it and never in it.

A release holds public figures only. To tell exactly what a later workbook changes, and to
explain a release as it was, the figures behind it, their cells, their comparisons, where they
were printed and the workbooks that they came from are kept in `kept/vN/`; the release's manifest
seals that copy by its hash. The copy holds a random word, so that nobody can try out hidden
figures against the hash.
"""

from __future__ import annotations

import io
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.disk import sha256
from flows.drafts import replace_folder
from flows.gate.binding import bind, hashes_in
from flows.manifest import read_manifest
from schemas.revision import REVISION_SCHEMA, REVISIONS, Sent

FOLDER = "kept"
SEAL = "kept"
"""The entry of a release's manifest that seals its copy."""

PRINTED, COMPARISONS = "printed.csv", "comparisons.csv"
_COPIED = ("figures.parquet", "sources.parquet", PRINTED, COMPARISONS, REVISIONS)
_NEWER = (PRINTED, COMPARISONS)
"""What a draft of an older program may lack."""

_MADE_OF = "made-of.json"


def copy_to_keep(draft: Path) -> dict[str, bytes]:
    """Return what is kept of a draft that is about to be released, by name of file."""
    there = [name for name in _COPIED if name not in _NEWER or (draft / name).is_file()]
    copied = {name: (draft / name).read_bytes() for name in there}
    made_of = {
        "workbooks": read_manifest(draft).get("made_of", {}),
        "word": secrets.token_hex(32),
    }
    return copied | {_MADE_OF: json.dumps(made_of, ensure_ascii=False, indent=1).encode()}


def seal_of(files: Mapping[str, bytes]) -> str:
    """Return the hash that seals a copy."""
    return bind({name: sha256(content) for name, content in files.items()})


def keep(out: Path, number: int, files: Mapping[str, bytes]) -> None:
    """Put the copy of a version beside it, for its owner alone."""
    replace_folder(out / FOLDER, f"v{number}", files, private=True)


@dataclass(frozen=True)
class Kept:
    """What is kept of one version: exact figures, their cells, revisions, and workbooks."""

    figures: pl.DataFrame
    sources: pl.DataFrame
    revisions: pl.DataFrame
    workbooks: Mapping[str, Sent]


def read_kept(out: Path, number: int, seal: str) -> Kept | None:
    """Return the copy of a version; None where it is lost or is not as it was sealed."""
    folder = out / FOLDER / f"v{number}"
    if not (seal and folder.is_dir() and bind(hashes_in(folder)) == seal):
        return None
    told = json.loads((folder / _MADE_OF).read_text("utf-8"))
    return Kept(
        figures=pl.read_parquet(folder / "figures.parquet"),
        sources=pl.read_parquet(folder / "sources.parquet"),
        revisions=read_revisions(folder),
        workbooks={name: Sent(**sent) for name, sent in told["workbooks"].items()},
    )


def read_revisions(folder: Path) -> pl.DataFrame:
    """Return the revisions (Revision) in a draft, or in the copy of one."""
    content = io.BytesIO((folder / REVISIONS).read_bytes())
    return pl.read_csv(content, schema=REVISION_SCHEMA).fill_null("")
