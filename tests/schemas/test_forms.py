"""Forms that a union configures: what may be said of which figure, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from schemas.faults import WorkspaceError
from schemas.forms import with_forms
from schemas.indicator import Form
from schemas.indicators import INDICATORS


def form_of(code, text, **targets):
    goals = {name: Decimal(goal) for name, goal in targets.items()}
    return with_forms(INDICATORS, {code: text}, goals)[code].form


@pytest.mark.parametrize(
    ("code", "text", "form"),
    [
        ("mutual_insured", "准确", Form()),
        ("ledger_expenditure", "约", Form("about")),
        ("mutual_units", "余10", Form("over", 10)),
        ("mutual_units", "多100", Form("many", 100)),
        ("ledger_expenditure", "多10万", Form("many", 100_000)),
        ("disputes_amount", "约", Form("about")),
        ("mutual_units", "近180", Form("near", target=Decimal(180))),
        ("ledger_expenditure", "超1亿", Form("beyond", target=Decimal(100_000_000))),
        ("mutual_units", "170以上", Form("at_least", target=Decimal(170))),
        ("mutual_units", "以上170", Form("at_least", target=Decimal(170))),
        ("ledger_expenditure", "亿元", Form("rounded", money="亿元")),
        ("aid_amount", "元", Form(money="元")),
        ("mutual_premium", "约 亿元", Form("about", money="亿元")),
        ("mutual_premium", "亿元", Form("about", money="亿元")),
        ("ledger_expenditure", "准确 亿元", Form("exact", money="亿元")),
    ],
)
def test_a_form_is_written_as_it_will_be_read(code, text, form):
    if code == "mutual_insured":
        with pytest.raises(WorkspaceError, match="只公布约数"):
            form_of(code, text)
    else:
        assert form_of(code, text) == form


def test_a_word_without_a_number_takes_the_annual_target():
    assert form_of("mutual_units", "近", mutual_units=200).target == 200


def test_only_what_is_named_changes():
    changed = with_forms(INDICATORS, {"mutual_units": "约"}, {})

    assert {code for code in INDICATORS if changed[code] != INDICATORS[code]} == {"mutual_units"}


@pytest.mark.parametrize(
    ("code", "text", "why"),
    [
        ("mutual_units", "左右", "写法无法识别"),
        ("mutual_units", "约余10", "写法无法识别"),
        ("mutual_units", "近180个", "写法无法识别"),
        ("mutual_units", "亿元", "不是金额"),
        ("disputes_amount", "亿元", "只能以万元表示"),
        ("ledger_expenditure", "余10万 亿元", "只能以万元表示"),
        ("ledger_expenditure", "千元", "写法无法识别"),
        ("mutual_units", "约3", "后面不写数"),
        ("mutual_units", "余", "须写明整到多少"),
        ("mutual_units", "余5", "为10的倍数"),  # never 175余
        ("ledger_expenditure", "余1万", "为100000的倍数"),  # never 3余万元
        ("mutual_units", "近", "须写明与多少相比"),
        ("mutual_units", "近0", "须写明与多少相比"),
        ("disputes_amount", "准确", "只公布约数"),
        ("mutual_claims_amount", "近80万", "只公布约数"),
        ("warm_regular_persons", "170以上", "只公布约数"),
        ("palace_opening_date", "约", "固定"),
        ("norm_plan_years", "约", "固定"),
        ("newform_gift_unit_price", "约", "固定"),
    ],
)
def test_what_its_figures_do_not_admit_is_refused_by_name(code, text, why):
    with pytest.raises(WorkspaceError) as told:
        form_of(code, text)

    assert why in str(told.value)
    assert code in str(told.value)
