"""The rules of the house, held by reading the source: who imports whom, what is pure and where, how large."""

import ast
import re
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

import pytest

from flowbook.nodes import node_types
from tests.house_rules import foreign_names, impurities, poor_names, sql_uses, type_comparisons, type_lists
from tests.sources import ROOT, Source, files, functions, imports, length, parameters, parse, sources

OURS = ("flowbook", "builder", "runtime", "launch", "run.py")
IMPURE_FILES = ("flowbook/store/", "flowbook/cli/", "flowbook/__main__.py")
# Conditions and segments become SQL in rules/sql.py, beside the operators whose meaning the text must keep;
# the store alone runs it.
SQL_ALLOWED = ("flowbook/store/", "flowbook/rules/sql.py")
DECIDING = ("engine", "dispatch", "nodes", "rules", "schedule")


def kernel() -> list[Source]:
    return [source for source in sources("flowbook") if not source.name.startswith(IMPURE_FILES)]


def reaching(source: Source, *targets: str) -> list[str]:
    found = [(one, target) for one in imports(source) for target in targets if one.reaches(target)]
    return [f"{source.at(one.node)} imports {target}" for one, target in found]


@pytest.mark.parametrize(
    ("folder", "forbidden"),
    [
        ("flowbook", ("builder", "runtime", "launch", "streamlit", "telegram")),
        ("builder", ("runtime", "launch", "telegram")),
        ("runtime", ("builder", "launch", "streamlit")),
        *((f"flowbook/{room}", ("flowbook.store",)) for room in DECIDING),
        *((f"flowbook/{room}.py", ("flowbook.store",)) for room in DECIDING),
    ],
)
def test_who_imports_whom(folder: str, forbidden: tuple[str, ...]) -> None:
    assert [line for source in sources(folder) for line in reaching(source, *forbidden)] == []


def test_the_launcher_needs_nothing_but_python() -> None:
    known = sys.stdlib_module_names | {"launch"}
    used = [(source, one) for source in sources("launch", "run.py") for one in imports(source)]
    assert [source.at(one.node) for source, one in used if one.module.partition(".")[0] not in known] == []


def test_the_kernel_is_pure() -> None:
    assert [line for source in kernel() for line in impurities(source)] == []


def test_sql_lives_in_the_store() -> None:
    every = (one for one in sources("flowbook", "builder", "runtime") if not one.name.startswith(SQL_ALLOWED))
    assert [line for source in every for line in sql_uses(source)] == []


def test_a_node_type_is_one_file_ending_in_NODE() -> None:  # noqa: N802
    found = []
    for path in sorted((ROOT / "flowbook" / "nodes").iterdir()):
        if path.name in ("__init__.py", "__pycache__"):
            continue
        if path.suffix != ".py":
            found.append(f"{path.name} is no Python file")
            continue
        last = ast.parse(path.read_text("utf-8")).body[-1]
        target = last.targets[0] if isinstance(last, ast.Assign) else getattr(last, "target", None)
        if not (isinstance(target, ast.Name) and target.id == "NODE"):
            found.append(f"{path.name} does not end in NODE = …")
        elif import_module(f"flowbook.nodes.{path.stem}").NODE.type != path.stem:
            found.append(f"{path.name} holds a type of another name")
    assert found == []


def test_nobody_singles_out_a_node_type() -> None:
    types = set(node_types())
    elsewhere = [one for one in sources(*OURS) if not one.name.startswith("flowbook/nodes/")]
    assert [line for source in elsewhere for line in type_comparisons(source, types)] == []


def test_nobody_else_lists_the_node_types() -> None:
    types = set(node_types())
    elsewhere = [one for one in sources(*OURS) if not one.name.startswith("flowbook/nodes/")]
    assert [line for source in elsewhere for line in type_lists(source, types)] == []


def test_files_are_short() -> None:
    every = sources(*OURS, "tests", "benchmarks", ".ci")
    long = {source.name: lines for source in every if (lines := len(source.text.splitlines())) > 300}
    assert long == {}


