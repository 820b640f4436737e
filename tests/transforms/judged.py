"""For every rule about rows that stand: evidence that passes, that fails, that is open.

An open case is one that the rule cannot decide, or of which it does not speak. Where an
operand is missing that the rule would need, it says so (N-UND).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from schemas.finding import Finding
from schemas.period import Period
from schemas.revision import Accepted
from schemas.settings import Cadence, OverlapGroup
from tests.transforms.by_hand import (
    SETTINGS,
    Row,
    evidence,
    with_before,
    with_gap,
    with_rejected,
    with_rosters,
)
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

Ask = Callable[[Evidence], Iterable[Finding]]


@dataclass(frozen=True, eq=False)
class Judged:
    """One rule, who asks it, and three cases; `says` how often N-UND is told of the open one."""

    name: str
    rule: str
    ask: Ask
    passing: Evidence
    failing: Evidence
    open: Evidence
    says: int = 0


def settled(**changes: Any) -> Any:
    return SETTINGS.model_copy(update=changes)


def limits(**changes: Any) -> Any:
    return settled(thresholds=SETTINGS.thresholds.model_copy(update=changes))


def batch(heads: int, standard: int, project: str, **more: Any) -> Row:
    amount = str(Decimal(heads) * Decimal(standard))
    own = {"batch_id": f"{project}-{heads}", "project_code": project, "headcount": heads}
    return {**own, "unit_amount_cny": str(standard), "amount_cny": amount, **more}


def posted(amount: str = "25200.00", **more: Any) -> Row:
    return {"amount_cny": amount, **more}


def household(**more: Any) -> Row:
    return {"approved_cny": "100.00", "applied_cny": "200.00", **more}


def of_a_ledger(seen: Evidence) -> Evidence:
    return replace(seen, ledgers=frozenset({"2024-07/a.xlsx"}))


HARDSHIP = "P-BF01"
AGREED: dict[str, Sequence[Row]] = {"reliefs": [{}], "ledger_lines": [posted()]}
JUNE = {"reported_in": "2024-06", "workbook": "2024-06/a.xlsx"}


def across() -> Iterable[Judged]:
    """Yield the rules between departments and the ledger."""
    yield Judged(
        "X-1 to X-6",
        "E-X02",
        reconcile_ledger,
        evidence(**AGREED),
        evidence(reliefs=[{}], ledger_lines=[posted("25200.01")]),
        with_gap(evidence(reliefs=[{}]), "ledger_lines"),
        says=1,
    )
    nameless = posted(project_code=None)
    yield Judged(
        "a line without its project",
        "E-C01",
        reconcile_ledger,
        evidence(**AGREED),
        evidence(reliefs=[{}], ledger_lines=[nameless]),
        evidence(ledger_lines=[nameless]),
    )
    known = batch(1, 100, "P-QL01", voucher_no="记-7-1")
    late = {"amount_cny": "-25200.00", "reason": "未付"}
    elsewhere = {**late, "project_code": "P-QL02", "amount_cny": "-1.00"}
    yield Judged(
        "X-1 with 调节事项",
        "E-X02",
        reconcile_ledger,
        evidence(reliefs=[{}], reconciling_items=[late, elsewhere]),
        evidence(
            reliefs=[known, {}],
            ledger_lines=[posted("100.00", voucher_no="记-7-1"), posted("1.00")],
        ),
        with_rejected(evidence(**AGREED), ledger_lines=[{"project_code": None}]),
        says=1,
    )
    adjusted = [posted(voucher_no="调整")]
    yield Judged(
        "X-1 by vouchers without a number",
        "E-X02",
        reconcile_ledger,
        evidence(reliefs=[{"voucher_no": "调整"}], ledger_lines=adjusted),
        evidence(
            reliefs=[{"voucher_no": "调拨"}, {**known, "voucher_no": "调整"}],
            ledger_lines=[posted("100.00", voucher_no="调整"), posted("1.00", voucher_no="调")],
        ),
        evidence(hardship_files=[{}]),
    )
    june = {**late, **JUNE}
    yield Judged(
        "X-1 with 调节事项 of June",
        "E-X02",
        reconcile_ledger,
        evidence(reliefs=[{}], reconciling_items=[{**june, "expected_month": "2024-08"}]),
        evidence(reliefs=[{}], reconciling_items=[{**june, "expected_month": "2024-07"}]),
        evidence(reconciling_items=[june]),
    )
    yield Judged(
        "X-1 of households",
        "E-X02",
        reconcile_ledger,
        evidence(
            hardship_files=[household(paid_cny="100.00")],
            ledger_lines=[posted("99.00", project_code=HARDSHIP)],  # X-7 tells of it
        ),
        evidence(
            reliefs=[batch(1, 100, HARDSHIP)],
            hardship_files=[household(paid_cny="100.00")],
            ledger_lines=[posted("99.00", project_code=HARDSHIP)],
        ),
        evidence(stations=[{"invest_cny": "5.00", "open_date": None}]),
        says=1,
    )
    files = {"hardship_files": [household(paid_cny="100.00")]}
    households = posted("100.00", project_code=HARDSHIP)
    yield Judged(
        "X-7",
        "E-X02",
        reconcile_households,
        evidence(**files, ledger_lines=[posted("100.00", project_code=HARDSHIP)]),
        evidence(**files, ledger_lines=[posted("99.99", project_code=HARDSHIP)]),
        evidence(
            hardship_files=[household()],
            ledger_lines=[posted("100.00", project_code=HARDSHIP)],
        ),
        says=1,
    )
    closed = {"status": "注销", "close_date": "2024-07-20"}
    other = posted("1.00", project_code="P-QL02")
    yield Judged(
        "X-7 of files that are closed",
        "E-X02",
        reconcile_households,
        with_rejected(evidence(**files, ledger_lines=[households]), ledger_lines=[other]),
        evidence(hardship_files=[closed], ledger_lines=[households]),
        with_rejected(evidence(**files), ledger_lines=[households]),
    )


def beside_the_ledger() -> Iterable[Judged]:
    """Yield the rules about vouchers, grants and the budget."""
    yield Judged(
        "X-9 that the voucher is there",
        "E-X02",
        check_ledger,
        evidence(**AGREED),
        evidence(reliefs=[{}], ledger_lines=[posted(voucher_no="记-7-4")]),
        with_rejected(evidence(reliefs=[{}]), ledger_lines=[{}]),
        says=1,
    )
    yield Judged(
        "X-9 that the voucher is of the project",
        "E-X02",
        check_ledger,
        evidence(**AGREED),
        evidence(reliefs=[{}], ledger_lines=[posted(project_code="P-QL02")]),
        evidence(reliefs=[{"voucher_no": None}], ledger_lines=[posted(project_code="P-QL02")]),
    )
    grants = {"grants": [{}], "ledger_lines": [posted(voucher_no="记-7-8", project_code="P-DX01")]}
    site = {"subsidy_cny": "100.00", "voucher_no": "记-7-8"}
    yield Judged(
        "X-5",
        "E-X02",
        check_grants,
        evidence(norm_sites=[site], **grants),
        evidence(norm_sites=[{**site, "subsidy_cny": "100.01"}], **grants),
        evidence(norm_sites=[site]),
        says=1,
    )
    yield Judged(
        "X-5 by unit",
        "E-X02",
        check_grants,
        evidence(),
        evidence(grants=[{"grantee": "示例工会"}, {}], norm_sites=[site]),
        evidence(norm_sites=[site, {**site, "site_id": "GF-2", "done_date": None}], **grants),
        says=1,
    )
    lines = [posted(), posted("0.01", line_no=2, post_date="2024-06-30")]
    for column, month, year in (("本月", "0.01", "0"), ("累计", "0", "0.01")):
        right = {"month_cny": "25200.00", "ytd_cny": "25200.01"}
        wrong = {
            "month_cny": str(Decimal("25200.00") + Decimal(month)),
            "ytd_cny": str(Decimal("25200.01") + Decimal(year)),
        }
        yield Judged(
            f"X-8 {column}",
            "E-X02",
            check_ledger,
            evidence(budget_lines=[right], ledger_lines=lines),
            evidence(budget_lines=[wrong], ledger_lines=lines),
            with_rejected(evidence(budget_lines=[right], ledger_lines=lines), ledger_lines=[{}]),
            says=2,  # of X-11 too: there is no line of June
        )
    june = {**JUNE, "month_cny": "0.00", "ytd_cny": "0.01"}
    july = {"month_cny": "25200.00", "ytd_cny": "25200.01"}
    yield Judged(
        "X-11 of the budget",
        "E-X03",
        check_ledger,
        evidence(budget_lines=[june, july], ledger_lines=lines),
        evidence(budget_lines=[{**june, "ytd_cny": "0.02"}, july], ledger_lines=lines),
        evidence(budget_lines=[july], ledger_lines=lines),
        says=1,
    )


def of_budget() -> Iterable[Judged]:
    """Yield the rule about budgets that change in the year."""
    kept = {"budget_cny": "60000.00"}
    yield Judged(
        "the budget of a subject that changes in the year",
        "W-P12",
        check_budget_changes,
        evidence(budget_lines=[{**kept, **JUNE}, kept]),
        evidence(budget_lines=[{**kept, **JUNE}, {"budget_cny": "70000.00"}]),
        evidence(budget_lines=[{"budget_cny": "70000.00"}]),  # nothing to hold it against
    )
    adjusted = {**kept, "adj_budget_cny": "70000.00"}
    yield Judged(
        "an adjusted budget that is left blank again",
        "W-P12",
        check_budget_changes,
        evidence(budget_lines=[{**adjusted, **JUNE}, adjusted]),
        evidence(budget_lines=[{**adjusted, **JUNE}, kept]),
        evidence(budget_lines=[kept]),
    )


def over_time() -> Iterable[Judged]:
    """Yield the rules about what stood a month ago."""
    early = {"gift_id": "HB-0", "gift_date": "2024-06-18", **JUNE}
    kept = evidence(gifts=[early, {}])
    lost = evidence(gifts=[{"headcount": 99, "amount_cny": "22770.00"}])
    yield Judged(
        "X-11",
        "E-X03",
        check_continuity,
        with_before(kept, gifts=[early]),
        with_before(lost, gifts=[early]),
        with_gap(with_before(lost, gifts=[early]), "gifts"),
        says=2,  # heads and money
    )

    released = Accepted(Period(2024, 6), {"mutual_gift_persons": Decimal(100)})
    resent = replace(released, changed=frozenset({"W07"}))
    whole, fewer = kept, evidence(gifts=[{**early, "headcount": 99, "amount_cny": "22770.00"}, {}])
    yield Judged(
        "X-11 below a release",
        "E-X03",
        check_continuity,
        replace(whole, accepted=released),
        replace(fewer, accepted=released),
        with_gap(replace(fewer, accepted=released), "gifts"),
        says=1,
    )
    yield Judged(
        "X-11 below a release whose workbook came again",
        "N-REV",
        check_continuity,
        replace(fewer, accepted=replace(released, changed=frozenset({"W05"}))),
        replace(fewer, accepted=resent),
        with_gap(replace(fewer, accepted=resent), "gifts"),
        says=1,
    )
    yield Judged(
        "X-11 of a ledger that lost rows beside one that came again",
        "E-X03",
        check_continuity,
        replace(
            with_before(lost, gifts=[early]),
            accepted=replace(
                released, stated=frozenset({"mutual_gift_persons", "mutual_gift_amount"})
            ),
        ),
        replace(with_before(lost, gifts=[early]), accepted=resent),
        replace(evidence("2024-01"), accepted=resent),
    )

    line = posted("100.00", post_date="2024-06-10", **JUNE)
    red = posted("-50.00", red_entry=True, line_no=2)
    yield Judged(
        "X-11 with red entries",
        "E-X03",
        check_continuity,
        with_before(evidence(ledger_lines=[line, red]), ledger_lines=[line]),
        with_before(
            evidence(ledger_lines=[{**line, "amount_cny": "90.00"}, red]), ledger_lines=[line]
        ),
        with_before(evidence("2024-01"), ledger_lines=[line]),
    )


def of_rosters() -> Iterable[Judged]:
    """Yield the rules that look at rosters."""
    two = batch(2, 100, "P-WN02", batch_id="BF-1", roster_id="MC-1")
    listed = [
        {"batch_id": "MC-1", "person_key": str(number), "amount_cny": "100.00"}
        for number in range(3)
    ]
    seen = evidence(reliefs=[two])
    yield Judged(
        "X-10 heads",
        "E-X01",
        check_rosters,
        with_rosters(seen, W05=listed[:2]),
        with_rosters(seen, W05=[*listed[:2], {**listed[2], "amount_cny": "0.00"}]),
        seen,
        says=1,
    )
    yield Judged(
        "X-10 amount",
        "E-X01",
        check_rosters,
        with_rosters(seen, W05=listed[:2]),
        with_rosters(seen, W05=[listed[0], {**listed[1], "amount_cny": "100.01"}]),
        with_rejected(with_rosters(seen, W05=listed[:1]), roster_entries=[{"batch_id": "MC-1"}]),
        says=1,
    )
    yield Judged(
        "X-10 that the batch is there",
        "E-X01",
        check_rosters,
        with_rosters(seen, W05=listed[:2]),
        with_rosters(seen, W05=[*listed[:2], {**listed[2], "batch_id": "MC-9"}]),
        with_rejected(
            with_rosters(seen, W05=[*listed[:2], {**listed[2], "batch_id": "MC-9"}]),
            reliefs=[{"batch_id": "MC-9"}],
        ),
        says=1,
    )
    alike = evidence(
        women_reliefs=[{"batch_id": "MC-1"}],
        child_cares=[{"batch_id": "MC-1", "headcount": 2, "amount_cny": "200.00"}],
    )
    yield Judged(
        "X-10 of two sheets numbered alike",
        "E-X01",
        check_rosters,
        with_rosters(alike, W06=listed[:2]),
        with_rosters(alike, W06=listed),
        with_rosters(evidence(child_cares=[{"batch_id": "MC-1", "headcount": 2}]), W06=listed[:2]),
        says=1,
    )
    reliefs = [batch(1, 300, "P-WN01", batch_id="A"), batch(1, 300, "P-WN02", batch_id="B")]
    both = [{"batch_id": "A", "person_key": "one"}, {"batch_id": "B", "person_key": "one"}]
    other = [both[0], {**both[1], "person_key": "two"}]
    yield Judged(
        "W-S05 by persons",
        "W-S05",
        find_repeated_persons,
        with_rosters(evidence(reliefs=reliefs), W05=other),
        with_rosters(evidence(reliefs=reliefs), W05=both),
        evidence(reliefs=reliefs),
    )


def of_stages() -> Iterable[Judged]:
    """Yield the rule about what was applied for and what was paid."""
    paid = posted("150.00", project_code=HARDSHIP)
    applied = posted("200.00", project_code=HARDSHIP)
    yield Judged(
        "applied for, in the ledger",
        "E-X04",
        find_mixed_stages,
        evidence(hardship_files=[household(paid_cny="150.00")], ledger_lines=[paid]),
        evidence(hardship_files=[household(paid_cny="150.00")], ledger_lines=[applied]),
        evidence(ledger_lines=[applied]),
    )
    approved = batch(1, 100, HARDSHIP)
    yield Judged(
        "approved, among the batches",
        "E-X04",
        find_mixed_stages,
        evidence(hardship_files=[household(paid_cny="100.00")], reliefs=[approved]),
        evidence(hardship_files=[household(paid_cny="90.00")], reliefs=[approved]),
        evidence(hardship_files=[household(paid_cny="90.00")]),
    )


def beside() -> Iterable[Judged]:
    """Yield the rules about sheets beside one another."""
    ask = find_disagreements
    second = {"site_id": "GF-2"}
    yield Judged(
        "a township once",
        "E-R04",
        ask,
        evidence(norm_sites=[{}, {**second, "township": "禾川镇"}]),
        evidence(norm_sites=[{}, second]),
        evidence(norm_sites=[{}, {**second, "unit_type": "企业"}]),
    )
    other = {"plan": "综合套餐"}
    yield Judged(
        "a unit's name",
        "W-D04",
        ask,
        evidence(enrolments=[{}, {**other, "unit_name": "示例 单位"}]),
        evidence(enrolments=[{}, {**other, "unit_name": "示例单位二"}]),
        evidence(enrolments=[{}, {**other, "unit_id": "DW2", "unit_name": "示例单位二"}]),
    )
    yield Judged(
        "a claim's unit",
        "W-D01",
        ask,
        evidence(enrolments=[{}], claims=[{}]),
        evidence(enrolments=[{}], claims=[{"unit_id": "DW9"}]),
        with_gap(evidence(claims=[{}]), "enrolments"),
        says=1,
    )
    opened = {"item_date": "2024-07-27"}
    yield Judged(
        "the opening",
        "W-T05",
        ask,
        evidence(venue_events=[opened], palace_activities=[{}]),
        evidence(venue_events=[opened], palace_activities=[{"event_date": "2024-07-26"}]),
        evidence(palace_activities=[{}]),
        says=1,
    )
    served = {"category": "三师服务日", "activity_id": "QY-1"}
    now = {"venue_events": [{}]}
    yield Judged(
        "三师 in the palace",
        "W-D05",
        ask,
        evidence(**now, palace_activities=[served], rights_activities=[{}]),
        evidence(**now, palace_activities=[{**served, "activity_id": "9"}], rights_activities=[{}]),
        with_gap(evidence(**now, palace_activities=[served]), "rights_activities"),
        says=1,
    )
    chart = settled(chart_of_accounts={"50202": "劳动保护"})
    yield Judged(
        "a subject's name",
        "W-D06",
        ask,
        evidence(settings=chart, ledger_lines=[{"subject_name": "维权支出—劳动保护"}]),
        evidence(settings=chart, ledger_lines=[{"subject_name": "培训"}]),
        evidence(ledger_lines=[{"subject_name": "培训"}]),
        says=1,
    )
    visit, gift = batch(100, 1000, "P-WN03"), {"headcount": 100}
    later = {"gift_id": "HB-2", "gift_date": "2024-07-19", "headcount": 128}
    yield Judged(
        "X-4",
        "W-X04",
        ask,
        evidence(reliefs=[visit], gifts=[gift, later]),
        evidence(reliefs=[visit], gifts=[{"headcount": 101}, later]),
        evidence(reliefs=[visit]),
        says=1,
    )
    family = {"family_size": 3}
    yield Judged(
        "X-12",
        "W-X12",
        ask,
        evidence(reliefs=[batch(2, 3000, "P-ZX01")], hardship_files=[family]),
        evidence(reliefs=[batch(3, 3000, "P-ZX01")], hardship_files=[family]),
        evidence(reliefs=[batch(3, 3000, "P-ZX01")]),
        says=1,
    )


def of_heads() -> Iterable[Judged]:
    """Yield the rule about what is paid a head."""
    ask = find_doubtful_amounts
    yield Judged(
        "an amount a head",
        "W-P01",
        ask,
        evidence(reliefs=[batch(10, 200, "P-WN02")]),
        evidence(reliefs=[batch(10, 199, "P-WN02")]),
        evidence(reliefs=[batch(10, 199, HARDSHIP)]),
    )
    checked = {"total": 100, "cancer_screen": 0}
    yield Judged(
        "a health check a head",
        "W-P01",
        ask,
        evidence(health_checks=[{**checked, "amount_cny": "10000.00"}]),
        evidence(health_checks=[{**checked, "amount_cny": "9999.99"}]),
        evidence(health_checks=[{**checked, "amount_cny": None}]),
    )
    retreat = {"service_type": "疗休养", "headcount": 3}
    yield Judged(
        "a retreat a head",
        "W-P01",
        ask,
        evidence(model_worker_services=[{**retreat, "unit_amount_cny": "10000.00"}]),
        evidence(model_worker_services=[{**retreat, "amount_cny": "30000.01"}]),
        evidence(model_worker_services=[retreat]),
    )


def of_amounts() -> Iterable[Judged]:
    """Yield the rules about amounts that are possible but unlikely."""
    ask = find_doubtful_amounts
    enrolled = {"insured_count": 100, "premium_cny": "6000.00"}

    def insured(premium: str = "6000.00", paid: str = "3000.00", **more: Any) -> Evidence:
        enrolments = [{**enrolled, "premium_cny": premium}]
        return evidence(enrolments=enrolments, claims=[{"amount_cny": paid}], **more)

    yield Judged("premium", "W-P02", ask, insured("3000"), insured("2999.99"), evidence())
    alone = evidence(claims=[{}])
    right, wrong = insured(paid="9000"), insured(paid="9000.01")
    yield Judged("claims", "W-P03", ask, right, wrong, alone, says=1)
    few = evidence(enrolments=[{**enrolled, "insured_count": 9}], claims=[{}])
    yield Judged("claim rate", "W-P04", ask, insured(), few, alone, says=1)
    uneven = batch(35, 3428, "P-ZX01", amount_cny="120000.00")
    yield Judged(
        "an average a head",
        "W-P05",
        ask,
        evidence(reliefs=[batch(35, 3000, "P-ZX01")]),
        evidence(reliefs=[uneven]),
        evidence(reliefs=[{**uneven, "headcount": 34}, batch(1, 3000, "P-ZX01")]),
    )
    alike = [{"family_key": str(number)} for number in range(5)]
    yield Judged(
        "households alike",
        "W-P06",
        ask,
        evidence(hardship_files=[*alike[:4], {**alike[4], "applied_cny": "7081.00"}]),
        evidence(hardship_files=alike),
        evidence(hardship_files=alike[:4]),
    )
    yield Judged(
        "two standards",
        "W-P07",
        ask,
        evidence(reliefs=[batch(10, 300, "P-WN02"), batch(11, 300, "P-WN02")]),
        evidence(reliefs=[batch(10, 300, "P-WN02"), batch(11, 400, "P-WN02")]),
        evidence(),
    )
    yield Judged(
        "a floor times the standard",
        "W-P07",
        ask,
        evidence(reliefs=[batch(170, 1000, "P-WN02")]),
        evidence(reliefs=[batch(173, 1000, "P-WN02", amount_cny="170000.00")]),
        evidence(reliefs=[batch(173, 1000, HARDSHIP, amount_cny="170000.00")]),
    )
    june = posted("100000.00", post_date="2024-06-10", voucher_no="记-6-1", **JUNE)
    yield Judged(
        "a swing",
        "W-P08",
        ask,
        evidence(ledger_lines=[june, posted("150000.00")]),
        evidence(ledger_lines=[june, posted("150000.01")]),
        evidence(ledger_lines=[posted("150000.01")]),
    )
    yield Judged(
        "a swing of a month that is not all there",
        "W-P08",
        ask,
        evidence(ledger_lines=[june, posted("150000.00")]),
        with_rejected(
            evidence(ledger_lines=[june, posted("150000.01")]),
            ledger_lines=[{"reported_in": "2024-05"}],
        ),
        with_gap(evidence(ledger_lines=[june]), "ledger_lines"),
        says=1,
    )
    yield Judged(
        "a swing of a month with rows that wait",
        "W-P08",
        ask,
        evidence(ledger_lines=[june, posted("150000.00")]),
        evidence(ledger_lines=[june, posted("150000.01")]),
        with_rejected(evidence(ledger_lines=[june, posted("150000.01")]), ledger_lines=[{}]),
        says=1,
    )
    yield Judged(
        "gifts and premium",
        "W-P09",
        ask,
        insured("23000.00", gifts=[{}]),
        insured("22999.99", gifts=[{}]),
        evidence(settings=limits(peer_gift_price=Decimal(200)), gifts=[{}]),
        says=1,
    )
    yield Judged(
        "the price of a gift",
        "W-P10",
        ask,
        evidence(settings=limits(peer_gift_price=Decimal("153.34")), gifts=[{}]),
        evidence(settings=limits(peer_gift_price=Decimal("153.33")), gifts=[{}]),
        insured("23000.00", gifts=[{}]),
        says=1,
    )


def of_history() -> Iterable[Judged]:
    """Yield the rule about the union's own months before."""
    names = [f"2023-{n:02d}" for n in range(7, 13)] + [f"2024-{n:02d}" for n in range(1, 8)]

    def after(amount: str | None, months: Sequence[str] = names) -> Evidence:
        """Return July 2024 after months of 16 000 yuan each."""
        past = {name: "16000.00" for name in months if name != "2024-07"}
        sums = past | ({"2024-07": amount} if amount else {})
        lines = [
            posted(paid, post_date=f"{name}-10", voucher_no=name) for name, paid in sums.items()
        ]
        return replace(
            evidence(ledger_lines=lines), reported={"ledger_lines": (*months, "2024-08")}
        )

    # a year is known and no change from year to year: 16 000 ÷ 2^5 = 500, 16 000 × 2^5 = 512 000
    yield Judged(
        "a month far above the others",
        "W-P11",
        find_anomalies,
        after("500000.00"),
        after("530000.00"),
        with_gap(after("1600000.00"), "ledger_lines"),
        says=1,
    )
    yield Judged(
        "a month far below the others",
        "W-P11",
        find_anomalies,
        after("520.00"),
        after("480.00"),
        after("1600000.00", names[1:]),
    )
    yield Judged(
        "a month without anything",
        "W-P11",
        find_anomalies,
        replace(after(None), reported={"ledger_lines": ("2022-01", *names)}),
        after(None),
        with_gap(after(None), "ledger_lines"),
        says=1,
    )
    hires = {"hired": 2000, "event_date": "2024-07-10", "fair_id": "7"}
    yield Judged(
        "a count",
        "W-P11",
        find_anomalies,
        replace(evidence(job_fairs=[hires]), reported={"job_fairs": tuple(names)}),
        replace(
            evidence(
                job_fairs=[
                    hires,
                    *({**hires, "hired": 20, "event_date": f"{n}-02"} for n in names[:-1]),
                ]
            ),
            reported={"job_fairs": tuple(names)},
        ),
        evidence(job_fairs=[hires]),
    )
    case = {"close_date": "2024-07-10", "amount_cny": "1500000.00"}
    yield Judged(
        "an amount of cases",
        "W-P11",
        find_anomalies,
        evidence(disputes=[case]),
        replace(
            evidence(
                disputes=[case, *({"close_date": f"{n}-02", "case_no": n} for n in names[:-1])]
            ),
            reported={"disputes": tuple(names)},
        ),
        evidence(),
    )


