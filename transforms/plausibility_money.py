"""Plausibility of amounts (W-P rules, DOMAIN.md §6.2): what is possible but unlikely."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

import polars as pl

from schemas.contract import sheet_named
from schemas.finding import Finding
from schemas.indicators import INDICATORS
from transforms.doubts import Evidence, plain
from transforms.measures import select_rows
from transforms.spending import SPENDING

_CENT = Decimal("0.01")


def find_doubtful_amounts(evidence: Evidence) -> Iterable[Finding]:
    """Return the findings of every rule about amounts."""
    for rule in (
        _per_head,
        _premium_per_enrolment,
        _claims_to_premium,
        _claim_rate,
        _uneven_average,
        _identical_households,
        _floor_times_standard,
        _mixed_standards,
        _monthly_swing,
        _gifts_above_premium,
        _gift_price,
        _without_enrolments,
    ):
        yield from rule(evidence)


def _sum(rows: pl.DataFrame, column: str) -> Decimal:
    return Decimal(rows[column].sum() or 0)


def _cents(number: Decimal) -> str:
    return plain(number.quantize(_CENT, ROUND_HALF_UP))


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}%"


_PER_HEAD = (
    ("reliefs", "headcount", "amount_cny", "unit_amount_cny"),
    ("women_reliefs", "headcount", "amount_cny", "unit_amount_cny"),
    ("model_worker_services", "headcount", "amount_cny", "unit_amount_cny"),
    ("health_checks", "total", "amount_cny", ""),
)
"""Sheets that pay by the head: heads, amount, and the standard where there is one."""


def _per_head(evidence: Evidence) -> Iterator[Finding]:
    """W-P01: an amount per head outside the band of its kind of project."""
    for sheet, heads, amount, standard in _PER_HEAD:
        spending = next(part for part in SPENDING if part.sheet == sheet)
        rows = evidence.this_year(sheet, spending.dated)
        given = pl.col(standard) if standard else pl.lit(None)
        paid = [*rows.select(spending.project, amount, heads, given=given).iter_rows()]
        for band in evidence.settings.thresholds.bands:
            for at, (project, spent, people, rate) in enumerate(paid):
                if project not in band.projects:
                    continue
                by_head = spent / people if rate is None and spent is not None else rate
                if by_head is not None and not band.low <= by_head <= band.high:
                    yield evidence.about(
                        "W-P01",
                        sheet,
                        amount if rate is None else standard,
                        rows[at : at + 1],
                        f"人均{_cents(by_head)}元，超出{band.name}常见范围"
                        f"{plain(band.low)}—{plain(band.high)}元，请核对标准和单位",
                    )


def _premium_per_enrolment(evidence: Evidence) -> Iterator[Finding]:
    """W-P02: premium per enrolment outside the usual range."""
    rows = evidence.in_force
    people, premium = _sum(rows, "insured_count"), _sum(rows, "premium_cny")
    low, high = evidence.settings.thresholds.premium_per_enrolment
    if people and not low <= premium / people <= high:
        yield evidence.about(
            "W-P02",
            "enrolments",
            "premium_cny",
            rows,
            f"参保金额合计{plain(premium)}元，平均每人次{_cents(premium / people)}元，"
            f"超出常见范围{plain(low)}—{plain(high)}元，疑金额单位填错，请与互助保障办核对",
        )


def _claims_to_premium(evidence: Evidence) -> Iterator[Finding]:
    """W-P03: claims paid against premium outside the usual range."""
    claims = _paid_claims(evidence)
    paid, premium = _sum(claims, "amount_cny"), _sum(evidence.in_force, "premium_cny")
    low, high = evidence.settings.thresholds.claims_to_premium
    if claims.height and premium and not low <= paid / premium <= high:
        share = _cents(paid / premium * 100)
        yield evidence.about(
            "W-P03",
            "claims",
            "amount_cny",
            claims,
            f"理赔金额相当于参保金额的{share}%，超出常见范围"
            f"{_percent(low)}—{_percent(high)}，请核对两表金额单位",
        )


def _paid_claims(evidence: Evidence) -> pl.DataFrame:
    rows = evidence.this_year("claims", "pay_date")
    return rows.filter(pl.col("status") == "已赔付")


def _claim_rate(evidence: Evidence) -> Iterator[Finding]:
    """W-P04: claims paid per enrolment outside the usual range."""
    claims, enrolled = _paid_claims(evidence), _sum(evidence.in_force, "insured_count")
    low, high = evidence.settings.thresholds.claim_rate
    if claims.height and enrolled and not low <= claims.height / enrolled <= high:
        rate = _cents(Decimal(claims.height) / enrolled * 100)
        yield evidence.about(
            "W-P04",
            "claims",
            "claim_id",
            claims,
            f"理赔率{rate}%，超出常见范围{_percent(low)}—{_percent(high)}，请核对",
        )


def _uneven_average(evidence: Evidence) -> Iterator[Finding]:
    """W-P05: an average per head that is no whole yuan, with no tiers to explain it."""
    for project, rows in evidence.relief_by_project:
        average = _sum(rows, "amount_cny") / _sum(rows, "headcount")
        if average % 1 and rows["unit_amount_cny"].n_unique() == 1:
            yield evidence.about(
                "W-P05",
                "reliefs",
                "amount_cny",
                rows,
                f"项目{project}人均{_cents(average)}元，不是整元且没有分档标准，请核对人数和金额",
            )


def _identical_households(evidence: Evidence) -> Iterator[Finding]:
    """W-P06: every household applies for the same amount."""
    files = evidence.rows["hardship_files"].filter(pl.col("status") == "在档")
    if files.height >= evidence.settings.thresholds.sensitive_cell and (
        files["applied_cny"].n_unique() == 1
    ):
        yield evidence.about(
            "W-P06",
            "hardship_files",
            "applied_cny",
            files,
            f"在档{files.height}户申报金额全部相同，请核对是否按户测算；申报数不是支出",
        )


def _floor_times_standard(evidence: Evidence) -> Iterator[Finding]:
    """W-P07: a count printed with 余 whose amount is exactly its floor times the standard."""
    steps = {
        project: indicator.form.step
        for indicator in INDICATORS.values()
        if indicator.form.style == "over" and indicator.measure.column == "headcount"
        for project in indicator.where.get("project_code", ())
    }
    for project, rows in evidence.relief_by_project:
        step = steps.get(project)
        if step is None:
            continue
        heads = int(rows["headcount"].sum())
        standard = max(rows["unit_amount_cny"].mode().to_list())
        floor = heads // step * step
        if floor and floor != heads and floor * standard == _sum(rows, "amount_cny"):
            yield evidence.about(
                "W-P07",
                "reliefs",
                "headcount",
                rows,
                f"项目{project}共{heads}人，而金额恰为{floor}人×{plain(standard)}元，"
                "请核对人数是否多计或有不同标准",
            )


def _mixed_standards(evidence: Evidence) -> Iterator[Finding]:
    """W-P07: one project pays by several standards."""
    for project, rows in evidence.relief_by_project:
        if rows["unit_amount_cny"].n_unique() > 1:
            standards = sorted(rows["unit_amount_cny"].unique())
            told = "、".join(plain(standard) for standard in standards)
            yield evidence.about(
                "W-P07",
                "reliefs",
                "unit_amount_cny",
                rows,
                f"项目{project}有{len(standards)}档标准（{told}元/人），请确认分档依据",
            )


def _monthly_swing(evidence: Evidence) -> Iterator[Finding]:
    """W-P08: a monthly total of money far from the month before's, where there is one."""
    limits, months = evidence.settings.thresholds, (evidence.period, evidence.period.previous)
    for indicator in INDICATORS.values():
        if "month" not in indicator.by:
            continue
        rows, column = evidence.rows[indicator.sheet], indicator.measure.column
        held = [select_rows(indicator, "month", rows, month) for month in months]
        now, before = (_sum(part, column) for part in held)
        change = abs(now - before)
        if not before or change <= max(limits.monthly_change * before, limits.monthly_change_floor):
            continue
        why = evidence.why_incomplete_in(indicator.sheet, months)
        if why:
            sheet = f"“{sheet_named(indicator.sheet).title}”{why}"
            told = f"{sheet}，{indicator.name}的环比（W-P08）无法判断"
            yield evidence.undecided(indicator.sheet, told)
            continue
        yield evidence.about(
            "W-P08",
            indicator.sheet,
            column,
            held[0],
            f"{indicator.name}本月{plain(now)}元，上月{plain(before)}元，变动较大，请查明原因",
        )


