"""Where a printed numeral may come from: figures and their comparisons, dates, names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from documents.narrative.comparisons import printed_views
from documents.narrative.labels import period_names
from documents.narrative.revising import printed_of, stated_revisions
from documents.numerals import normal, numerals
from schemas.bulletin import Name, Number, Pointer, Reference
from schemas.codes import DEPARTMENTS, PROJECTS
from schemas.comparison import YEAR
from schemas.decision import WAIVERS
from schemas.edition import Edition
from schemas.figure import STATED
from schemas.indicator import EXPLANATION
from schemas.indicators import INDICATORS
from schemas.notes import HAND_WRITTEN
from schemas.revision import REVISIONS

Row = Mapping[str, str | None]

_PRINTED = re.compile(
    r"[约近超]?(?P<number>-?\d+(?:\.\d+)?)[余多]?(?P<power>[万亿]?)[余多]?(?P<unit>[^\d.万亿]*?)(?:以上)?"
)
_AMOUNT = re.compile(r"[\d.万亿-]")
_POWERS = {"": 0, "万": 4, "亿": 8}
_YI = "亿元"
_LEAST = Decimal(1).scaleb(6)
"""0.01亿元: what is less is said so in a column of 亿元, and nothing there is more exact than
this where the printed form is in 万元 or 元."""

_LITTLE = ("不足0.01亿元", "负数，不足0.01亿元")
_MONTHS = re.compile(r"(?:(?P<year>\d{4})年)?(?:(?P<first>\d+)—)?(?P<last>\d+)月底?")
_ORDINAL = re.compile(r"\d+\.")
_TEXT = ("",)
"""The units that running text adds to a number: none."""
_PERCENT = ("%", "个百分点")
_AMOUNTS = (
    "period_change",
    "year_change",
    "previous_period_value",
    "previous_year_value",
)
_TIMES = "倍"
_GROWN = (
    ("period_change", "previous_period_value"),
    ("year_change", "previous_year_value"),
)
_RATES = {"period_change_pct": 0, "year_change_pct": 0, "progress": 2}
"""Columns of comparisons in percent, with the places by which they must be moved for it."""


_latest: list[tuple[Edition, Origins]] = []
"""The origins of the edition that is being audited, which each of its audits asks for."""


def origins_of(edition: Edition) -> Origins:
    """Return what an edition lets a document print, worked out once for the same edition."""
    for known, origins in _latest:
        if known is edition:
            return origins
    _latest[:] = [(edition, Origins(edition))]
    return _latest[0][1]


class Origins:
    """Everything that an edition lets a document print."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._figures = {
            Reference(row["code"], row["basis"], row["dimension"]): row
            for row in edition.figures.iter_rows(named=True)
        }
        self._views = printed_views(edition.comparisons)
        self._names = _standing_out(sorted(_names(edition), key=len, reverse=True))
        self._revised = {text for row in stated_revisions(edition) for text in printed_of(row)}
        self._explained = {i.explains for i in edition.settings.indicators.values()}
        told = {**period_names(edition.period), "": str(edition.period), "dated": self.dated}
        self._dates = _standing_out(sorted({*told.values()}, key=len, reverse=True))

    @property
    def dated(self) -> str:
        """Return the date of the edition's documents, as it is printed below them."""
        day = self._edition.settings.calendar.issue_day
        return f"{self._edition.period.closing_month.following.label}{day}日"

    def figure(self, reference: Reference) -> Row | None:
        """Return the figure of a reference; none where the edition has none."""
        return self._figures.get(reference)

    def admits(self, number: Number, units: Sequence[str] = _TEXT, view: str = "") -> bool:
        """Return whether a printed number is what its figure states, or compares it with.

        `units` are those that the place (a column, an axis) adds to the number; `view` is the
        one view of figures that the place is for. Where a figure is not stated, nothing that
        holds a numeral may stand for it.
        """
        row = self.figure(number.reference)
        if not numerals(number.text):
            return row is None or row["status"] != STATED or not numerals(row["printed"] or "")
        if row is None:
            return False
        views = self._views.get(number.reference, {})
        if view:
            viewed = any(number.text + unit in views.get(view, ()) for unit in units)
            return viewed or (view == YEAR and _is_compared(number, units, row))
        stated = row["status"] == STATED and _states(number, units, row)
        return stated or _stands_beside(number, units, row, views)

    def left_in_name(self, name: Name) -> tuple[str, ...]:
        """Return the numerals of a name that nothing explains."""
        if isinstance(name, Pointer):
            return ()  # held against the captions of its document
        if name.origin == "序号" and _ORDINAL.fullmatch(name.text):
            return ()
        if name.origin == WAIVERS and name.text == f"{self._edition.accepted.height}条":
            return ()
        if name.origin == HAND_WRITTEN and self._is_written(name.text):
            return ()
        if name.origin == REVISIONS and name.text in self._revised:
            return ()
        if name.origin == EXPLANATION and name.text in self._explained:
            return ()
        if name.origin == "报告期":
            return numerals(self._dates.sub("", _MONTHS.sub(self._if_past, name.text)))
        return self.left_in_words(name.text)

    def _is_written(self, text: str) -> bool:
        """Return whether a person wrote these words into the period's notes."""
        return any(text in normal(told.text) for told in self._edition.notes.paragraphs)

    def left_in_words(self, text: str) -> tuple[str, ...]:
        """Return the numerals of fixed words (a caption, a heading) that nothing explains."""
        return numerals(self._dates.sub("", self._names.sub("", text)))

    def left_in_label(self, text: str) -> tuple[str, ...]:
        """Return the same of a label along an axis, which may be a month so far."""
        return self.left_in_words(_MONTHS.sub(self._if_past, text))

    def _if_past(self, found: re.Match[str]) -> str:
        """Return nothing for months of the year so far, else the words as they are."""
        period = self._edition.period
        is_this_year = found["year"] in (None, str(period.year))
        return "" if is_this_year and 1 <= int(found["last"]) <= period.month else found[0]


