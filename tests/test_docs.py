"""The documents keep up with the code: every node type, command and dependency is in them."""

import re
from collections.abc import Iterator

import click
import pytest
import typer

from flowbook.cli.app import app
from flowbook.nodes import node_types
from flowbook.reference import reference
from tests.sources import ROOT


@pytest.fixture(scope="module")
def documents() -> str:
    """The README and all of docs/, as one text."""
    paths = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return "\n".join(path.read_text("utf-8") for path in paths)


def commands(command: click.Command, above: str) -> Iterator[str]:
    """Every command in full, such as “flowbook bots add”."""
    inner = getattr(command, "commands", None)
    if inner is None:
        yield above
        return
    for name, one in inner.items():
        yield from commands(one, f"{above} {name}")


def test_every_node_type_is_told_of(documents: str) -> None:
    assert [name for name in node_types() if f"`{name}`" not in documents] == []


def test_every_command_is_told_of(documents: str) -> None:
    top = typer.main.get_command(app)
    assert [line for line in commands(top, "flowbook") if not re.search(rf"{line}\b", documents)] == []


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_every_direct_dependency_is_accounted_for(name: str) -> None:
    accounts = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    direct = re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    assert direct
    assert [package for package in direct if f"`{package}`" not in accounts] == []


def test_the_node_reference_is_the_codes_own() -> None:
    assert (ROOT / "docs" / "nodes.md").read_text("utf-8") == reference()