def _gifts_above_premium(evidence: Evidence) -> Iterator[Finding]:
    """W-P09: the gift policies cost more than all premium."""
    gifts = evidence.this_year("gifts", "gift_date")
    given, premium = _sum(gifts, "amount_cny"), _sum(evidence.in_force, "premium_cny")
    if gifts.height and premium and given > premium:
        yield evidence.about(
            "W-P09",
            "gifts",
            "amount_cny",
            gifts,
            f"赠送金额{plain(given)}元大于参保金额合计{plain(premium)}元，请核对两表金额单位",
        )


def _gift_price(evidence: Evidence) -> Iterator[Finding]:
    """W-P10: a gift policy much dearer than the neighbours' or last year's."""
    peer = evidence.settings.thresholds.peer_gift_price
    gifts = evidence.this_year("gifts", "gift_date")
    if peer is None:
        if gifts.height:
            told = "bulletin.toml 没有参照价 peer_gift_price，赠送单价（W-P10）无法判断"
            yield evidence.undecided("gifts", told)
        return
    dear = gifts.filter(pl.col("unit_price_cny") > peer * Decimal("1.5"))
    if dear.height:
        price = plain(dear["unit_price_cny"].max())
        yield evidence.about(
            "W-P10",
            "gifts",
            "unit_price_cny",
            dear,
            f"赠送标准{price}元/份，比参照价{plain(peer)}元高出一半以上，请确认采购依据",
        )


def _without_enrolments(evidence: Evidence) -> Iterator[Finding]:
    """Say what cannot be judged where claims or gifts have no enrolment beside them."""
    beside = _paid_claims(evidence).height + evidence.this_year("gifts", "gift_date").height
    if beside and not _sum(evidence.in_force, "premium_cny"):
        why = evidence.why_incomplete("enrolments") or "没有有效的参保"
        yield evidence.undecided(
            "enrolments", f"“单位参保”{why}，与理赔、赠送的比例（W-P03、W-P04、W-P09）无法判断"
        )
