"""The documents keep up with the code: what they name exists, and what exists is named."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer

from docs.pictures import LARGEST
from docs.scenes import SCENES
from flowbook.cli.app import app
from flowbook.nodes import node_types
from flowbook.notebook.kinds import kinds
from flowbook.reading import flow_from_json
from flowbook.reference import reference
from flowbook.strict import read_json
from flowbook.writing import flow_to_json
from runtime.config import Settings
from tests.documents import Block, anchors, blocks, bold_words, documents, links, screen_words, shown
from tests.sources import ROOT, sources

DOCS = ROOT / "docs"
YAML = re.compile(r"^<!-- from (\S+) -->\n```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
VARIABLE = re.compile(r"FLOWBOOK_[A-Z_]+[A-Z]")


@pytest.fixture(scope="module")
def everything() -> str:
    """The README and all of docs/, as one text."""
    return "\n".join(path.read_text("utf-8") for path in [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))])


def commands(command: click.Command, above: str) -> Iterator[str]:
    """Every command in full, such as “flowbook bots add”."""
    inner = getattr(command, "commands", None)
    if inner is None:
        yield above
        return
    for name, one in inner.items():
        yield from commands(one, f"{above} {name}")


def test_every_node_type_is_told_of(everything: str) -> None:
    assert [name for name in node_types() if f"`{name}`" not in everything] == []


def test_every_command_is_told_of(everything: str) -> None:
    top = typer.main.get_command(app)
    assert [line for line in commands(top, "flowbook") if not re.search(rf"{line}\b", everything)] == []


def test_every_command_that_is_told_of_exists(everything: str) -> None:
    known = set(commands(typer.main.get_command(app), "flowbook"))
    told = re.findall(r"python -m (flowbook(?: bots)? [a-z]+)\b", everything)
    assert told
    assert sorted(set(told) - known) == []


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_every_direct_dependency_is_accounted_for(name: str) -> None:
    accounts = (DOCS / "dependencies.md").read_text("utf-8")
    direct = re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    assert direct
    assert [package for package in direct if f"`{package}`" not in accounts] == []


def test_every_environment_variable_is_told_of_and_no_other() -> None:
    named = {
        found for one in sources("flowbook", "builder", "runtime") for found in VARIABLE.findall(one.text)
    }
    known = named | {f"FLOWBOOK_{name.upper()}" for name in Settings.__struct_fields__}
    assert set(VARIABLE.findall((DOCS / "owners-guide.md").read_text("utf-8"))) == known


def test_every_fault_of_the_owners_guide_is_a_test() -> None:
    guide = (DOCS / "owners-guide.md").read_text("utf-8")
    told = re.findall(r"\| `(?:tests/)?(test_\w+)(?:\.py)?` \|$", guide, re.MULTILINE)
    tests = {path.stem: path.read_text("utf-8") for path in (ROOT / "tests").glob("test_*.py")}
    named = set(tests) | set(re.findall(r"^def (test_\w+)\(", "\n".join(tests.values()), re.MULTILINE))
    assert len(told) > 20
    assert [name for name in told if name not in named] == []


def test_the_node_reference_is_the_codes_own() -> None:
    assert (DOCS / "nodes.md").read_text("utf-8") == reference()


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    broken = []
    for link in links(document):
        name, _, anchor = link.partition("#")
        target = document.parent / name if name else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_pictures_are_shown_made_by_the_script_and_light() -> None:
    there = {path.name for path in (DOCS / "pictures").glob("*.png")}
    used = {Path(link).name for path in documents() for link in links(path) if link.endswith(".png")}
    assert there == used == {f"{name}.png" for name in SCENES}
    assert [name for name in there if (DOCS / "pictures" / name).stat().st_size > LARGEST] == []


@pytest.mark.parametrize("block", blocks(), ids=lambda block: f"{block.document} {block.text[:24]!r}")
def test_json_in_documents_is_real(block: Block) -> None:
    """It can be read, stands so in the file that it is taken from, and Flowbook reads its flows and nodes."""
    content = read_json(block.text)
    if block.file:
        assert content == shown(block.file, block.places)
    if "exits" in content and "type" in content:
        content = {"format": 1, "id": "one", "title": "One", "languages": ["en"], "nodes": [content]}
    if "nodes" in content:
        assert flow_to_json(flow_from_json(content)) == content


def test_yaml_in_documents_stands_in_its_file() -> None:
    found = YAML.findall((DOCS / "file-formats.md").read_text("utf-8"))
    assert found
    assert [text for file, text in found if text not in (ROOT / file).read_text("utf-8")] == []


def test_every_kind_of_cell_is_told_of(everything: str) -> None:
    assert [name for name in kinds() if f"`{name}`" not in everything] == []


def test_examples_of_file_formats_are_taken_from_files() -> None:
    own = [block for block in blocks() if block.document == "file-formats.md"]
    assert len(own) > 5
    assert [block.text for block in own if not block.file and '"nodes"' not in block.text] == []


def test_the_service_points_to_a_document() -> None:
    unit = (ROOT / "runtime" / "flowbook.service").read_text("utf-8")
    named = re.findall(r"docs/[\w-]+\.md", unit)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_paths_that_the_architecture_names_exist() -> None:
    named = re.findall(r"`([\w./*-]+(?:/|\.\w+))`", (DOCS / "architecture.md").read_text("utf-8"))
    assert len(named) > 40
    assert [path for path in named if not list(ROOT.glob(path))] == []


def test_what_the_guide_calls_bold_stands_on_the_screen() -> None:
    known = screen_words()
    said = bold_words(DOCS / "designers-guide.md")
    assert len(said) > 50
    assert [words for words in said if not any(one.fullmatch(words) for one in known)] == []
