"""Whose releases a city's edition adds up, and who is missing, for the terminal."""

from __future__ import annotations

from schemas.rollup import Membership


def tell_members(members: Membership) -> str:
    """Return who is in the sum, and a line for each that is not and why."""
    total = len(members.included) + len(members.absent)
    lines = [f"汇总 {len(members.included)}/{total} 个工会：{'、'.join(members.included)}"]
    for one in members.absent:
        rest = f"（具名继续：{one.reason}）" if one.reason else f"：{one.advice}"
        lines.append(f"  未包括  {one.union}　{one.why}{rest}")
    return "\n".join(lines)
