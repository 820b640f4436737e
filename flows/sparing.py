"""What the process of one command spares itself: looks at what cannot be there, and an end.

Most of what a command makes stays to its end, and then all memory goes at once.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Callable
from typing import NoReturn

_MANY = 400_000
"""Objects made and not let go after which garbage is looked for: some 20 MB of a run's.

A month of ninety small workbooks does not make as many.
"""


_NO_PLUGINS = ("PYDANTIC_DISABLE_PLUGINS", "__all__")
"""Our models take none; to look for them, Pydantic reads a file of every installed package.

Who wants one says so in the environment.
"""


def run_once(command: Callable[[], int]) -> NoReturn:
    """Run what this process is there for, and end with its exit code.

    What waits for the end of the process (threads, children, files aside) has its turn first,
    in the usual order, if it came after this call.
    """
    os.environ.setdefault(*_NO_PLUGINS)
    gc.set_threshold(_MANY, 10, 10)
    code: list[int] = []
    atexit.register(_leave, code)  # the first that is registered is the last that is called
    code.append(command())
    sys.exit(code[0])


def _leave(code: list[int]) -> None:
    """End the process here where its exit code is known; else it goes the long way."""
    gc.freeze()
    if code:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code[0])
