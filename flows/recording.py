"""Steps as Prefect's tasks: recorded by name, tried again where that helps, no word of cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from typing import Any, ParamSpec, TypeVar

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.utilities.annotations import quote

from flows.artifacts import Progress
from flows.helping import StepFailed, where_it_failed
from flows.progress import Direct, say
from flows.retrying import WAITS, Momentary, at_last, waiting
from schemas.faults import BulletinError

P = ParamSpec("P")
T = TypeVar("T")


@contextmanager
def kind_and_place_only() -> Iterator[None]:
    """Take the words from a bug, which may quote cells, before Prefect records it."""
    try:
        yield
    except (BulletinError, StepFailed):
        raise
    except Exception as fault:  # noqa: BLE001 (its text may quote cells)
        raise StepFailed(where_it_failed(fault)) from None


class Recorded:
    """The `Step` that has Prefect record each step: that it ran, when, how it ended.

    What goes in and comes out is neither looked through nor kept. Prefect itself tries again
    where a file is held for a moment, and nothing else.
    """

    def __init__(self, progress: Progress | None = None) -> None:
        """Show progress as a direct run does, and in Prefect where it is counted there."""
        self._direct = Direct()
        self._progress = progress

    def __call__(self, name: str, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what the step returns."""
        tries = count(1)

        def without_its_words(*quoted: object) -> T:
            is_last = next(tries) > len(WAITS)
            return self._try(name, partial(at_last, act) if is_last else act, *quoted, **kwargs)

        recorded = task(
            name=name,
            task_run_name=name.replace("{", "(").replace("}", ")"),
            cache_policy=NO_CACHE,
            persist_result=False,
            log_prints=False,
            retries=len(WAITS),
            retry_delay_seconds=list(WAITS),
            retry_condition_fn=_is_momentary,
        )(without_its_words)
        done: T = recorded(*map(quote, args))
        if self._progress is not None:
            self._progress.advance()
        return done

    def _try(self, name: str, act: Callable[..., T], *args: object, **kwargs: object) -> T:
        with kind_and_place_only():
            try:
                return self._direct.show(name, act, *args, **kwargs)
            except Momentary as fault:
                say(waiting(fault))
                raise


def _is_momentary(_task: object, _run: object, state: State[Any]) -> bool:
    return isinstance(state.data, Momentary)
