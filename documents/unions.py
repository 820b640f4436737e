"""Many unions in the terminal: a line as each ends, and the table at the end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from documents.filling import fill_template
from documents.overview import align
from schemas.unions import UNCHANGED, Outcome

_HEADINGS = ("工作区", "工会", "报告期", "结果", "错误", "提醒", "用时")


def tell_progress(outcome: Outcome, outcomes: Sequence[Outcome], wanted: int) -> str:
    """Return the line for one that has ended; `outcomes` are those so far, it among them."""
    failed = sum(item.failed for item in outcomes)
    return (
        f"[{len(outcomes)}/{wanted}] {_named(outcome)} {outcome.period}　{_told(outcome)}"
        f"（{outcome.seconds:.1f} 秒）　做成 {len(outcomes) - failed}，没有做成 {failed}，"
        f"剩余 {wanted - len(outcomes)}"
    )


def tabulate_unions(outcomes: Sequence[Outcome], summary: str) -> str:
    """Return a line an outcome, in columns, then why some failed; `summary` is the csv.

    What failed for the same reason stands together below it.
    """
    failed = [item for item in outcomes if item.failed]
    reasons = dict.fromkeys(item.message for item in failed)
    return fill_template(
        "unions.txt.j2",
        lines=align([_HEADINGS, *map(_cells, outcomes)]),
        failed=len(failed),
        reasons={why: [item for item in failed if item.message == why] for why in reasons},
        made=len(outcomes) - len(failed),
        unchanged=sum(item.ending == UNCHANGED for item in outcomes),
        summary=summary,
    ).rstrip("\n")


def _named(outcome: Outcome) -> str:
    """Return folder and union; one word where they are called alike."""
    return " ".join(dict.fromkeys([Path(outcome.workspace).name, outcome.union]))


def _told(outcome: Outcome) -> str:
    if outcome.failed:
        return f"{outcome.ending}：{outcome.message}"
    if outcome.errors is None:
        return outcome.ending
    return f"{outcome.ending}：错误 {outcome.errors} 条，提醒 {outcome.warnings} 条"


def _cells(outcome: Outcome) -> tuple[str, ...]:
    found = ("—" if n is None else str(n) for n in (outcome.errors, outcome.warnings))
    return (
        Path(outcome.workspace).name,
        outcome.union,
        outcome.period,
        outcome.ending,
        *found,
        f"{outcome.seconds:.1f} 秒",
    )
