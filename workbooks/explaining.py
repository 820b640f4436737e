"""The sheets by which a form and a reply explain themselves: expected, and no data."""

from __future__ import annotations

INSTRUCTIONS = "填表说明"
FAULT_LIST = "退回说明"
EXPLAINING = (INSTRUCTIONS, FAULT_LIST)
