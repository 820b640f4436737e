"""Rules about one row of a return, as values that say which cell is wrong and why.

Each rule is three-valued: `holds` is true, false or null, and null (a missing operand)
is never taken for true. `when` limits a rule to the rows of which it speaks; a row whose
cell is filled while an operand beside it is blank cannot be decided, and that is told.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class RowRule:
    """One rule about a row: its id in the catalogue, the cell it points at, its sentence.

    `expected` gives what the cell should hold, where that can be computed. `factors` are the
    columns whose product it is: then the cell may be left blank. `operands` are other cells
    that the rule needs.
    """

    id: str
    column: str
    holds: pl.Expr
    says: str
    when: pl.Expr | None = None
    expected: pl.Expr | None = None
    factors: tuple[str, ...] = ()
    operands: tuple[str, ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        """Return the other cells that the rule needs."""
        return (*self.operands, *self.factors)

    @property
    def lacks(self) -> pl.Expr:
        """Return where the rule cannot decide: its own cell is filled, an operand is not."""
        blank = pl.any_horizontal(pl.lit(value=False), *map(_is_blank, self.needs))
        return pl.col(self.column).is_not_null() & blank


def _is_blank(code: str) -> pl.Expr:
    return pl.col(code).is_null()


def _all_given(*codes: str) -> pl.Expr:
    return pl.all_horizontal(pl.col(code).is_not_null() for code in codes)


ROUNDED = 1
"""Yuan by which an amount may differ from heads times standard, with a written reason (§6.1)."""


def equals_product(amount: str, heads: str, standard: str, reason: str | None = None) -> RowRule:
    """Return rule E-R01: the amount is heads times standard, to the cent.

    Where the column `reason` is filled in, one yuan of difference is let pass.
    """
    product = (pl.col(heads).cast(pl.Decimal(38, 2)) * pl.col(standard)).cast(pl.Decimal(38, 2))
    holds = pl.col(amount) == product
    if reason is not None:
        near = (pl.col(amount) - product).abs() <= ROUNDED
        holds = holds | (near & pl.col(reason).is_not_null())
    return RowRule(
        id="E-R01",
        column=amount,
        holds=holds,
        says="金额应等于人数×标准",
        when=_all_given(amount, heads, standard),
        expected=product,
        factors=(heads, standard),
    )


def not_before(later: str, earlier: str, says: str) -> RowRule:
    """Return rule E-R02: the later date does not precede the earlier one."""
    return RowRule(
        id="E-R02",
        column=later,
        holds=pl.col(later) >= pl.col(earlier),
        says=says,
        when=_all_given(later, earlier),
        operands=(earlier,),
    )


def after(later: str, earlier: str, says: str) -> RowRule:
    """Return rule E-R02 for ends that may not coincide: the later comes after the earlier."""
    return RowRule(
        id="E-R02",
        column=later,
        holds=pl.col(later) > pl.col(earlier),
        says=says,
        when=_all_given(later, earlier),
        operands=(earlier,),
    )


def at_most(part: str, whole: str, says: str, rule: str = "E-R03") -> RowRule:
    """Return a rule that the part does not exceed the whole (E-R03, or a warning)."""
    return RowRule(
        id=rule,
        column=part,
        holds=pl.col(part) <= pl.col(whole),
        says=says,
        when=_all_given(part, whole),
        operands=(whole,),
    )


def given_when(code: str, condition: pl.Expr, says: str, rule: str = "E-C01") -> RowRule:
    """Return a rule that the cell is filled in wherever the condition holds."""
    return RowRule(
        id=rule, column=code, holds=pl.col(code).is_not_null(), says=says, when=condition
    )


def voucher_when_paid(amount: str) -> RowRule:
    """Return rule E-C01 for a voucher number: required once money is stated."""
    return given_when("voucher_no", pl.col(amount) > 0, "填写了金额的，须填写凭证号")


def voucher_awaited(amount: str) -> RowRule:
    """Return rule W-T04: a payment that finance has not posted yet."""
    return given_when(
        "voucher_no", pl.col(amount) > 0, "有支付金额而无凭证号，请与财务部核对入账情况", "W-T04"
    )
