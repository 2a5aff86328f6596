"""What came of cells, as the page draws it: messages at their times, whom something is about, what fails."""

from pathlib import Path

import pytest

from builder.notebook.compared import REJECTED, SKIPPED, compared, sign_of
from flowbook.notebook.cells import Cell
from flowbook.notebook.snapshots import Change
from flowbook.store.folder import flow_path
from tests.builder_pages import data, html_of, open_part
from tests.shoe_shop import FLOW, folder_with_shoes
from tests.test_notebook_presses import cells_on, heard, shown

__all__ = ["data"]
HEAD = f"notebook: Shoes\nflow: {FLOW}\nstart: 2026-03-02 10:00\n"


@pytest.fixture
def place(data: Path) -> Path:
    folder_with_shoes(data)
    return flow_path(data, FLOW).parent / "it.test.yaml"


def in_order(html: str, *parts: str) -> None:
    places = [html.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)


def test_what_was_said_during_a_wait_stands_at_its_time(place: Path) -> None:
    cells = "cells:\n  - {id: hello, say: /start}\n  - {id: week, wait: 7 days}\n"
    html = cells_on(shown(place, HEAD + cells))
    in_order(html, "2 h later<", "See you!", "6 d 22 h later · Monday 9 March")


def test_a_wait_of_hours_is_not_called_a_day(place: Path) -> None:
    cells = "cells:\n  - {id: night, wait: 22 hours}\n  - {id: day, wait: 1 day}\n"
    html = cells_on(shown(place, HEAD + cells))
    in_order(html, "22 h later · Tuesday 3 March", "1 day later · Wednesday 4 March")


def test_the_day_in_the_margin_is_short_enough_to_stand_there(place: Path) -> None:
    head = HEAD.replace("2026-03-02", "2026-09-23")
    told = cells_on(shown(place, head + "cells:\n  - {id: hello, say: /start}\n"))
    assert "<b>Wed 23 Sep" in told
    assert "<b>Wed 23 September" not in told


PAIR = "customers:\n  - {id: ann, set: {first_name: Ann}}\n  - {id: bob, set: {first_name: Bob}}\n"
CROWD = "customers:\n" + "".join(f"  - {{id: c{n}, set: {{first_name: Kim {n}}}}}\n" for n in range(1, 31))
LOST = "  - {id: lost, expect: {reply: {contains: Nobody says this}}}\n"


def test_those_who_miss_the_same_are_told_of_in_one_sentence(place: Path) -> None:
    html = cells_on(shown(place, HEAD + CROWD + "cells:\n  - {id: hello, say: /start}\n" + LOST))
    assert html.count("expected the reply") == 1
    assert "Kim 1, Kim 2, Kim 3 and 27 more: expected the reply" in html
    assert "Hi Kim 1! Looking" in html


def test_one_who_misses_something_is_told_of_by_name(place: Path) -> None:
    cells = "cells:\n  - {id: hello, say: /start}\n" + LOST.replace("expect:", "only: bob, expect:")
    html = cells_on(shown(place, HEAD + PAIR + cells))
    assert "<b>Bob: expected the reply something with “Nobody says this”.</b><p>The bot said" in html


ACCEPTED = """\
cells:
  - {id: hello, say: /start}
  - id: seen
    snapshot:
      of: replies
      accepted:
        - {for: ann, text: "Hello, you."}
        - {for: carl, text: "Hello, Carl."}
"""


def test_a_changed_text_says_whom_it_is_for(place: Path) -> None:
    html = cells_on(shown(place, HEAD + PAIR + ACCEPTED))
    assert "Another text than last time for Ann" in html
    assert "Nothing is accepted yet for Bob" in html


@pytest.mark.parametrize(("press", "says"), [("reject", "The old text stays"), ("later", "Skipped")])
def test_what_was_decided_stands_with_both_texts(press: str, says: str) -> None:
    change = Change(Cell("seen", "snapshot", "replies"), "Hello, you.", "Hello, Ann.", ("ann",))
    decided = {sign_of(change): {"reject": REJECTED, "later": SKIPPED}[press]}
    html = compared(change, {}, decided)
    assert says in html
    assert "<del>you</del>" in html
    assert "<ins>Ann</ins>" in html


def test_a_text_accepted_for_nobody_is_told_and_taken_out(place: Path) -> None:
    html = cells_on(shown(place, HEAD + PAIR + ACCEPTED))
    assert "What is accepted here for carl is used by nobody" in html
    after = heard(place, HEAD + PAIR + ACCEPTED, "clear:seen")
    assert "carl" not in after
    assert "Hello, you." in after
    assert "used by nobody" not in cells_on(shown(place, after))


def test_a_cell_can_be_put_before_the_first(place: Path) -> None:
    cells = "cells:\n  - {id: hello, say: /start}\n"
    assert 'data-tap="insert:/"' in cells_on(shown(place, HEAD + cells))
    after = heard(place, HEAD + cells, "add:wait:")
    assert after.index("wait: next timer") < after.index("say: /start")


def test_the_arrow_says_how_much_is_run(place: Path) -> None:
    cells = "cells:\n  - {id: hello, say: /start}\n  - {id: day, wait: 1 day}\n"
    page = shown(place, HEAD + cells)
    assert "Run this cell" in cells_on(page)
    place.write_text(HEAD + cells.replace("/start", "hello"), "utf-8")
    told = cells_on(page.run())
    assert told.count('title="Run this cell"') == 1
    assert "Run to here: 2 cells" in told


def test_the_table_has_every_cell_in_words(place: Path) -> None:
    stands = "  - {id: stands, expect: {node: size}}\n"
    cells = "cells:\n  - {id: hello, say: /start}\n" + stands + "  - {id: large, tap: 39–41}\n" + LOST
    html = html_of(shown(place, HEAD + PAIR + cells))
    in_order(html, "Say /start</span>", "the step Pick a size</span>", "Tap 39–41</span>", "the reply with “")
    assert html.count('data-tap="see:') == 2


def test_what_took_no_time_ran_at_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.notebook.running.monotonic", lambda: 5.0)
    assert ", at once." in html_of(shown(place, HEAD + "cells:\n  - {id: hello, say: /start}\n"))


def test_whom_a_cell_is_for_is_told_in_words(place: Path) -> None:
    only = "    only: [ann, language:ru, tag:vip]\n"
    cells = f"cells:\n  - id: hello\n    say: /start\n{only}"
    html = cells_on(shown(place, HEAD + PAIR + cells))
    assert "only for Ann, readers of Russian, the tag vip" in html


OPEN_FIRST = f"""
from builder import drafts
from builder.notebook.desk import Desk
from builder.notebook.files import sheet_of
from builder.notebook.opened import opened_notebook
from builder.notebook.results import own
desk = Desk(drafts.read("{FLOW}"), sheet_of("{FLOW}", "it.test.yaml"))
own(desk)["open"] = "hello"
opened_notebook(desk)
"""


def test_whom_a_cell_is_for_can_be_chosen(place: Path) -> None:
    head = HEAD + PAIR + "matrix: {languages: [en, ru]}\n"
    place.write_text(head + "cells:\n  - {id: hello, say: /start}\n", "utf-8")
    page = open_part(OPEN_FIRST)
    (only,) = [one for one in page.multiselect if one.label == "Only for"]
    assert {"Ann", "Bob", "readers of Russian", "the segment regulars", "the tag runner"} <= set(only.options)
    only.select("readers of Russian").run()
    assert "language:ru" in place.read_text("utf-8")
