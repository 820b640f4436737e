"""Release folders made by hand: public figures under a sealed manifest."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from flows.disk import sha256
from flows.gate.sealing import sealed
from schemas.figure import FIGURE_SCHEMA
from schemas.indicators import INDICATORS, hash_definitions

PERIOD = "2024-10"


def figure(code: str, value: str | None, basis: str = "ytd", **told: str) -> dict[str, str | None]:
    """Return a public figure; `told` are further columns."""
    indicator = INDICATORS[code]
    blank: dict[str, str | None] = dict.fromkeys(FIGURE_SCHEMA)
    return blank | {
        "code": code,
        "name": indicator.name,
        "unit": indicator.unit,
        "kind": str(indicator.nature),
        "basis": basis,
        "period": PERIOD,
        "dimension": "",
        "value": value,
        "printed": value or "…",
        "coverage": "1",
        "status": "正常",
        **told,
    }


def frame(*figures: dict[str, str | None]) -> pl.DataFrame:
    """Return figures as figures-public.csv holds them."""
    return pl.DataFrame(list(figures), schema=FIGURE_SCHEMA)


def make_release(folder: Path, union: str, *figures: dict[str, str | None], **told: object) -> Path:
    """Write a release of some figures; `told` replaces entries of its manifest."""
    folder.mkdir(parents=True)
    content = frame(*figures).write_csv().encode()
    (folder / "figures-public.csv").write_bytes(content)
    manifest = {
        "union": union,
        "period": PERIOD,
        "version": 1,
        "sample": False,
        "definitions": hash_definitions(),
        "files": {"figures-public.csv": sha256(content)},
        **told,
    }
    (folder / "manifest.json").write_bytes(sealed(manifest))
    return folder
