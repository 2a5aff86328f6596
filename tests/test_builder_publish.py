"""The screen Publish: differences, what stops it, who is inside, going live and going back."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from flowbook.cli.app import app
from flowbook.dispatch import dispatch
from flowbook.flow import Flow, Node, with_node
from flowbook.stimuli import Said
from flowbook.store import PRACTICE, Store
from flowbook.store.bots import Bot, add_bot
from flowbook.store.customers import change_state
from flowbook.store.folder import delete_flow, load_flow, save_flow
from flowbook.store.library import setting
from flowbook.store.publishing import publish
from flowbook.store.releases import count_inside, list_releases
from tests.builder_pages import data, html_of, open_part, open_screen, press
from tests.shoe_shop import FLOW, folder_with_shoes, shoes

__all__ = ["data"]


@pytest.fixture
def shop(data: Path) -> Store:
    return folder_with_shoes(data)


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was played is remembered by content, which the tests here share."""
    monkeypatch.setattr("builder.publishing.testing._verdicts", {})


def changed() -> Flow:
    goodbye = Node("bye", "message", "Say goodbye", {"text": "Until soon!"})
    rest = tuple(node for node in shoes().nodes if node.id != "cart")
    return with_node(replace(shoes(), nodes=rest), goodbye)


def renamed(old: str, new: str) -> Flow:
    """The same flow with another step in the place of one."""
    nodes = [
        replace(
            node,
            id=new if node.id == old else node.id,
            exits={name: new if target == old else target for name, target in node.exits.items()},
        )
        for node in shoes().nodes
    ]
    return replace(shoes(), nodes=tuple(nodes))


def enter(shop: Store, *words: str) -> None:
    """Anna is in the flow that is live now."""
    now, around = datetime(2026, 3, 3, tzinfo=UTC), setting(shop, PRACTICE)
    for said in words:
        change_state(shop, "anna", lambda state: dispatch(state, Said(said), around, now, PRACTICE).state)  # noqa: B023


def opened() -> AppTest:
    page = open_screen("publish", flow=FLOW)
    assert not page.exception
    return page


def test_a_flow_that_was_never_live_is_all_new(shop: Store) -> None:
    html = html_of(opened())
    assert "It has never been live" in html
    assert "A new step" not in html
    assert "Nobody is in this flow now" in html
    assert "Nothing stops you" in html


def test_publishing_makes_it_live_with_the_word_for_colleagues(shop: Store) -> None:
    page = opened()
    page.text_area[0].set_value("The first one").run()
    press(page, "Publish v1")
    html = html_of(page)
    assert "v1 is live" in html
    assert "New conversations on Practice meet it from now on." in html
    (note,) = list_releases(shop, FLOW)
    assert (note.note, note.bots) == ("The first one", (PRACTICE,))
    assert next(b for b in page.button if b.label == "Publish v2").disabled
    assert "There is nothing new to publish." in html


def test_differences_to_what_is_live_are_told_by_kind(shop: Store, data: Path) -> None:
    publish(shop, shoes(), [PRACTICE])
    save_flow(data, changed())
    html = html_of(opened())
    assert "2 differences to version 1, which is live" in html
    assert "“Say goodbye”: What the bot says: “Until soon!” in place of “See you!”" in html
    assert "“Cart left behind” (Event from outside) is no longer there." in html
    assert ">Gone<" in html


def test_who_is_inside_stays_where_they_began(shop: Store, data: Path) -> None:
    publish(shop, shoes(), [PRACTICE])
    enter(shop, "/start")
    save_flow(data, replace(changed(), nodes=tuple(n for n in changed().nodes if n.id != "size")))
    html = html_of(opened())
    assert "1 person is in this flow now, on v1" in html
    assert ">Pick a size<" in html
    assert ">Stay on v1<" in html


def test_people_inside_can_be_taken_along_as_the_rehearsal_said(shop: Store, data: Path) -> None:
    publish(shop, shoes(), [PRACTICE])
    enter(shop, "/start")
    save_flow(data, renamed("size", "shoe_size"))
    page = opened()
    next(one for one in page.radio if one.label == "What becomes of them").set_value("end").run()
    html = html_of(page)
    assert ">Ends<" in html
    assert "The step is not in the version that goes live. It ends for them, without a word." in html
    press(page, "Publish v2")
    assert "For 1 it has ended." in html_of(page)
    assert count_inside(shop, FLOW) == {}


def test_who_is_taken_along_and_could_not_go_on_is_told(shop: Store, data: Path) -> None:
    publish(shop, shoes(), [PRACTICE])
    enter(shop, "/start")
    size = shoes().by_id["size"]
    fewer = {**size.config, "buttons": size.config["buttons"][1:]}
    save_flow(data, with_node(shoes(), replace(size, config=fewer)))
    page = opened()
    assert "would be stranded" not in html_of(page), "nobody is taken along yet"
    next(one for one in page.radio if one.label == "What becomes of them").set_value("move").run()
    html = html_of(page)
    assert "1 person at “Pick a size” would be stranded." in html
    assert "“36–38” no longer leads on from there." in html
    told = CliRunner().invoke(app, ["rehearse", FLOW, "--data", str(data)]).stdout
    assert "1  of them would be stranded: “36–38” no longer leads on from there." in told


def test_errors_stop_it_and_are_told(shop: Store, data: Path) -> None:
    broken = with_node(shoes(), replace(shoes().by_id["again"], exits={}))
    save_flow(data, broken)
    page = opened()
    html = html_of(page)
    assert "Not ready yet" in html
    assert "“Reminder”" in html
    assert next(b for b in page.button if b.label == "Publish v1").disabled


def test_warnings_do_not_stop_it(shop: Store) -> None:
    page = opened()
    assert "is not written in ru" in html_of(page)
    assert not next(b for b in page.button if b.label == "Publish v1").disabled


