"""Every rule of the catalogue is implemented, can pass, can fail, and can be undecided."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import sys
from collections.abc import Iterator
from functools import cache
from types import ModuleType

import polars as pl
import pytest

from schemas.catalogue import CATALOGUE
from schemas.contract import ROSTER, sheets
from schemas.finding import Finding
from tests.conftest import DATA
from tests.transforms.judged import JUDGED, Judged

ROOT = DATA.parent

OF_RELEASES = {"E-H01", "E-H02", "E-H03", "E-H04", "N-H01", "N-H02", "W-H01", "W-H02"}
"""Rules about the releases that a city adds up."""

OF_DOCUMENTS = {"E-X06", "E-X07", "E-X08", "W-S01"} | OF_RELEASES
"""Rules about what is written or added up, not about what departments send."""

every_case = pytest.mark.parametrize("case", JUDGED, ids=[case.name for case in JUDGED])


def rules_told(case: Judged, seen: str) -> list[str]:
    return [finding.rule for finding in case.ask(getattr(case, seen))]


@every_case
def test_a_rule_passes_what_is_right(case: Judged):
    assert case.rule not in rules_told(case, "passing")


@every_case
def test_a_rule_fails_what_is_wrong(case: Judged):
    assert case.rule in rules_told(case, "failing")


@every_case
def test_a_rule_that_cannot_decide_neither_fails_nor_keeps_silent(case: Judged):
    told = rules_told(case, "open")

    assert case.rule not in told
    assert told.count("N-UND") == case.says


@every_case
def test_what_fails_is_told_without_a_key_of_a_person(case: Judged):
    for finding in case.ask(case.failing):
        assert "0123456789abcdef" not in f"{finding.message}{finding.found}{finding.expected}"


@every_case
def test_an_error_between_workbooks_names_the_workbook_and_its_row(case: Judged):
    for finding in case.ask(case.failing):
        if finding.rule.startswith("E"):
            assert finding.workbook
            assert finding.cell
            assert finding.places


def implemented() -> set[str]:
    """Return the ids of the catalogue that stand anywhere in the rooms but in the catalogue."""
    rooms = ("schemas", "transforms", "workbooks", "documents", "flows")
    files = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    source = "".join(path.read_text("utf-8") for path in files if path.name != "catalogue.py")
    return {rule for rule in CATALOGUE if f'"{rule}"' in source or f"{rule}：" in source}


def test_every_rule_of_the_catalogue_is_implemented_but_those_of_the_documents():
    assert CATALOGUE.keys() - implemented() <= OF_DOCUMENTS


def judged_in(room: ModuleType) -> set[str]:
    tree = ast.parse(inspect.getsource(room))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return {rule for rule in CATALOGUE if rule in texts}


def test_every_rule_about_standing_rows_has_its_cases():
    rooms = {sys.modules[case.ask.__module__] for case in JUDGED}
    asked = set().union(*map(judged_in, rooms))

    assert asked == {case.rule for case in JUDGED}


def test_every_row_rule_needs_columns_of_its_own_sheet():
    for sheet in (*sheets(), ROSTER):
        for rule in sheet.rules:
            assert set(rule.needs) <= set(sheet.columns)


# Breaking a rule is noticed: each comparison of these rooms, turned round, changes a verdict.

_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
}

_CRASHES = (ArithmeticError, LookupError, TypeError, ValueError, pl.exceptions.PolarsError)

ROOMS = sorted({case.ask.__module__ for case in JUDGED})


def comparisons(tree: ast.Module) -> list[ast.Compare]:
    """Return the comparisons inside functions, in the order of the file."""
    bodies = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    found = {
        node.lineno * 1000 + node.col_offset: node
        for body in bodies
        for node in ast.walk(body)
        if isinstance(node, ast.Compare) and type(node.ops[0]) in _TURNED
    }
    return [found[place] for place in sorted(found)]


def broken(name: str) -> Iterator[tuple[int, ModuleType]]:
    """Yield the module once for each comparison, with that comparison turned round."""
    source = (ROOT / f"{name.replace('.', '/')}.py").read_text("utf-8")
    for number in range(len(comparisons(ast.parse(source)))):
        tree = ast.parse(source)
        node = comparisons(tree)[number]
        node.ops[0] = _TURNED[type(node.ops[0])]()
        module = ModuleType(f"{name}_broken")
        spec = importlib.util.spec_from_loader(module.__name__, None)
        module.__spec__ = spec
        sys.modules[module.__name__] = module
        exec(compile(tree, name, "exec"), module.__dict__)
        yield node.lineno, module


@cache
def verdicts(case: Judged) -> tuple[list[Finding], ...]:
    return tuple(list(case.ask(seen)) for seen in (case.passing, case.failing, case.open))


def notices(module: ModuleType, case: Judged) -> bool:
    """Return whether a case is judged otherwise by a broken module."""
    ask = getattr(module, case.ask.__name__)
    for seen, told in zip((case.passing, case.failing, case.open), verdicts(case), strict=True):
        try:
            if list(ask(seen)) != told:
                return True
        except _CRASHES:
            return True
    return False


@pytest.mark.parametrize("name", ROOMS)
def test_a_comparison_turned_round_is_noticed(name: str):
    cases = [case for case in JUDGED if case.ask.__module__ == name]
    unnoticed = [
        line for line, module in broken(name) if not any(notices(module, case) for case in cases)
    ]

    assert unnoticed == []
