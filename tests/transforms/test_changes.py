"""What changed since the draft before, figure by figure."""

from __future__ import annotations

import polars as pl

from schemas.figure import CHANGE_SCHEMA, FIGURE_SCHEMA
from transforms.changes import Before, compare_drafts


def figures(*rows):
    given = [
        dict.fromkeys(FIGURE_SCHEMA)
        | {"name": "招聘会", "basis": "ytd", "dimension": "", "code": code}
        | {"value": value, "printed": printed}
        for code, value, printed in rows
    ]
    return pl.DataFrame(given, schema=FIGURE_SCHEMA)


NONE = pl.DataFrame(schema=CHANGE_SCHEMA)


def changes(before, now):
    compared = compare_drafts(figures(*now), Before(figures(*before), NONE))
    return compared.select("code", "before", "after").rows()


def test_the_first_draft_has_changed_nothing():
    assert compare_drafts(figures(("job_fairs", "5", "5场")), None).is_empty()


def test_the_same_figures_have_not_changed():
    assert changes([("job_fairs", "5", "5场")], [("job_fairs", "5", "5场")]) == []


def test_a_changed_figure_is_told_in_words_and_exactly():
    before, now = [("job_hires", "627", "600余人")], [("job_hires", "733", "700余人")]

    assert changes(before, now) == [("job_hires", "600余人（627）", "700余人（733）")]


def test_what_did_not_change_is_not_told_beside_what_did():
    same = ("job_fairs", "5", "5场")
    before, now = [same, ("job_hires", "1", "1人")], [same, ("job_hires", "2", "2人")]

    assert [code for code, *_ in changes(before, now)] == ["job_hires"]


def test_a_change_below_the_printed_form_is_a_change_all_the_same():
    before, now = [("job_hires", "627", "600余人")], [("job_hires", "628", "600余人")]

    assert changes(before, now) == [("job_hires", "600余人（627）", "600余人（628）")]


def test_a_figure_that_came_or_went_is_told_with_the_other_side_empty():
    before, now = [("job_fairs", "5", "5场")], [("job_hires", None, "数据未报送")]

    assert changes(before, now) == [
        ("job_fairs", "5场（5）", ""),
        ("job_hires", "", "数据未报送"),
    ]


def test_a_late_report_is_told_as_the_figures_that_it_gave():
    before, now = [("job_fairs", None, "数据未报送")], [("job_fairs", "5", "5场")]

    assert changes(before, now) == [("job_fairs", "数据未报送", "5场（5）")]


def test_a_rerun_that_changes_nothing_keeps_the_last_changes():
    before, now = figures(("job_fairs", "4", "4场")), figures(("job_fairs", "5", "5场"))
    last = compare_drafts(now, Before(before, NONE))

    assert compare_drafts(now, Before(now, last)).equals(last)