def test_it_needs_a_bot(shop: Store) -> None:
    page = opened()
    page.checkbox[0].uncheck().run()
    assert "Choose at least one bot." in html_of(page)
    assert next(b for b in page.button if b.label == "Publish v1").disabled


def test_a_bot_without_a_tick_keeps_what_is_live_there(shop: Store, data: Path) -> None:
    add_bot(shop, Bot("123456789", "Sole Studio", "sole_bot", "123456789:" + "a" * 35))
    publish(shop, shoes(), [PRACTICE, "123456789"])
    save_flow(data, changed())
    page = opened()
    page.checkbox[1].uncheck().run()
    assert "On Sole Studio the version stays that is live there now." in html_of(page)
    press(page, "Publish v2")
    assert {note.version: note.bots for note in list_releases(shop, FLOW)} == {
        1: ("123456789",),
        2: (PRACTICE,),
    }


def test_an_older_version_comes_back_after_a_question(shop: Store, data: Path) -> None:
    publish(shop, shoes(), [PRACTICE], author="Ruta", note="Buttons")
    publish(shop, changed(), [PRACTICE])
    page = opened()
    assert "Ruta, just now" in html_of(page)
    press(page, "Bring v1 back")
    assert live_version(shop) == 2, "the first press only asks"
    page.button(key="back-sure--i-undo-2--with").click().run()
    assert live_version(shop) == 1
    assert "v1 is live again." in html_of(page)


SOLE = "123456789"


def test_only_people_on_bots_with_a_tick_are_told_of_and_taken_along(shop: Store, data: Path) -> None:
    add_bot(shop, Bot(SOLE, "Sole Studio", "sole_bot", f"{SOLE}:" + "a" * 35))
    publish(shop, shoes(), [PRACTICE, SOLE])
    enter(shop, "/start")
    save_flow(data, renamed("size", "shoe_size"))
    page = opened()
    next(one for one in page.radio if one.label == "What becomes of them").set_value("end").run()
    assert ">Ends<" in html_of(page)
    page.checkbox(key=f"on-{FLOW}-{PRACTICE}").uncheck().run()
    html = html_of(page)
    assert ">Ends<" not in html
    assert "1 person is in it on another bot, and goes on as they began." in html
    page.checkbox(key=f"on-{FLOW}-{SOLE}").uncheck().run()
    assert not page.exception, "no bot at all"
    page.checkbox(key=f"on-{FLOW}-{SOLE}").check().run()
    press(page, "Publish v2")
    assert sum(count_inside(shop, FLOW).values()) == 1


def test_bringing_a_version_back_tells_first_what_becomes_of_whom(shop: Store) -> None:
    publish(shop, shoes(), [PRACTICE])
    publish(shop, renamed("size", "shoe_size"), [PRACTICE])
    enter(shop, "/start")
    dialog = open_part(BACK)
    assert "1 person is in this flow now, on v2" in html_of(dialog)
    assert ">Stay on v2<" in html_of(dialog)
    dialog.radio[0].set_value("end").run()
    html = html_of(dialog)
    assert ">Pick a size<" in html
    assert ">Ends<" in html
    assert "The step is not in the version that goes live. It ends for them, without a word." in html
    press(dialog, "Bring v1 back")
    assert (live_version(shop), count_inside(shop, FLOW)) == (1, {})


def test_who_is_in_the_version_that_comes_back_is_where_they_would_be(shop: Store) -> None:
    publish(shop, shoes(), [PRACTICE])
    enter(shop, "/start")
    publish(shop, renamed("size", "shoe_size"), [PRACTICE])
    dialog = open_part(BACK)
    assert "Nobody is inside another version now" in html_of(dialog)
    assert not dialog.radio


BACK = f"""
from builder.places import store
from builder.publishing.returning import back_part
from flowbook.store.releases import list_releases

back_part(next(one for one in list_releases(store(), "{FLOW}") if one.version == 1))
"""


def test_a_flow_can_be_taken_offline(shop: Store) -> None:
    publish(shop, shoes(), [PRACTICE])
    page = press(opened(), "Take it offline…")
    page.button(key="offline-sure--i-circle-stop--with").click().run()
    assert live_version(shop) == 0
    assert "It is offline." in html_of(page)


def test_the_author_signs_with_the_name_from_the_settings(shop: Store, data: Path) -> None:
    (data / "builder.json").write_text('{"name": "Jonas"}', "utf-8")
    press(opened(), "Publish v1")
    assert list_releases(shop, FLOW)[0].author == "Jonas"


def live_version(shop: Store) -> int:
    return next((note.version for note in list_releases(shop, FLOW) if note.bots), 0)


def test_a_live_flow_without_a_draft_can_be_taken_offline_on_the_first_page(shop: Store, data: Path) -> None:
    publish(shop, shoes(), [PRACTICE])
    delete_flow(data, FLOW)
    page = open_screen("flows")
    assert "Its draft was deleted. Version 1 still answers people." in html_of(page)
    page = press(page, "Take it offline…")
    page.button(key="offline-sure--i-circle-stop--with").click().run()
    assert live_version(shop) == 0
    assert "Live without a draft" not in [one.value for one in page.subheader]


def test_a_live_flow_gives_its_draft_back(shop: Store, data: Path) -> None:
    publish(shop, shoes(), [PRACTICE])
    delete_flow(data, FLOW)
    press(open_screen("flows"), "Bring the draft back")
    assert load_flow(data, FLOW) == shoes()


def test_a_live_flow_with_a_draft_is_not_listed_twice(shop: Store) -> None:
    publish(shop, shoes(), [PRACTICE])
    assert "Live without a draft" not in [one.value for one in open_screen("flows").subheader]
