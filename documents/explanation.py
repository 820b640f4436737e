"""What `bulletin explain` prints: from a figure's definition down to its cells, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from documents.definition import define
from documents.filling import fill_template
from documents.findings import place_of
from documents.narrative.labels import part_name
from documents.narrative.reporting import return_behind
from documents.overview import columns_of
from schemas.codes import DEPARTMENTS
from schemas.comparison import MISSING, PREVIOUS, PULL, SHARE, TARGET, YEAR
from schemas.contract import sheet_named
from schemas.explanation import Explained, Explaining, Explanation, LeftOut
from schemas.figure import BASIS_NAMES, CONDITION, NOT_REPORTED
from schemas.period import Period
from schemas.settings import Settings

_COUNTS = ("rows", "distinct")
_SEVERAL = "budget"
"""How a figure is measured whose cells are of several kinds: together they are no amount of it."""

_AS_TYPED = "单元格所填"
_PART_ONLY = "下列各行只是已报送的部分，不能当作全数"
_DATE = "date"
_CSV = ("口径", "分项", "数值", "印作", "工作簿", "表页", "单元格", "计入")


def explain_in_words(
    explanation: Explanation,
    told: Explaining,
    printed: pl.DataFrame,
    place: tuple[Period, Settings],
) -> str:
    """Return the explanation as a person reads it in the terminal.

    `printed` (PRINTED_SCHEMA) holds the places at which the indicator's figures are printed.
    """
    period, settings = place
    form = return_behind(explanation.indicator.code)
    totals = [one for one in explanation.figures if not one.figure["dimension"]]
    parts = [one for one in explanation.figures if one.figure["dimension"]]
    alone = not totals
    text = fill_template(
        "explain.txt.j2",
        union=settings.union.name,
        sample=settings.sample,
        period=period.label,
        told=told,
        indicator=explanation.indicator,
        form=form,
        department=DEPARTMENTS[form.department],
        sheet=sheet_named(explanation.indicator.sheet).title,
        definition=list(define(explanation.indicator)),
        figures=[
            _block(explanation, one, (printed, told.views), place)
            for one in (parts if alone else totals)
        ],
        parts=[] if alone else _parts_table(parts, printed, place),
        aside=explanation.aside,
        place_of=place_of,
    )
    return text.rstrip("\n")


def _block(
    explanation: Explanation,
    one: Explained,
    beside: tuple[pl.DataFrame, pl.DataFrame],
    place: tuple[Period, Settings],
) -> dict[str, object]:
    """Return what is told of one figure; `beside` are where it is printed, and its views."""
    figure, (printed, views) = one.figure, beside
    unit = explanation.indicator.unit.removesuffix(_DATE)
    own = {key: figure[key] for key in ("basis", "dimension")}
    seen = {row["view"]: row for row in views.filter(code=figure["code"], **own).to_dicts()}
    return {
        "title": _title(figure, place),
        "printed": figure["printed"],
        "facts": [
            *_facts(one, unit),
            *_compared(figure, unit, place[0], seen),
            *_said(figure, seen),
        ],
        "rows": _rows_table(explanation, one),
        "count": len(one.rows),
        "left_out": [(left, _left_out(left)) for left in one.left_out],
        "places": list(printed.filter(**own).iter_rows(named=True)),
    }


def _title(figure: Mapping[str, str | None], place: tuple[Period, Settings]) -> str:
    period, settings = place
    basis = BASIS_NAMES[figure["basis"] or ""]
    kind, _, label = (figure["dimension"] or "").partition("=")
    part = f"，{part_name(kind, label, settings).text}（{figure['dimension']}）" if kind else ""
    year = f"{period.year}年{period.year_to_date_label}".replace("年全年", "年")
    when = {"ytd": year, "as_of": f"{period.label}末"}.get(figure["basis"] or "", period.label)
    return f"{basis}（{when}）{part}"


def _percent(share: str | None) -> str:
    return f"{float(share or 0):.2%}".replace(".00%", "%")


def _facts(one: Explained, unit: str) -> Iterator[str]:
    """Yield value, status and coverage; of rows that make no figure it is told that."""
    figure = one.figure
    value = "" if figure["value"] is None else f"精确值 {figure['value']}{unit}；"
    used = _percent(figure["coverage"])
    yield f"{value}状态 {figure['status']}；应报数据已采用 {used}"
    if figure["status"] == NOT_REPORTED and one.rows:
        yield _PART_ONLY


def _left_out(left: LeftOut) -> str:
    if left.role == CONDITION:
        return f"“{left.title}”不符合条件"
    return f"“{left.title}”不在这一期间" if left.title else "报送期不在这一期间"


_BEFORE = (PREVIOUS, "previous_period_value", "period_change", "period_change_pct")
_YEAR = (YEAR, "previous_year_value", "year_change", "year_change_pct")
_SO_FAR = ("ytd", "plan")
"""Bases that are not compared with the period before."""

_BESIDE = (SHARE, PULL, TARGET)
_BESIDE_TOTAL = (PULL, TARGET)

Views = Mapping[str, Mapping[str, str]]


def _compared(
    figure: Mapping[str, str | None], unit: str, period: Period, seen: Views
) -> Iterator[str]:
    """Yield what a figure is compared with, called as the period is, or why it is not."""
    before = () if figure["basis"] in _SO_FAR else ((period.previous_label, _BEFORE),)
    for name, (view, base, change, percent) in (*before, (period.year_before_label, _YEAR)):
        if not name:
            continue  # of a year, whose period before is last year
        told = seen[view]["reason"] if view in seen else ""
        why = told.removeprefix(MISSING.format(base=name))
        why = f"；{why}" if why and why == told else why
        if figure[base] is None:
            yield f"{name}：没有可比的数{why}"
            continue
        more = f"，增减 {_signed(figure[change])}{unit}" if figure[change] is not None else ""
        rate = f"（{_signed(figure[percent])}%）" if figure[percent] is not None else ""
        yield f"{name}：{figure[base]}{unit}{more}{rate}{why}"


def _said(figure: Mapping[str, str | None], seen: Views) -> Iterator[str]:
    """Yield the other views of a figure in their approved words: share, pull, progress.

    A total is no part of itself: its share is not told.
    """
    views = _BESIDE if figure["dimension"] else _BESIDE_TOTAL
    told = ((view, seen[view]) for view in views if view in seen)
    yield from (f"{view}：{row['wording']}" for view, row in told if row["wording"])


def _signed(number: str | None) -> str:
    """Return a difference with its sign; one of zero has none."""
    text = number or ""
    return text if text.startswith("-") or text == "0" else f"+{text}"


def _rows_table(explanation: Explanation, one: Explained) -> list[str]:
    if not one.rows:
        return []
    how, unit = explanation.indicator.measure.how, explanation.indicator.unit
    counted = f"计入（{unit if how in _COUNTS else explanation.measured}）"
    counted = _AS_TYPED if how == _SEVERAL else counted
    header = ("工作簿", "表页", "单元格", *explanation.columns, counted)
    told = (
        (row.workbook, row.sheet, row.cells, *row.shown, _contribution(row.contributes, how))
        for row in one.rows
    )
    blank = [""] * (len(header) - len(("小计", "表页", "单元格", "计入")))
    subtotals = (("小计", "", title, *blank, amount) for title, amount in one.subtotals)
    sums = [("合计", "", "", *blank, one.total)] if one.total else []
    return in_columns([header, *told, *subtotals, *sums])


def _contribution(amount: str, how: str) -> str:
    if not amount:
        return "工作簿已变动"
    return "0（已计过）" if how == "distinct" and amount == "0" else amount


def _parts_table(
    parts: Sequence[Explained], printed: pl.DataFrame, place: tuple[Period, Settings]
) -> list[str]:
    if not parts:
        return []
    told = (
        (
            BASIS_NAMES[one.figure["basis"] or ""],
            one.figure["dimension"] or "",
            part_name(*_kind_and_label(one), place[1]).text,
            one.figure["value"] or "—",
            one.figure["printed"] or "",
            one.figure["status"] or "",
            f"{len(one.rows)} 行",
            _printed_at(one, printed),
        )
        for one in parts
    )
    header = ("口径", "分项", "名称", "精确值", "印作", "状态", "出自", "印在")
    return in_columns([header, *told])


def _printed_at(one: Explained, printed: pl.DataFrame) -> str:
    own = {key: one.figure[key] for key in ("basis", "dimension")}
    places = printed.filter(**own).select("document", "place").iter_rows()
    return "、".join(dict.fromkeys(" ".join(place) for place in places)) or "没有印出"


def _kind_and_label(one: Explained) -> tuple[str, str]:
    kind, _, label = (one.figure["dimension"] or "").partition("=")
    return kind, label


def in_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines whose columns stand below one another in a terminal."""
    widths = [max(map(columns_of, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            text + " " * (width - columns_of(text)) for text, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


def explain_in_csv(explanation: Explanation) -> pl.DataFrame:
    """Return one row a figure and source row, under Chinese headings."""
    header = (*_CSV, *explanation.columns)
    rows = [
        (
            one.figure["basis"],
            one.figure["dimension"],
            one.figure["value"],
            one.figure["printed"],
            row.workbook,
            row.sheet,
            row.cells,
            row.contributes,
            *row.shown,
        )
        for one in explanation.figures
        for row in one.rows
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(header, pl.String()), orient="row")
