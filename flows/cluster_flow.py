"""Many unions as a Prefect flow on Dask: a task a union and period."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from distributed import as_completed
from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed, Failed
from prefect_dask import DaskTaskRunner

from flows.artifacts import show_outcomes
from flows.cluster import Cluster, cut_off, lost, make_here
from flows.program import hash_program
from flows.recording import kind_and_place_only
from flows.running import Order
from schemas.unions import FAILED, Outcome


@dataclass
class _Desk:
    """What stays with the command: the orders, whom to tell, and what has ended so far.

    Prefect sends a flow along with each of its tasks; of this, nothing.
    """

    orders: Sequence[Order] = ()
    tell: Callable[[Outcome], None] | None = None
    outcomes: list[Outcome] = field(default_factory=list)

    def __reduce__(self) -> tuple[type[_Desk], tuple[()]]:
        """Return an empty desk for what is sent."""
        return _Desk, ()

    def told(self, outcome: Outcome) -> None:
        """Take down what an order came to, and tell of it."""
        self.outcomes.append(outcome)
        if self.tell:
            self.tell(outcome)


def run_unions_flow(
    orders: Sequence[Order], cluster: Cluster, tell: Callable[[Outcome], None]
) -> None:
    """Have a cluster make every order's draft, and `tell` of each as it ends.

    What Prefect records of it are folders, periods and how each ended.
    """
    security = {"security": cluster.security} if cluster.security else {}
    desk = _Desk(orders, tell)
    folders = dict.fromkeys(order.folder for order in orders)
    periods = dict.fromkeys(order.period for order in orders)
    runner = DaskTaskRunner(address=cluster.address, client_kwargs=security)
    publish_unions = _flow_of(desk, runner)
    state: Any = publish_unions([*folders], [*periods], return_state=True)
    if len(desk.outcomes) < len(orders):
        state.result()  # raises what ended the flow itself


def _flow_of(desk: _Desk, runner: DaskTaskRunner) -> Any:
    """Return the flow that has what is on the desk made; Prefect shows what it is called with."""

    @flow(name="多个工会", task_runner=runner, persist_result=False, log_prints=False)
    def publish_unions(workspaces: list[str], periods: list[str]) -> Any:  # noqa: ARG001 (shown)
        with kind_and_place_only():
            _make_all(desk)
        show_outcomes(desk.outcomes, periods)
        failed = sum(item.failed for item in desk.outcomes)
        told = f"做成 {len(desk.outcomes) - failed}，没有做成 {failed}"
        return Failed(message=told) if failed else Completed(message=told)

    return publish_unions


def _make_all(desk: _Desk) -> None:
    """Submit every order, and tell what each came to as it ends.

    Dask itself gives what a lost worker held to another, three times; then it is given up.
    """
    program = hash_program()
    submitted = [(order, _task_of(order).submit(order, program)) for order in desk.orders]
    sought = {future.wrapped_future.key: (order, future) for order, future in submitted}
    waiting = [future.wrapped_future for _, future in submitted]
    for ended in as_completed(waiting, loop=waiting[0].client.loop):
        desk.told(_outcome_of(*sought.pop(ended.key)))


def _task_of(order: Order) -> Any:
    name = f"{Path(order.folder).name} {order.period}"
    return task(
        name="初稿",
        task_run_name=name.replace("{", "(").replace("}", ")"),
        cache_policy=NO_CACHE,
        persist_result=False,
        log_prints=False,
    )(_make)


def _make(order: Order, program: str) -> Any:
    outcome = make_here(order, program)
    if outcome.ending == FAILED:
        return Failed(message=outcome.message, data=outcome)
    return Completed(message=outcome.ending, data=outcome)


def _outcome_of(order: Order, future: Any) -> Outcome:
    if future.wrapped_future.cancelled():  # by nobody: the client gave its scheduler up
        return cut_off(order)
    try:
        outcome = future.result(raise_on_failure=False)
    except Exception:  # noqa: BLE001 (Dask gave it up: every worker that took it died)
        return lost(order)
    return outcome if isinstance(outcome, Outcome) else lost(order)
