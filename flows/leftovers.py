"""What a stopped service left in Prefect's records, settled: nothing else ever does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.states import Cancelled, Crashed

_UNDER_WAY = (StateType.RUNNING, StateType.PENDING)


def settle_what_was_left(deployments: Sequence[str]) -> None:
    """Mark as crashed what was under way, and cancel what the schedule wanted in the meantime.

    Otherwise the runs of all the months that were missed would start at once; they are
    caught up one by one instead. What a person asked for stays.
    """
    now = dt.datetime.now(dt.UTC)
    with get_client(sync_client=True) as client:
        for run in _runs(client, deployments, _UNDER_WAY):
            _set(client, run.id, Crashed(message="服务停止时还在运行，请重新运行"))
        for run in _runs(client, deployments, [StateType.SCHEDULED]):
            if run.auto_scheduled and run.expected_start_time and run.expected_start_time < now:
                _set(client, run.id, Cancelled(message="服务停止期间错过；见“补做漏月”"))


def start_run(deployment: UUID) -> None:
    """Have a deployment run at once."""
    with get_client(sync_client=True) as client:
        client.create_flow_run_from_deployment(deployment)


def _runs(
    client: SyncPrefectClient, deployments: Sequence[str], types: Iterable[StateType]
) -> Iterator[FlowRun]:
    wanted = FlowRunFilterStateType(any_=list(types))
    yield from client.read_flow_runs(
        flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=wanted)),
        deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=list(deployments))),
    )


def _set(client: SyncPrefectClient, run: UUID, state: State[Any]) -> None:
    client.set_flow_run_state(run, state, force=True)
