"""`flowbook test`: exit codes, reports, accepted snapshots, and what a build server may not do."""

import json
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser

from flowbook.cli.app import main
from flowbook.notebook.junit import junit
from flowbook.notebook.page import page
from tests.notebook_cases import CASES, HEAD, ground, play

HELLO = "  - {id: hello, say: /start}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("shop.flow.json", "workspace.json", "customers.json"):
        shutil.copy(CASES / name, tmp_path / name)
    return tmp_path


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line in this process."""

    def done(place: Path, *options: str, ci: str = "") -> Done:
        monkeypatch.setattr(sys, "argv", ["flowbook", "test", str(place), *options])
        monkeypatch.setenv("CI", ci)
        with pytest.raises(SystemExit) as ended:
            main()
        return Done(int(ended.value.code or 0), *capsys.readouterr())

    return done


def notebook(folder: Path, cells: str, head: str = HEAD, name: str = "it") -> Path:
    path = folder / f"{name}.test.yaml"
    path.write_text(head + cells, "utf-8")
    return path


def test_what_passes_ends_with_0(folder: Path, run: Run) -> None:
    notebook(folder, HELLO + "  - {id: seen, expect: {buttons: [Small, Large]}}\n")
    done = run(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "“A test”, 1 passed" in done.stdout
    assert "“Shop” covered: nodes " in done.stdout


def test_what_fails_ends_with_1_and_its_place(folder: Path, run: Run) -> None:
    path = notebook(folder, HELLO + "  - {id: seen, expect: {silence: yes}}\n")
    done = run(folder)
    assert done.returncode == 1
    assert f"{path.as_posix()}, line 6, cell “seen”: Anna: expected silence; the bot said" in done.stderr


def test_what_is_accepted_for_nobody_fails_it_and_is_not_told_as_passed(folder: Path, run: Run) -> None:
    accepted = "  - {id: seen, snapshot: {of: replies, accepted: [{for: carl, text: Hello}]}}\n"
    done = run(notebook(folder, HELLO + accepted))
    assert done.returncode == 1
    assert "passed" not in done.stdout
    assert "accepted here for carl is used by nobody. --update takes it out." in done.stderr


def test_what_cannot_be_read_ends_with_2_and_the_others_are_played(folder: Path, run: Run) -> None:
    notebook(folder, "  - {id: hello, sya: /start}\n", name="broken")
    notebook(folder, HELLO, name="fine")
    done = run(folder)
    assert done.returncode == 2
    assert "broken.test.yaml, line 5, cell “hello”: “sya” is not known in a cell." in done.stderr
    assert "fine.test.yaml: “A test”, 1 passed" in done.stdout


def test_no_notebook_at_all_ends_with_2(folder: Path, run: Run) -> None:
    done = run(folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no notebook named *.test.yaml here." in done.stderr


def test_too_little_covered_ends_with_3(folder: Path, run: Run) -> None:
    path = notebook(folder, HELLO)
    low = run(folder, "--coverage-min", "50")
    assert low.returncode == 3
    assert re.search(r"“Shop”: \d+ % of its exits are covered, 50 % are asked for\. Not taken: “", low.stderr)
    assert run(path, "--coverage-min", "5").returncode == 0


def test_a_notebook_can_ask_for_coverage_itself(folder: Path, run: Run) -> None:
    notebook(folder, HELLO, HEAD.replace("cells:", "coverage: 90\ncells:"))
    assert run(folder).returncode == 3
    assert run(folder, "--coverage-min", "1").returncode == 0


def test_a_flow_stands_for_the_notebooks_beside_it(folder: Path, run: Run) -> None:
    notebook(folder, HELLO)
    assert "1 passed" in run(folder / "shop.flow.json").stdout


def test_update_accepts_and_then_holds(folder: Path, run: Run) -> None:
    path = notebook(folder, HELLO + "  # what she sees\n  - {id: seen, snapshot: replies}\n")
    assert run(folder, ci="true").returncode == 1
    assert "1 new snapshots, --update accepts them" in run(folder).stdout
    done = run(folder, "--update")
    assert (done.returncode, done.stderr) == (0, "")
    assert "  # what she sees\n" in path.read_text("utf-8")
    assert "Which size? [Small | Large]" in path.read_text("utf-8")
    assert run(folder, ci="true").returncode == 0


def test_a_build_server_accepts_nothing(folder: Path, run: Run) -> None:
    path = notebook(folder, HELLO + "  - {id: seen, snapshot: replies}\n")
    before = path.read_text("utf-8")
    done = run(folder, "--update", ci="1")
    assert done.returncode == 2
    assert "--update is refused here: CI is set" in done.stderr
    assert path.read_text("utf-8") == before


def test_json_for_scripts(folder: Path, run: Run) -> None:
    notebook(folder, HELLO)
    told = json.loads(run(folder, "--json").stdout)
    assert (told["passed"], told["unreadable"]) == (True, [])
    (one,) = told["notebooks"]
    assert one["runs"] == [
        {"key": "anna", "passed": True, "cells": [{"id": "hello", "state": "passed", "failures": []}]}
    ]
    assert told["coverage"]["shop"]["nodes"]["total"] == 16


def test_reports_are_written(folder: Path, run: Run) -> None:
    notebook(folder, HELLO)
    done = run(folder, "--junit", str(folder / "out" / "r.xml"), "--html", str(folder / "out" / "r.html"))
    assert done.returncode == 0
    assert ET.parse(folder / "out" / "r.xml").getroot().get("tests") == "1"
    assert "Which size?" in (folder / "out" / "r.html").read_text("utf-8")


def test_a_case_of_junit_is_a_notebook_with_a_customer() -> None:
    head = HEAD.replace("customers: anna", "customers: [anna, boris]")
    cells = HELLO + '  - {id: seen, expect: {node: discount}}\n  - {id: odd, say: "\\x01"}\n'
    root = ET.fromstring(junit(play(ground(cells, head))))
    assert (root.get("tests"), root.get("failures")) == ("2", "1")
    anna, boris = root.iter("testcase")
    failure = anna.find("failure")
    assert failure is not None
    assert (failure.get("message") or "").startswith(
        "it.test.yaml, line 6, cell “seen”: Anna (orders 2): expected"
    )
    assert (boris.get("name"), boris.find("failure")) == ("Boris", None)


def test_accepted_texts_that_nobody_uses_are_a_case_of_junit() -> None:
    cells = "  - {id: b, snapshot: {accepted: [{for: [anna, dora], text: (silence)}]}}\n"
    root = ET.fromstring(junit(play(ground(cells))))
    assert [case.get("name") for case in root.iter("testcase") if case.find("failure") is not None] == [
        "snapshots"
    ]


def test_the_page_stands_alone_and_takes_no_text_for_html() -> None:
    cells = '  - {id: hello, note: "<img src=x>", say: "/start <script>alert(1)</script>"}\n'
    head = HEAD.replace("A test", "<b>bold</b>")
    html = page(play(ground(cells, head)))
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>bold" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert not re.search(r"(src|href|url\()\s*=?\s*[\"']?https?:", html)
    assert "prefers-color-scheme: dark" in html
    assert "default-src &#x27;none&#x27;" in html
    assert 'class="bubble customer"' in html
    assert 'class="button">Small<' in html


@pytest.mark.browser
def test_the_page_begins_with_what_failed() -> None:
    good = ground(HELLO, HEAD.replace("A test", "A good one"))
    bad = ground(HELLO + "  - {id: lost, expect: {tag: vip}}\n")
    html = page(play(good, bad))
    assert html.index(">A test<") < html.index(">Coverage<") < html.index(">A good one<")
    unused = ground(HELLO + "  - {id: s, snapshot: {of: replies, accepted: [{for: carl, text: Hi}]}}\n")
    assert "All 1 passed" not in page(play(unused))


def test_the_page_shows_each_customer_their_own_cells_alone() -> None:
    head = HEAD.replace("anna", "[{id: ann}, {id: ben}]")
    html = page(play(ground(HELLO + "  - {id: his, only: ben, note: For Ben}\n", head)))
    assert html.count("<code>hello</code>") == 2
    assert html.count("<code>his</code>") == 1
    assert "ben · 2 cells" in html


def test_the_page_shows_a_note_as_it_is_read() -> None:
    html = page(play(ground(HELLO + '  - {id: why, note: "**Anna** comes"}\n')))
    assert "<p><strong>Anna</strong> comes</p>" in html


def test_the_page_asks_for_nothing_else(tmp_path: Path, browser: Browser) -> None:
    path = tmp_path / "r.html"
    path.write_text(page(play(ground(HELLO + "  - {id: seen, expect: {silence: yes}}\n"))), "utf-8")
    asked: list[str] = []
    with browser.new_page(viewport={"width": 380, "height": 800}) as sheet:
        sheet.on("request", lambda request: asked.append(request.url))
        sheet.goto(path.as_uri())
        assert sheet.get_by_text("Which size?").first.is_visible()
        assert sheet.evaluate("document.documentElement.scrollWidth") <= 380
    assert len(asked) == 1


def test_what_cannot_be_played_is_told_with_its_line_and_the_others_are_played(
    folder: Path, run: Run
) -> None:
    stranger = notebook(folder, HELLO, HEAD.replace("anna", "anne"), name="stranger")
    other = notebook(folder, HELLO, HEAD.replace("shop", "salon"), name="other")
    notebook(folder, HELLO, name="fine")
    done = run(folder)
    assert done.returncode == 2
    assert f"{stranger.as_posix()}, line 3: There is no sample customer “anne”." in done.stderr
    assert f"{other.as_posix()}, line 2: This notebook is for the flow “salon”, but lies with" in done.stderr
    assert "“A test”, 1 passed" in done.stdout


@pytest.mark.parametrize("included", ["/dev/zero", "../secret.yaml", "/etc/passwd"])
def test_only_what_is_in_the_workspace_is_included(folder: Path, run: Run, included: str) -> None:
    folder.with_name("secret.yaml").write_text("notebook: Secret\nflow: shop\ncells:\n  - {id: a, say: hi}\n")
    path = notebook(folder, f"  - {{id: in, include: {included}}}\n")
    done = run(folder)
    assert done.returncode == 2
    assert f"{path.as_posix()}, line 5, cell “in”: “" in done.stderr
    assert "is not in this workspace. Only its own can be included." in done.stderr


def test_customers_and_versions_of_other_workspaces_are_not_there(folder: Path, run: Run) -> None:
    (folder / "own").mkdir()
    for name in ("shop.flow.json", "workspace.json", "customers.json"):
        shutil.copy(CASES / name, folder / "own" / name)
    people = notebook(folder / "own", HELLO, HEAD.replace("anna", "file:../customers.json"), name="people")
    cells = HELLO + "  - {id: same, compare: ../shop.flow.json}\n"
    notebook(folder / "own", cells, name="versions")
    done = run(folder / "own")
    assert f"{people.as_posix()}, line 3: There is no file of customers “../customers.json”." in done.stderr
    assert "cell “same”: There is no version “../shop.flow.json” here." in done.stderr


def test_a_way_out_of_the_workspace_by_a_link_is_none(folder: Path, run: Run) -> None:
    (folder / "link.test.yaml").symlink_to("/dev/zero")
    done = run(notebook(folder, "  - {id: in, include: link.test.yaml}\n"))
    assert "is not in this workspace." in done.stderr


def test_what_is_included_is_looked_at_before_it_is_read(folder: Path, run: Run) -> None:
    with (folder / "huge.yaml").open("wb") as huge:
        huge.truncate(40_000_000_000)
    (folder / "nested").mkdir()
    done = run(notebook(folder, "  - {id: in, include: huge.yaml}\n"))
    assert (done.returncode, "40,000,000,000 bytes; 32,000,000 is the most." in done.stderr) == (2, True)
    done = run(notebook(folder, "  - {id: in, include: nested}\n"))
    assert (done.returncode, "/nested: This is no file." in done.stderr) == (2, True)


def test_a_file_in_another_encoding_is_told_in_plain_words(folder: Path, run: Run) -> None:
    path = notebook(folder, HELLO)
    path.write_bytes(path.read_bytes() + b"  - {id: b, say: \xff}\n")
    done = run(folder)
    told = f"{path.as_posix()}, line 6: This is no text in UTF-8. Save the file in that encoding."
    assert (done.returncode, done.stderr.strip()) == (2, told)