def of_statements() -> Iterable[Judged]:
    """Yield the rules about what rows say beside their amounts."""
    ask = find_doubtful_statements
    spoken = {"medical_aids": [{}], "model_worker_services": [{"service_type": "走访慰问"}]}
    six = {"standard": "六有六规范"}
    yield Judged(
        "no number",
        "W-S02",
        ask,
        evidence(**spoken),
        evidence(**{**spoken, "medical_aids": []}),
        with_rejected(evidence(**{**spoken, "medical_aids": []}), medical_aids=[{}]),
        says=1,
    )
    yield Judged(
        "another standard",
        "W-S04",
        ask,
        evidence(plans=[{}], norm_sites=[{}]),
        evidence(plans=[six], norm_sites=[{}]),
        evidence(plans=[six]),
    )
    groups = settled(overlap_groups=(OverlapGroup(projects=("P-WN01", "P-WN04")),))
    first, same = batch(1, 300, "P-WN01"), batch(1, 300, "P-WN04")
    far = {**first, "pay_date": "2024-05-31"}
    yield Judged(
        "projects at once",
        "W-S05",
        ask,
        evidence(settings=groups, reliefs=[far, same]),
        evidence(settings=groups, reliefs=[first, same]),
        evidence(reliefs=[first, same]),
    )
    yield Judged(
        "another month",
        "W-T01",
        ask,
        evidence(gifts=[{}]),
        evidence(gifts=[{"gift_date": "2024-06-30"}]),
        evidence(claims=[{"pay_date": "2024-06-30"}]),
    )
    again = {"gift_id": "HB-9", "gift_date": "2024-06-30"}
    stood = [{**again, **JUNE}]
    yield Judged(
        "another month in a ledger",
        "W-T01",
        ask,
        of_a_ledger(with_before(evidence(gifts=[again]), gifts=stood)),
        of_a_ledger(
            with_before(evidence(gifts=[again, {**again, "gift_id": "HB-8"}]), gifts=stood)
        ),
        of_a_ledger(evidence(gifts=[again])),
    )
    monthly = Cadence(name="活动", sheet="palace_activities", starts="2024-07")
    yield Judged(
        "a month without",
        "W-T02",
        ask,
        evidence(settings=settled(cadences=(monthly,)), palace_activities=[{}]),
        evidence(settings=settled(cadences=(monthly,))),
        with_gap(evidence(settings=settled(cadences=(monthly,))), "palace_activities"),
        says=1,
    )
    yield Judged(
        "payments that look alike",
        "W-N05",
        ask,
        evidence(reliefs=[{}, {"batch_id": "BF-2", "headcount": 151}]),
        evidence(reliefs=[{}, {"batch_id": "BF-2"}]),
        evidence(reliefs=[{}]),
    )
    yield Judged(
        "look alike",
        "W-N05",
        ask,
        evidence(job_fairs=[{}, {"fair_id": "ZP-2", "venue": "工业园区"}]),
        evidence(job_fairs=[{}, {"fair_id": "ZP-2"}]),
        evidence(job_fairs=[{}]),
    )
    yield Judged(
        "a person's name",
        "W-D03",
        ask,
        evidence(studios=[{}]),
        evidence(studios=[{"publishable": True}]),
        evidence(),
    )


