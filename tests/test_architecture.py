"""The walls between the rooms: who may import whom, and what a room may never do.

Every rule is a function from a source tree to the places that break it, so that
the same function that finds nothing here finds a violation planted in a small tree.
"""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

ROOT = Path(__file__).resolve().parents[1]

MAY_IMPORT = {
    "schemas": set(),
    "transforms": {"schemas"},
    "workbooks": {"schemas"},
    "documents": {"schemas"},
    "flows": {"schemas", "transforms", "workbooks", "documents"},
}
ROOMS = set(MAY_IMPORT)
BESIDE_THE_ROOMS = {
    "tests",
    "benchmarks",
    "bundling",
    "data",
}  # they may import the rooms, never the reverse

ONLY_IN = {
    "prefect": {"flows"},
    "prefect_dask": {"flows"},
    "distributed": {"flows"},
    "click": {"flows"},
    "docx": {"documents"},
    "jinja2": {"documents"},
    "matplotlib": {"documents"},
    "openpyxl": {"workbooks"},
    "python_calamine": {"workbooks"},
    "xlrd": {"workbooks"},
    "xlsxwriter": {"workbooks"},
    "matplotlib.pyplot": set(),
    "mplfonts": set(),
    "pandas": set(),
}

EXPRESSIONS = {"all", "any", "coalesce", "col", "element", "len", "lit", "struct", "sum", "when"}
CLOCK = {"datetime.now", "datetime.today", "datetime.utcnow", "date.today", "time.time"}
ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
HTML = re.compile(r"<(style|script)\b.*?</\1>|<[^>]*>|&#?\w+;", re.DOTALL)
HOST = re.compile(r"\w://|--(extra-)?(index|find)\b|\bgit\+")


@dataclass(frozen=True)
class Module:
    """One Python file of a room."""

    root: Path
    path: Path

    @property
    def room(self) -> str:
        return self.path.relative_to(self.root).parts[0]

    @property
    def name(self) -> str:
        parts = self.path.relative_to(self.root).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(ast.parse(self.path.read_text("utf-8"))))

    @property
    def imports(self) -> set[str]:
        """Every dotted name that it imports: for `from a import b` both `a` and `a.b`."""
        found = set()
        for node in self.nodes:
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        return found

    @property
    def names(self) -> set[str]:
        """Every `one.two` that it reads, with an imported module under its real name."""
        aliases = {
            alias.asname: alias.name
            for node in self.nodes
            if isinstance(node, ast.Import)
            for alias in node.names
            if alias.asname
        }
        return self.imports | {
            f"{aliases.get(owner, owner)}.{node.attr}"
            for node in self.nodes
            if isinstance(node, ast.Attribute)
            for owner in [ast.unparse(node.value).rpartition(".")[2]]
        }


def modules(root: Path, *rooms: str) -> Iterator[Module]:
    for room in rooms or sorted(ROOMS):
        for path in sorted((root / room).rglob("*.py")):
            yield Module(root, path)


def imports_through_a_wall(root: Path) -> list[str]:
    ours = ROOMS | BESIDE_THE_ROOMS
    return [
        f"{module.name} imports {other}"
        for module in modules(root)
        for other in sorted({name.partition(".")[0] for name in module.imports} & ours)
        if other not in MAY_IMPORT[module.room] | {module.room}
    ]


def libraries_out_of_place(root: Path) -> list[str]:
    return [
        f"{module.name} imports {library}"
        for module in modules(root)
        for library in sorted(_with_parents(module.imports) & ONLY_IN.keys())
        if module.room not in ONLY_IN[library]
    ]