def _states(number: Number, units: Sequence[str], row: Row) -> bool:
    """Return whether a number is what a figure states, or one of its comparisons."""
    if number.text == "0" and row["value"] == "0":
        return True  # told as a zero where a dash would say that nothing happened
    printed = [row["printed"] or ""]
    if units == _TEXT and (row["value"] or "").startswith("-"):
        printed.append(printed[0].removeprefix("-"))  # a word tells the sign: 慢, 超出, 少
    if any(_says(number.text + unit, form) for unit in units for form in printed):
        return True
    return _is_compared(number, units, row)


def _says(text: str, printed: str) -> bool:
    """Return whether a text is a printed form, be it in another unit of money: 0.07万元, 700元.

    In 亿元 what is printed in a lower unit may stand with two decimals, or as less than 0.01.
    """
    if text == printed:
        return True
    shown, stated = shown_amount(text), shown_amount(printed)
    if stated is None or stated[1] != "元":
        return False
    if text in _LITTLE:
        return _is_little(text, stated[0])
    same_words = _AMOUNT.sub("", text) == _AMOUNT.sub("", printed)
    is_coarser = text.endswith(_YI) and not printed.endswith(_YI)
    coarser = _rounded(stated[0], _LEAST) if is_coarser and abs(stated[0]) >= _LEAST else ()
    same = shown is not None and shown[1] == "元" and shown[0] in (stated[0], *coarser)
    return same and same_words


def _is_little(text: str, amount: Decimal | None) -> bool:
    is_less = amount is not None and 0 < abs(amount) < _LEAST
    return is_less and (amount or 0) * (-1 if text.startswith("负") else 1) > 0


def _is_compared(number: Number, units: Sequence[str], row: Row) -> bool:
    """Return whether a number is one of a total's comparisons: those of parts are views."""
    is_part = bool(number.reference.dimension)
    return not is_part and any(_compares(number.text + unit, row) for unit in ("", *units))


def _stands_beside(
    number: Number, units: Sequence[str], row: Row, views: Mapping[str, frozenset[str]]
) -> bool:
    """Return whether a number is its figure's target, its share, its pull or its progress.

    What a union aims at stands, whether or not its figure does.
    """
    target = [_number(row["target"])]
    return any(
        any(text in viewed for viewed in views.values()) or _is_of(text, row, target)
        for text in (number.text + unit for unit in units)
    )


