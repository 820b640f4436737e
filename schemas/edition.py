"""One edition of a period: everything that the documents are made from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import polars as pl

from schemas.bulletin import Remark
from schemas.comparison import no_views
from schemas.decision import none_accepted
from schemas.figure import BALANCE
from schemas.notes import Notes
from schemas.period import Period
from schemas.revision import no_revisions
from schemas.rollup import Membership
from schemas.settings import Settings


@dataclass(frozen=True)
class Edition:
    """The period's figures and what is known about them, as frames.

    Shapes: `figures` Figure, `listings` Listing, `sources` Source, `coverage` Coverage,
    `issues` Issue, `changes` FigureChange (against the last draft; empty on the first),
    `revisions` Revision (published figures that are others now). `remarks` say at which figures
    a reviewer is told what. `accepted` are the warnings that a person accepted
    (ACCEPTED_SCHEMA). `comparisons` holds every view of the figures (View). `notes` are the
    paragraphs that a person wrote. `members` are the unions whose releases a city or province
    adds up; none in a union's own edition.
    """

    period: Period
    settings: Settings
    figures: pl.DataFrame
    listings: pl.DataFrame
    sources: pl.DataFrame
    coverage: pl.DataFrame
    issues: pl.DataFrame
    changes: pl.DataFrame
    remarks: tuple[Remark, ...] = ()
    accepted: pl.DataFrame = field(default_factory=none_accepted)
    comparisons: pl.DataFrame = field(default_factory=no_views)
    notes: Notes = field(default_factory=Notes)
    revisions: pl.DataFrame = field(default_factory=no_revisions)
    members: Membership | None = None

    @property
    def written(self) -> Edition:
        """Return what files are made from: no cell that is set aside anew makes them again.

        How many cells each return holds is told by the manifest alone.
        """
        return replace(self, coverage=self.coverage.drop(BALANCE))
