"""A workspace's settings: the shape of `bulletin.toml`.

Everything that only the union can answer stands there, with the defaults of the domain.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from schemas.bulletin import Contents
from schemas.codes import DEPARTMENTS
from schemas.forms import with_forms
from schemas.indicator import Indicator
from schemas.indicators import INDICATORS, known_code
from schemas.notice import EVENTS, Event
from schemas.period import PeriodKind


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


_NUMBER = r"^[^\d〔〕第]+〔\d{4}〕[1-9]\d*号$"
"""永工发〔2024〕12号: hexagonal brackets, no 第, no leading zero (GB/T 9704-2012, 7.2.5)."""

Words = Annotated[str, Field(min_length=1)]
Day = Annotated[int, Field(ge=1, le=28)]
Code = Annotated[str, AfterValidator(known_code)]
Month = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]


class Union(_Part):
    """The union itself; names and standing words may hold digits, which are no figures."""

    name: str
    full_name: str = ""
    county: str = ""
    townships: tuple[str, ...] = ()
    """Official names of the townships; a name without its last character is understood."""
    members: tuple[str, ...] = ()
    """Names of the unions whose releases a city or province adds up (`bulletin rollup`)."""


class Official(_Part):
    """What an official document bears beside its text (GB/T 9704-2012): absent where empty.

    `attachments` may ask for the names of a title ({union}, {period} …).
    """

    numbers: dict[str, Annotated[str, Field(pattern=_NUMBER)]] = Field(default_factory=dict)
    """The document number by period (`2024-10`), once the office has given it."""
    attachments: tuple[Words, ...] = ()
    copied_to: tuple[Words, ...] = ()
    issued_by: str = ""
    """The office that prints and sends it (印发机关)."""


class Calendar(_Part):
    """When months close, returns are due, bulletins are dated and the schedule runs."""

    time_zone: str = "Asia/Shanghai"
    deadline_day: Day = 5
    issue_day: Day = 8
    schedule_day: Day = 6
    schedule_hour: Annotated[int, Field(ge=0, le=23)] = 8
    schedule_minute: Annotated[int, Field(ge=0, le=59)] = 0
    reminder_days: tuple[Annotated[int, Field(ge=0)], ...] = (2,)
    """How many days before the deadline departments are reminded; empty: they are not."""
    catch_up: Literal["补做", "只列出"] = "补做"
    """What becomes of months whose schedule passed while the service was stopped."""

    @model_validator(mode="after")
    def _reminds_in_the_month_of_the_deadline(self) -> Calendar:
        if any(before >= self.deadline_day for before in self.reminder_days):
            raise ValueError("reminder_days must be fewer than deadline_day")
        return self


class Display(_Part):
    """How numbers are printed."""

    rounding: Literal["四舍五入", "GB/T 8170"] = "四舍五入"
    """四舍五入: half away from zero; GB/T 8170: half to even."""
    forms: dict[Code, str] = Field(default_factory=dict)
    """How figures are printed, by indicator code: 约, 余10, 近180 (forms.with_forms)."""


class Comparing(_Part):
    """What may be compared with an earlier period, and in which words."""

    small_base: Annotated[Decimal, Field(ge=0)] = Decimal(10)
    """Below this base (in base units) only the difference is stated."""
    times_from: Annotated[Decimal, Field(ge=1)] = Decimal(2)
    """From this growth on an increase is stated in 倍 (2: grown by twice the base)."""
    redefined: dict[Code, Month] = Field(default_factory=dict)
    """The first month in which an indicator means something else than before."""


class Band(_Part):
    """The amounts per head that are usual for some projects (rule W-P01), in yuan."""

    name: str
    projects: tuple[str, ...]
    low: Decimal
    high: Decimal


class Cadence(_Part):
    """A service that is declared to be monthly (rule W-T02)."""

    name: str
    sheet: str
    where: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    starts: str = ""
    """First month (`YYYY-MM`) in which it is expected; empty: the whole year."""


class OverlapGroup(_Part):
    """Projects that may reach the same people in the same window (rule W-S05)."""

    projects: tuple[str, ...]
    window_months: int = 2


class Thresholds(_Part):
    """Limits of the plausibility rules; money in yuan, ratios as fractions."""

    bands: tuple[Band, ...] = (
        Band(
            name="慰问",
            projects=("P-WN01", "P-WN02", "P-WN03", "P-WN04", "P-NG01"),
            low=Decimal(200),
            high=Decimal(3000),
        ),
        Band(name="助学", projects=("P-ZX01",), low=Decimal(1000), high=Decimal(10000)),
        Band(name="送清凉", projects=("P-QL01", "P-QL02"), low=Decimal(20), high=Decimal(500)),
        Band(name="体检", projects=("P-TJ01",), low=Decimal(100), high=Decimal(1500)),
        Band(name="疗休养", projects=("P-LM02",), low=Decimal(500), high=Decimal(10000)),
    )
    premium_per_enrolment: tuple[Decimal, Decimal] = (Decimal(30), Decimal(500))
    claims_to_premium: tuple[Decimal, Decimal] = (Decimal("0.10"), Decimal("1.50"))
    claim_rate: tuple[Decimal, Decimal] = (Decimal("0.001"), Decimal("0.10"))
    peer_gift_price: Decimal | None = None
    """A neighbour's or last year's price of one gift policy (rule W-P10)."""
    monthly_change: Decimal = Decimal("0.5")
    monthly_change_floor: Decimal = Decimal(50000)
    history_months: Annotated[int, Field(ge=1)] = 12
    """Rule W-P11 (ours) is silent before so many months of a sheet were reported."""
    deviation: Annotated[Decimal, Field(gt=0)] = Decimal(5)
    """How many times the usual spread a month may be from its median (rule W-P11)."""
    minimum_cases: int = 3
    """An amount of case-like subjects is printed only from this many cases on."""
    sensitive_cell: int = 5
    ordinary_cell: int = 3
    hidden_amount_margin: Annotated[Decimal, Field(gt=0, le=1)] = Decimal("0.2")
    """How far apart, as a share of it, the bounds of a hidden amount must be for a reader."""
    coverage: Decimal = Decimal("0.9")
    """Below this coverage (months reported times rows accepted) a figure prints 数据待核."""


class Approver(_Part):
    """Who may approve a draft; of the passphrase only a salted hash is kept."""

    name: str
    passphrase: str = ""


class Told(_Part):
    """A notification block of Prefect, as `kind/name`, and of what it is told."""

    block: Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]
    events: tuple[Event, ...] = EVENTS


class Statement(_Part):
    """What a person says of a revision, in place of what the program works out.

    It is about an indicator (`code`), what one workbook caused (`workbook`, its file name), or
    both; of the figures of one month (`period`, `YYYY-MM`) or of all.
    """

    code: str = ""
    workbook: str = ""
    period: str = ""
    category: Literal["更新", "口径", "更正"]
    reason: Annotated[str, Field(min_length=1)]
    by: str = "人工"

    @model_validator(mode="after")
    def _is_about_something(self) -> Statement:
        if not (self.code or self.workbook):
            raise ValueError("code or workbook must be given")
        return self


class Settings(_Part):
    """All of `bulletin.toml`."""

    union: Union
    sample: bool = False
    pdf: bool = False
    """Whether each document is made as a PDF too, where LibreOffice is installed."""
    contents: Contents = "不列"
    """Whether long documents list their headings; with page numbers, LibreOffice counts them."""
    calendar: Calendar = Calendar()
    display: Display = Display()
    comparison: Comparing = Comparing()
    departments: tuple[str, ...] = tuple(DEPARTMENTS)
    """Departments expected each month."""
    documents: dict[str, tuple[PeriodKind, ...]] | None = None
    """For which periods each kind of document is made; None: as `documents.toml` says."""
    official: dict[str, Official] = Field(default_factory=dict)
    """Number, attachments and colophon, by the key of a kind of document."""
    notices: tuple[Told, ...] = ()
    standing_names: dict[str, str] = Field(default_factory=dict)
    """Fixed names that documents quote (“559”部署 …); their digits are names."""
    chart_of_accounts: dict[str, str] = Field(default_factory=dict)
    targets: dict[Code, Decimal] = Field(default_factory=dict)
    """Annual target by indicator code."""
    same_standards: tuple[tuple[str, str], ...] = ()
    """Pairs of (plan standard, result standard) that the union has confirmed as equal."""
    cadences: tuple[Cadence, ...] = ()
    overlap_groups: tuple[OverlapGroup, ...] = ()
    approvers: tuple[Approver, ...] = ()
    revisions: tuple[Statement, ...] = ()
    """Categories and reasons that persons stated for revisions."""
    thresholds: Thresholds = Thresholds()

    @model_validator(mode="after")
    def _prints_what_may_be_printed(self) -> Settings:
        _ = self.indicators
        return self

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        """Return every indicator, in the form that the union gives it.

        Raises WorkspaceError for a form that its figures do not admit.
        """
        return with_forms(INDICATORS, self.display.forms, self.targets)