def shown_amount(text: str) -> tuple[Decimal, str] | None:
    """Return the number that a printed form shows, in base units, and its unit.

    约2.06万人次 shows 20600 人次, 30余万元 shows 300000 元; none for other words.
    """
    found = _PRINTED.fullmatch(normal(text))
    if found is None:
        return None
    return Decimal(found["number"]).scaleb(_POWERS[found["power"]]), found["unit"]


def _compares(text: str, row: Row) -> bool:
    """Return whether a text states one of the figure's comparisons, as exactly as it prints."""
    falls = text.startswith("-")
    shown = shown_amount(text.removeprefix("-"))
    if shown is None:
        amounts = (_number(row.get(name)) for name in _AMOUNTS)
        return text in _LITTLE and any(_is_little(text, amount) for amount in amounts)
    amount, unit = shown
    if unit == _TIMES:
        stated: list[Decimal | None] = [*_multiples(row)]
    elif unit in _PERCENT:
        stated = [_number(row.get(name), move) for name, move in _RATES.items()]
    else:
        return _is_of(text, row, [_number(row.get(name)) for name in _AMOUNTS])
    return _is_any(amount, stated, falls=falls)


def _is_of(text: str, row: Row, stated: Sequence[Decimal | None]) -> bool:
    """Return whether a text is one of some amounts, in a unit of the figure's own."""
    if text in _LITTLE:
        return any(_is_little(text, amount) for amount in stated)
    shown = shown_amount(text.removeprefix("-"))
    if shown is None or shown[1] not in _own_units(row["code"] or ""):
        return False
    return _is_any(shown[0], stated, falls=text.startswith("-"))


def _is_any(amount: Decimal, stated: Iterable[Decimal | None], *, falls: bool) -> bool:
    return any(
        value is not None and amount in _rounded(abs(value), amount) and (value < 0 or not falls)
        for value in stated
    )


def _multiples(row: Row) -> Iterator[Decimal]:
    """Yield by how many times its base a figure has grown; a fall is stated in percent."""
    for change, base in _GROWN:
        grown, of = _number(row.get(change)), _number(row.get(base))
        if grown and of and grown > 0 and of > 0:
            yield grown / of


def _own_units(code: str) -> tuple[str, ...]:
    indicator = INDICATORS[code]
    return (indicator.unit, indicator.form.unit or indicator.unit)


def _number(text: str | None, places: int = 0) -> Decimal | None:
    return None if text is None else Decimal(text).scaleb(places)


def _rounded(value: Decimal, like: Decimal) -> tuple[Decimal, ...]:
    """Return a value rounded to the last place of another, both ways that a union may round."""
    place = Decimal(1).scaleb(int(like.as_tuple().exponent))
    return tuple(value.quantize(place, how) for how in (ROUND_HALF_UP, ROUND_HALF_EVEN))


def _names(edition: Edition) -> Iterator[str]:
    """Yield the names in which digits are no numbers, as documents write them."""
    settings = edition.settings
    yield from (settings.union.name, settings.union.full_name, *settings.standing_names.values())
    yield from (*PROJECTS.values(), *DEPARTMENTS.values(), *settings.chart_of_accounts.values())
    yield from (indicator.name for indicator in INDICATORS.values())
    dimensions = edition.figures["dimension"].unique()
    absent = edition.members.absent if edition.members else ()
    yield from (one.union.replace("(", "（").replace(")", "）") for one in absent)
    for name in (*edition.listings["name"], *(label.partition("=")[2] for label in dimensions)):
        yield name.replace("(", "（").replace(")", "）")


def _standing_out(texts: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of the texts in which no number goes on beyond them."""
    told = [
        (r"(?<!\d)" if text[0].isdigit() else "")
        + re.escape(text)
        + (r"(?!\d)" if text[-1].isdigit() else "")
        for text in texts
        if text
    ]
    return re.compile("|".join(told))
