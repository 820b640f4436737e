"""What commands assume where nothing is said; imports nothing, for every help page shows it."""

from __future__ import annotations

DEFAULT_WORKSPACE = "data"

DEFAULT_PORT = 4200
"""Where the dashboard is."""
