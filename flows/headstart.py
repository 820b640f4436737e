"""A head start for the process that opens workbooks: it gets ready while modules are loaded."""

from __future__ import annotations

from pathlib import Path

from workbooks import confinement

READINGS = Path(".cache") / "readings"
"""Where a workspace keeps what was read of its workbooks."""


def start_reader(folder: str) -> None:
    """Start that process where a workspace has kept nothing: then there is much to be read."""
    root = Path(folder)
    if (root / "raw").is_dir() and not (root / READINGS).exists():
        confinement.get_ready("workbooks.opening")