def of_rows() -> Iterable[Judged]:
    """Yield what is said of row rules that lack an operand."""
    yield Judged(
        "a row rule's operand",
        "N-UND",
        find_undecided_rows,
        evidence(job_fairs=[{"intents": 200}]),
        evidence(job_fairs=[{}]),
        evidence(),
    )


def of_lists() -> Iterable[Judged]:
    """Yield the rule about names that stand beside their count."""
    public = {"category": "送文艺下基层", "publishable": True}
    show = {**public, "activity_name": "传统文化进景区"}
    other = {**public, "activity_name": "书画进景区", "activity_id": "XJ-2"}
    yield Judged(
        "names beside sessions",
        "E-X05",
        find_long_lists,
        evidence(culture_activities=[show, other]),
        evidence(culture_activities=[show, {**other, "sessions": 0}]),
        evidence(culture_activities=[show, {**other, "sessions": None}]),
        says=1,
    )
    hall = {"site": "养老中心项目", "project_code": "P-QL02", "headcount": 1}
    plant = {**hall, "site": "智能物流项目", "batch_id": "BF-2", "headcount": 0}
    yield Judged(
        "places that no figure counts",
        "E-X05",
        find_long_lists,
        evidence(reliefs=[hall, plant]),
        evidence(culture_activities=[show, {**other, "sessions": 0}]),
        evidence(),
    )


JUDGED = [
    *across(),
    *beside_the_ledger(),
    *of_budget(),
    *over_time(),
    *of_rosters(),
    *of_stages(),
    *beside(),
    *of_heads(),
    *of_amounts(),
    *of_history(),
    *of_statements(),
    *of_rows(),
    *of_lists(),
]
