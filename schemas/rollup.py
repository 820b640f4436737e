"""What a city or province adds up: the released packages of its unions, and who is not in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

MEMBER = "county"
"""The kind of dimension that stands for a union whose release was added up."""


@dataclass(frozen=True)
class Package:
    """One union's verified release of the period.

    `figures` are its public figures (Figure), `definitions` the hash of each indicator's
    definition at the time, by code; `place` names version and file, as sources tell it.
    """

    union: str
    place: str
    figures: pl.DataFrame
    definitions: Mapping[str, str]
    sample: bool = False
    sha256: str = ""


@dataclass(frozen=True)
class Absent:
    """A union that is not in the sum: its name, in a few words why, and what to do.

    `rule` is that of the finding; `reason` is empty until a person goes on without it.
    """

    union: str
    rule: str
    why: str
    advice: str
    reason: str = ""


@dataclass(frozen=True)
class Membership:
    """Whose releases an edition adds up, and who is missing."""

    included: tuple[str, ...]
    absent: tuple[Absent, ...]
