"""Every rule about what stands, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.finding import Finding
from transforms.budget_changes import check_budget_changes
from transforms.continuity import check_continuity
from transforms.doubts import Evidence
from transforms.enumerations import find_long_lists
from transforms.history import find_anomalies
from transforms.plausibility_across import find_disagreements
from transforms.plausibility_money import find_doubtful_amounts
from transforms.plausibility_substance import find_doubtful_statements
from transforms.reconciliation import reconcile_households, reconcile_ledger
from transforms.reconciliation_ledger import check_grants, check_ledger
from transforms.reconciliation_rosters import check_rosters, find_repeated_persons
from transforms.stages import find_mixed_stages
from transforms.undecided import find_undecided_rows

_RULES = (
    find_doubtful_amounts,
    find_doubtful_statements,
    find_anomalies,
    find_disagreements,
    find_repeated_persons,
    find_undecided_rows,
    reconcile_ledger,
    reconcile_households,
    check_ledger,
    check_budget_changes,
    check_grants,
    check_rosters,
    find_mixed_stages,
    find_long_lists,
    check_continuity,
)


def judge(evidence: Evidence) -> Iterator[Finding]:
    """Yield what every rule finds."""
    for rules in _RULES:
        yield from rules(evidence)
