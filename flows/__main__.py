"""`python -m flows`: the command line where the console script is not installed."""

from __future__ import annotations

from flows.command import main

if __name__ == "__main__":
    main()
