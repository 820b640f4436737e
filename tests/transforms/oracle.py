"""A second calculation of every indicator: plain Python over accepted rows, no Polars.

Written from DOMAIN.md §5.11 and the meaning of each figure (FACTS.csv), row by row and with
nothing of the program's own: an indicator that is defined or measured otherwise differs here.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Row = Mapping[str, Any]
Take = Callable[[list[Row]], Any]
Key = tuple[str, str, str]

BASES = {"M": "month", "Q": "quarter", "H": "half", "Y": "year"}
NUMERALS = dict(zip("一二三四五六七八九十", range(1, 11), strict=True))


def add(column: str) -> Take:
    """Add a column up."""
    return lambda rows: sum((Decimal(row[column] or 0) for row in rows), Decimal(0))


def count(rows: list[Row]) -> Decimal:
    """Count rows."""
    return Decimal(len(rows))


def different(column: str) -> Take:
    """Count different values."""
    return lambda rows: Decimal(len({row[column] for row in rows}))


def shared(column: str) -> Take:
    """Take the one value that every row has; nothing where they differ."""
    return lambda rows: agreed([row[column] for row in rows])


def first_day(column: str) -> Take:
    """Take the earliest date."""
    return lambda rows: min((row[column] for row in rows), default=None)


def plan_years(rows: list[Row]) -> Any:
    """Take how many years the plans run: from year to year, else as their name says."""
    return agreed([_years_of(row) for row in rows])


def _years_of(row: Row) -> Decimal | None:
    if row["start_year"] is not None and row["end_year"] is not None:
        return Decimal(row["end_year"] - row["start_year"] + 1)
    named = re.search(r"([一二三四五六七八九十]|\d{1,2})年", row["plan_name"])
    return Decimal(NUMERALS.get(named[1]) or int(named[1])) if named else None


def agreed(values: list[Any]) -> Any:
    """Return the value on which all agree."""
    return values[0] if len(set(values)) == 1 else None


def every(row: Row) -> bool:
    """Admit every row."""
    return bool(row)


@dataclass(frozen=True)
class Meaning:
    """What a figure is: rows of which sheet, which of them, dated by what, taken how.

    A `flow` happens, and counts in the month of its date; a `state` is there from its date
    on (up to `until`); a `plan` stands once it is reported. `parts` give the label of a row
    in each breakdown.
    """

    sheet: str
    take: Take
    kind: str = "flow"
    dated: str = ""
    until: str = ""
    only: Callable[[Row], bool] = every
    parts: Mapping[str, Callable[[Row], Any]] = field(default_factory=dict)


def of(sheet: str, dated: str) -> Callable[..., Meaning]:
    """Return a maker of flows of one sheet."""
    return lambda take, only=every, **parts: Meaning(
        sheet, take, dated=dated, only=only, parts=parts
    )


def month(day: dt.date) -> str:
    """Return the month of a day, or a month as it is."""
    return day if isinstance(day, str) else f"{day.year:04d}-{day.month:02d}"


culture = of("culture_activities", "event_date")
contest = of("skill_contests", "event_date")
honour = of("honours", "award_date")
station = of("stations", "open_date")
site = of("norm_sites", "done_date")
palace = of("palace_activities", "event_date")
rights = of("rights_activities", "event_date")
resolved = of("disputes", "close_date")
fair = of("job_fairs", "event_date")
relief = of("reliefs", "pay_date")
women = of("women_reliefs", "pay_date")
health = of("health_checks", "check_date")
claim = of("claims", "pay_date")
gift = of("gifts", "gift_date")
grant = of("grants", "pay_date")

IN_PALACE = ("公益培训(你点菜我买单)", "交友联谊", "文体比赛")


def is_paid(row: Row) -> bool:
    return row["status"] == "已赔付"


def is_settled(row: Row) -> bool:
    return row["result"] == "调解成功"


def is_done(row: Row) -> bool:
    return row["status"] in ("已完成", "已验收")


def is_open_and_smart(row: Row) -> bool:
    return row["smart"] and row["status"] == "运行"


def is_won(row: Row, name: str, level: str) -> bool:
    return (row["honour"], row["level"]) == (name, level)


def of_sick_women(row: Row) -> bool:
    return row["target_group"] == "患病困难女职工"


def on_file(take: Take) -> Meaning:
    return Meaning(
        "hardship_files", take, "state", "open_date", only=lambda row: row["status"] == "在档"
    )


def in_force(take: Take, **parts: Callable[[Row], Any]) -> Meaning:
    return Meaning("enrolments", take, "state", "enrol_date", "end_date", parts=parts)


def aided(code: str, project: str) -> dict[str, Meaning]:
    """Return persons and money of one project of W05."""

    def of_project(row: Row) -> bool:
        return row["project_code"] == project

    return {
        f"{code}_persons": relief(add("headcount"), of_project),
        f"{code}_amount": relief(add("amount_cny"), of_project),
    }


MEANINGS: dict[str, Meaning] = {
    "theme_campaign_name": culture(count, lambda row: row["category"] == "主题活动"),
    "model_worker_lectures": culture(add("sessions"), lambda row: row["category"] == "劳模宣讲"),
    "culture_to_grassroots_events": culture(
        add("sessions"), lambda row: row["category"] == "送文艺下基层"
    ),
    "county_sport_events": culture(count, lambda row: row["category"] == "文体赛事"),
    "upper_games_joined": culture(count, lambda row: row["category"] == "参加上级赛事"),
    "culture_sessions": culture(add("sessions"), category=lambda row: row["category"]),
    "reform_demo_sites": of("demo_sites", "completed_date")(
        count, lambda row: row["status"] in ("已建成", "已授牌")
    ),
    "reform_campaigns": of("special_actions", "start_date")(different("action_name")),
    "skill_contests_hosted": contest(count, lambda row: row["role"] in ("主办", "联办", "承办")),
    "skill_contests_joined": contest(
        count, lambda row: row["role"] == "参加" and row["level"] == "市"
    ),
    "award_prov_mayday_medal": honour(count, lambda row: is_won(row, "五一劳动奖章", "省")),
    "award_city_mayday_medal": honour(count, lambda row: is_won(row, "五一劳动奖章", "市")),
    "award_city_mayday_certificate": honour(count, lambda row: is_won(row, "五一劳动奖状", "市")),
    "award_city_pioneer": honour(count, lambda row: is_won(row, "工人先锋号", "市")),
    "studio_in_progress": Meaning(
        "studios", count, "state", only=lambda row: row["status"] == "在建"
    ),
    "model_worker_retreat_batches": of("model_worker_services", "start_date")(
        different("batch_no"), lambda row: row["service_type"] == "疗休养"
    ),
    "stations_new_smart": station(
        count, lambda row: row["build_type"] == "新建" and is_open_and_smart(row)
    ),
    "stations_upgraded_smart": station(
        count, lambda row: row["build_type"] == "升级改造" and is_open_and_smart(row)
    ),
    "norm_plan_township_target": Meaning(
        "plans", add("target"), "plan", only=lambda row: row["unit_type"] == "乡镇"
    ),
    "norm_plan_years": Meaning(
        "plans", plan_years, "plan", only=lambda row: row["unit_type"] == "乡镇"
    ),
    "norm_sites_township": site(
        count,
        lambda row: (
            (row["unit_type"], row["standard"]) == ("乡镇", "职工活动场所规范化") and is_done(row)
        ),
    ),
    "norm_sites_enterprise": site(
        count,
        lambda row: (row["unit_type"], row["standard"]) == ("企业", "六有六规范") and is_done(row),
    ),
    "palace_opening_date": Meaning(
        "venue_events",
        first_day("item_date"),
        "state",
        "item_date",
        only=lambda row: row["item"] == "启用",
    ),
    "palace_activity_types": palace(
        different("category"), lambda row: row["category"] in IN_PALACE
    ),
    "palace_sessions": palace(
        add("sessions"),
        lambda row: row["category"] in IN_PALACE,
        category=lambda row: row["category"],
    ),
    "legal_outreach_events": rights(
        add("sessions"), lambda row: row["category"] == "新就业形态法律宣传"
    ),
    "psych_events": rights(add("sessions"), lambda row: row["category"] == "心理咨询活动"),
    "psych_interventions": of("psych_services", "service_month")(add("times")),
    "disputes_accepted": of("disputes", "accept_date")(count),
    "disputes_resolved": resolved(count, is_settled),
    "disputes_amount": resolved(add("amount_cny"), is_settled),
    "job_fairs": fair(count),
    "job_hires": fair(add("hired")),
    **aided("cool_sanitation", "P-QL01"),
    **aided("cool_builder", "P-QL02"),
    **aided("edu_aid", "P-ZX01"),
    **aided("warm_special", "P-WN01"),
    **aided("warm_regular", "P-WN02"),
    **aided("newform_visit", "P-WN03"),
    **aided("hard_ent", "P-WN04"),
    "aid_persons": relief(add("headcount"), project=lambda row: row["project_code"]),
    "aid_amount": relief(
        add("amount_cny"),
        project=lambda row: row["project_code"],
        month=lambda row: month(row["pay_date"]),
    ),
    "hardship_households": on_file(different("family_key")),
    "hardship_applied_amount": on_file(add("applied_cny")),
    "women_visit_persons": women(add("headcount"), of_sick_women),
    "women_visit_amount": women(add("amount_cny"), of_sick_women),
    "health_check_persons": health(add("total")),
    "cancer_screen_women": health(add("cancer_screen")),
    "children_care_persons": of("child_cares", "event_date")(add("headcount")),
    "mutual_units": in_force(different("unit_id")),
    "mutual_insured": in_force(add("insured_count"), plan=lambda row: row["plan"]),
    "mutual_premium": in_force(add("premium_cny")),
    "mutual_claims": claim(count, is_paid),
    "mutual_claims_amount": claim(add("amount_cny"), is_paid),
    "newform_gift_unit_price": Meaning("gifts", shared("unit_price_cny"), "state", "gift_date"),
    "mutual_gift_persons": gift(add("headcount"), group=lambda row: row["target_group"]),
    "mutual_gift_amount": gift(add("amount_cny")),
    "ledger_expenditure": of("ledger_lines", "post_date")(
        add("amount_cny"),
        lambda row: row["pay_status"] == "已支付",
        project=lambda row: row["project_code"],
        month=lambda row: month(row["post_date"]),
        subject=lambda row: row["subject_code"],
        fund=lambda row: row["fund_source"],
        department=lambda row: row["dept_code"],
    ),
    "grants_amount": grant(add("amount_cny"), grantee=lambda row: row["grantee"]),
    "grants_unions": grant(different("grantee")),
}


@dataclass(frozen=True)
class Span:
    """A period as its name says it: `2024-07`, `2024Q3`, `2024H1`, `2024`."""

    basis: str
    first: str
    last: str

    @classmethod
    def named(cls, name: str) -> Span:
        """Return the months of a period."""
        year, rest = name[:4], name[4:]
        if rest.startswith("-"):
            return cls("month", name, name)
        length = {"Q": 3, "H": 6, "": 12}[rest[:1]]
        last = int(rest[1:] or 1) * length
        basis = BASES[rest[:1] or "Y"]
        return cls(basis, f"{year}-{last - length + 1:02d}", f"{year}-{last:02d}")

    @property
    def last_day(self) -> dt.date:
        """Return the day with which the period ends."""
        year, number = map(int, self.last.split("-"))
        return dt.date(year, number, calendar.monthrange(year, number)[1])


def calculate(rows: Mapping[str, Iterable[Row]], name: str) -> dict[Key, str | None]:
    """Return every value of the indicators whose sheet is given, by code, basis, dimension."""
    span, found = Span.named(name), {}
    for code, meaning in MEANINGS.items():
        if meaning.sheet in rows:
            admitted = [row for row in rows[meaning.sheet] if meaning.only(row)]
            for basis, counted in _by_basis(meaning, admitted, span):
                for dimension, part in _parts(meaning, basis, counted).items():
                    found[code, basis, dimension] = _text(meaning.take(part))
    return found


def _by_basis(meaning: Meaning, rows: list[Row], span: Span) -> Iterable[tuple[str, list[Row]]]:
    if meaning.kind == "flow":
        january = f"{span.last[:4]}-01"
        dated = [(month(row[meaning.dated]), row) for row in rows if row[meaning.dated]]
        yield span.basis, [row for at, row in dated if span.first <= at <= span.last]
        yield "ytd", [row for at, row in dated if january <= at <= span.last]
    elif meaning.kind == "plan":
        yield "plan", [row for row in rows if row["reported_in"] <= span.last]
    else:
        yield "as_of", [row for row in rows if _is_there(meaning, row, span)]


def _is_there(meaning: Meaning, row: Row, span: Span) -> bool:
    since = row[meaning.dated] if meaning.dated else row["reported_in"]
    if since is None or month(since) > span.last:
        return False
    return not meaning.until or row[meaning.until] >= span.last_day


def _parts(meaning: Meaning, basis: str, rows: list[Row]) -> dict[str, list[Row]]:
    """Return the rows of the total and of each part; a month is no part of itself."""
    parts: dict[str, list[Row]] = {"": rows}
    for kind, label in meaning.parts.items():
        if (kind, basis) != ("month", "month"):
            for row in rows:
                told = label(row)
                parts.setdefault(f"{kind}={'未注明' if told is None else told}", []).append(row)
    return parts


def _text(value: Any) -> str | None:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    return None if value is None else str(value)