def libraries_undeclared(root: Path) -> list[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project.get("optional-dependencies", {})
    lines = [*project["dependencies"], *extras.get("cluster", [])]
    declared = {_plain(re.split(r"[^\w.-]", line)[0]) for line in lines}
    shipped_by = packages_distributions()
    return [
        f"{module.name} imports {library}"
        for module in modules(root)
        for library in sorted({name.partition(".")[0] for name in module.imports})
        if library not in sys.stdlib_module_names | ROOMS | BESIDE_THE_ROOMS
        if not declared & {_plain(name) for name in shipped_by.get(library, [library])}
    ]


def expressions_on_columns(root: Path) -> list[str]:
    return [
        f"{module.name} uses {name}"
        for module in modules(root, "documents", "flows")
        for name in sorted(module.names)
        if name in {f"polars.{expression}" for expression in EXPRESSIONS}
    ]


def looks_at_the_clock(root: Path) -> list[str]:
    return [
        f"{module.name} uses {name}"
        for module in modules(root, "schemas", "transforms", "documents")
        for name in sorted(module.names & CLOCK)
    ]


def opened_by_importing(root: Path) -> list[str]:
    """Import the pure rooms in a process that reports files of ours and sockets being opened."""
    names = [module.name for module in modules(root, "schemas", "transforms", "documents")]
    watched = subprocess.run(
        [sys.executable, "-B", "-c", _IMPORT_WATCHED, root, *names],
        cwd=root, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return sorted(set(watched.stdout.splitlines()))


_IMPORT_WATCHED = """
import importlib, os, sys
root, names = sys.argv[1], sys.argv[2:]
sys.path.insert(0, root)

def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        path = os.path.relpath(arguments[0], root)
        if not path.startswith(".") and not path.endswith((".py", ".pyc", "entry_points.txt")):
            print("opens", path)
    if event in {"socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen"}:
        print(event)

sys.addaudithook(watch)
for name in names:
    importlib.import_module(name)
"""


def python_among_templates(root: Path) -> list[str]:
    return [
        str(path.relative_to(root))
        for path in (root / "templates").rglob("*.py*")
        if "__pycache__" not in path.parts  # where what was compiled of templates is kept
    ]


def digits_in_template_words(root: Path) -> list[str]:
    """Digits that would be printed as they stand: outside expressions, tags and style."""
    return [
        f"{path.relative_to(root).as_posix()}:{number} {line.strip()}"
        for path in sorted((root / "templates").rglob("*.j2"))
        for number, line in enumerate(_words(path).splitlines(), start=1)
        if any(map(str.isdigit, line))
    ]


def _words(path: Path) -> str:
    words = _blank(JINJA, path.read_text("utf-8"))
    return _blank(HTML, words) if path.name.endswith(".html.j2") else words


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: "\n" * found[0].count("\n"), text)


def sums_in_template_expressions(root: Path) -> list[str]:
    """Numbers, arithmetic, and digits among Chinese words, inside expressions."""
    return [
        f"{path.relative_to(root).as_posix()}:{node.lineno} {found}"
        for path in sorted((root / "templates").rglob("*.j2"))
        for node in jinja2.Environment().parse(path.read_text("utf-8")).find_all(nodes.Expr)
        if (found := _sum_or_number(node))
    ]


def _sum_or_number(node: nodes.Expr) -> str:
    if isinstance(node, ARITHMETIC):
        return type(node).__name__
    value = getattr(node, "value", None) if isinstance(node, nodes.Const) else None
    if isinstance(value, str) and not CHINESE.search(value):
        return ""  # a key, such as "W05" or "P-QL01"
    return "".join(filter(str.isdigit, str(value)))


def packages_beside_the_rooms(root: Path) -> list[str]:
    allowed = ROOMS | BESIDE_THE_ROOMS | {"build", "dist"}
    return [
        entry.name
        for entry in sorted(root.iterdir())
        if not entry.name.startswith(".") and entry.name not in allowed
        if entry.suffix == ".py" or any(entry.rglob("*.py"))
    ]


def hosts_named(root: Path) -> list[str]:
    return [
        f"{file}: {line}"
        for file in ("pyproject.toml", "constraints.txt", "Makefile", ".ci/run")
        if (root / file).exists()
        for line in (root / file).read_text("utf-8").splitlines()
        if HOST.search(line)
    ]


def _with_parents(names: set[str]) -> set[str]:
    return {name.rsplit(".", depth)[0] for name in names for depth in range(name.count(".") + 1)}


def _plain(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def test_a_room_imports_only_the_rooms_that_the_design_allows():
    assert imports_through_a_wall(ROOT) == []


def test_each_outside_library_is_known_to_one_room_only():
    assert libraries_out_of_place(ROOT) == []


def test_every_imported_library_is_declared():
    assert libraries_undeclared(ROOT) == []


def test_documents_and_flows_build_no_expression_on_columns():
    assert expressions_on_columns(ROOT) == []


def test_only_the_edge_looks_at_the_clock():
    assert looks_at_the_clock(ROOT) == []


def test_importing_the_pure_rooms_opens_no_file_and_no_socket():
    assert opened_by_importing(ROOT) == []


def test_templates_hold_no_python():
    assert python_among_templates(ROOT) == []


def test_templates_print_no_digit_of_their_own():
    assert digits_in_template_words(ROOT) == []


def test_templates_do_no_arithmetic():
    assert sums_in_template_expressions(ROOT) == []


def test_no_package_stands_beside_the_rooms():
    assert packages_beside_the_rooms(ROOT) == []


def test_no_file_that_installs_names_a_host():
    assert hosts_named(ROOT) == []


RULES = (
    imports_through_a_wall,
    libraries_out_of_place,
    libraries_undeclared,
    expressions_on_columns,
    looks_at_the_clock,
    opened_by_importing,
    python_among_templates,
    digits_in_template_words,
    sums_in_template_expressions,
    packages_beside_the_rooms,
    hosts_named,
)


@pytest.mark.parametrize(
    ("rule", "file", "planted"),
    [
        (imports_through_a_wall, "transforms/totals.py", "from documents.word import write_word"),
        (imports_through_a_wall, "schemas/period.py", "import transforms.totals"),
        (imports_through_a_wall, "workbooks/reader.py", "def read():\n    import flows"),
        (imports_through_a_wall, "flows/steps.py", "from tests.published import FIGURES"),
        (libraries_out_of_place, "workbooks/forms.py", "from docx import Document"),
        (libraries_out_of_place, "documents/charts.py", "import matplotlib.pyplot as plt"),
        (libraries_out_of_place, "documents/charts.py", "from matplotlib import pyplot"),
        (libraries_out_of_place, "transforms/totals.py", "import pandas"),
        (libraries_undeclared, "workbooks/reader.py", "import pytest"),
        (libraries_undeclared, "workbooks/reader.py", "import nowhere_to_be_found"),
        (expressions_on_columns, "documents/word.py", "import polars as p\nx = p.col('a')"),
        (expressions_on_columns, "flows/steps.py", "from polars import col"),
        (looks_at_the_clock, "documents/word.py", "import datetime as d\nx = d.datetime.now()"),
        (looks_at_the_clock, "transforms/totals.py", "from datetime import date\nx = date.today()"),
        (opened_by_importing, "documents/word.py", "TEXT = open('pyproject.toml').read()"),
        (opened_by_importing, "schemas/codes.py", "import socket\nsocket.getaddrinfo('::1', 9)"),
        (python_among_templates, "templates/words.py", ""),
        (digits_in_template_words, "templates/a.md.j2", "本月发放3万元。"),
        (digits_in_template_words, "templates/a.md.j2", "本月发放３万元。"),
        (digits_in_template_words, "templates/a.html.j2", "<h2>{{ title }}：3</h2>"),
        (sums_in_template_expressions, "templates/a.j2", "{{ errors + doubts }}"),
        (sums_in_template_expressions, "templates/a.j2", "{{ 10000 }}"),
        (sums_in_template_expressions, "templates/a.j2", "{{ say('全年12个月') }}"),
        (packages_beside_the_rooms, "helpers/__init__.py", ""),
        (packages_beside_the_rooms, "setup.py", ""),
        (hosts_named, "constraints.txt", "--find-links https://packages.example"),
    ],
)
def test_each_rule_notices_what_breaks_it(tmp_path, rule, file, planted):
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["polars>=2"]\n')
    assert rule(tmp_path) == []

    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)
    (path.parent / "__init__.py").touch()
    path.write_text(planted, "utf-8")

    assert rule(tmp_path)


def test_the_rules_let_pass_what_is_allowed(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["polars>=2"]\n')
    (tmp_path / "transforms").mkdir()
    (tmp_path / "transforms/totals.py").write_text("import polars as pl\nx = pl.col('a')\n")
    (tmp_path / "templates").mkdir()
    words = (
        "{# 第1稿 #}{% if happened('W05', true) %}\n<h2 id='t1'>{{ month.amount }}</h2>{% endif %}"
    )
    (tmp_path / "templates/a.html.j2").write_text(words, "utf-8")

    assert [broken for rule in RULES for broken in rule(tmp_path)] == []