def test_functions_are_short() -> None:
    every = [(source, one) for source in sources(*OURS, "tests", "benchmarks") for one in functions(source)]
    assert [f"{source.at(one)} {one.name}: {length(one)}" for source, one in every if length(one) > 50] == []
    lengths = [length(one) for source in sources(*OURS) for one in functions(source)]
    assert sum(lines < 25 for lines in lengths) >= 0.9 * len(lengths)


def test_functions_take_five_parameters_at_most() -> None:
    every = [(source, one) for source in sources(*OURS) for one in functions(source)]
    assert [f"{source.at(one)} {one.name}" for source, one in every if len(parameters(one)) > 5] == []


def test_names_say_something() -> None:
    assert [line for source in sources(*OURS) for line in poor_names(source)] == []


def test_each_module_opens_with_a_sentence() -> None:
    opening = {one.name: ast.get_docstring(one.tree) or "" for one in sources(*OURS, "tests", "benchmarks")}
    assert [
        name for name, words in opening.items() if not re.match(r".*?[.!?:]($|\s)", words, re.DOTALL)
    ] == []


def test_no_folder_takes_the_name_of_something_else() -> None:
    assert not (ROOT / "builder" / "pages").exists(), "Streamlit would take it for its own pages"
    assert not (ROOT / "runtime" / "telegram").exists(), "it would hide the package"
    # `streamlit run builder/serving.py` puts builder/ itself first on the path.
    tops = {Path(one.name).parts[1].removesuffix(".py") for one in sources("builder")}
    packages = {name for name in tops if not (ROOT / "builder" / name).is_dir()} | {
        name for name in tops if (ROOT / "builder" / name / "__init__.py").exists()
    }
    assert packages & (sys.stdlib_module_names - {"__init__"}) == set()


def test_no_file_names_a_machine_or_a_registry() -> None:
    assert [line for name in files() for line in foreign_names(name)] == []


def types_compared(source: Source) -> Iterable[str]:
    return type_comparisons(source, {"menu", "delay"})


@pytest.mark.parametrize(
    ("search", "guilty", "innocent"),
    [
        (impurities, "import os.path", "import string"),
        (impurities, "from pathlib import Path", "from pathlib import PurePosixPath"),
        (impurities, "from urllib.request import urlopen", "from urllib.parse import quote"),
        (impurities, "x = open('y')", "x = door.open('y')"),
        (impurities, "import datetime as d\nd.datetime.now()", "ports.clock.now()"),
        (impurities, "date.today()", "date.fromisoformat('2026-01-01')"),
        (sql_uses, "x = 'select id from customers'", "x = 'Select a customer from the list'"),
        (sql_uses, "x = f'DELETE FROM {y}'", "x = 'delete the old ones'"),
        (sql_uses, "db.execute(x)", "'update customers set name, said of nothing'"),
        (types_compared, "if node.type == 'menu': pass", "if node.kind == 'menu': pass"),
        (types_compared, "if node.type in ('delay', x): pass", "if schema['type'] == 'string': pass"),
        (types_compared, "if 'menu' != box['type']: pass", "x['menu'] == 1"),
        (types_compared, "match n.type:\n case 'menu': pass", "match n.tone:\n case 'menu': pass"),
        (types_compared, "icons = {'menu': 1}[n.type]", "icons = {'menu': 1}[n.tone]"),
        (poor_names, "class FlowManager: pass", "class Flow: pass"),
        (poor_names, "def load(date_utils): pass", "def load(utility_bill): pass"),
        (poor_names, "import x as helpers", "from x import helpers"),
    ],
)
def test_the_searches_find_what_they_look_for(
    search: Callable[[Source], Iterable[str]], guilty: str, innocent: str
) -> None:
    assert list(search(parse("flowbook/here.py", guilty)))
    assert not list(search(parse("flowbook/here.py", innocent)))
