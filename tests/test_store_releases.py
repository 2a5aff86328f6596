"""Publishing: releases that never change, going live at once, and the way back."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flowbook.customer import Customer
from flowbook.errors import PublishRefused, StoreError, UnreadableFile
from flowbook.flow import Flow, Node
from flowbook.reading import read_flow, read_kept
from flowbook.session import CustomerState, Session
from flowbook.store import PRACTICE, Store, open_store
from flowbook.store.audit import list_deeds
from flowbook.store.bots import Bot, add_bot
from flowbook.store.contacts import add_contact
from flowbook.store.customers import add_customer, save_state
from flowbook.store.library import library, setting
from flowbook.store.plannings import mark_planned, next_to_plan
from flowbook.store.publishing import publish, rollback, unpublish
from flowbook.store.releases import count_inside, list_releases, load_release
from flowbook.store.workspaces import save_workspace
from flowbook.writing import write_flow

NOW = datetime(2026, 3, 1, tzinfo=UTC)
BOT = Bot("4242", "Salon", "salon_bot", "4242:" + "a" * 35)


def flow(text: str = "Hello!") -> Flow:
    start = Node("start", "start", "Begin", exits={"next": "hello"})
    return Flow("welcome", "Welcome", (start, Node("hello", "message", "Say hello", {"text": text})))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "data")


def text_of(store: Store, bot: str = PRACTICE) -> str:
    return str(library(store, bot).live["welcome"].flow.by_id["hello"].config["text"])


@pytest.mark.parametrize("kind", ["question", "menu", "condition", "delay"])
def test_a_flow_that_lacks_what_a_step_needs_is_refused_in_a_sentence(store: Store, kind: str) -> None:
    """Drafts come from files, where this cannot be; a program may put anything together."""
    begin = Node("start", "start", "Begin", exits={"next": "ask"})
    with pytest.raises(UnreadableFile, match=r"In the step “Ask them”: “.+” is missing"):
        publish(store, Flow("bare", "Bare", (begin, Node("ask", kind, "Ask them"))), [PRACTICE])


def test_publishing_makes_a_flow_live_where_it_was_asked_for(store: Store) -> None:
    add_bot(store, BOT)
    release = publish(store, flow(), [PRACTICE], author="Mia", note="First one.")
    assert (release.number, release.version, release.flow) == (1, 1, flow())
    assert library(store, PRACTICE).live == {"welcome": release}
    assert library(store, BOT.id).live == {}
    assert (list_deeds(store)[0].what, list_deeds(store)[0].who) == ("published", "Mia")


def test_another_program_sees_the_new_release_and_the_old_one_stays_to_be_found(store: Store) -> None:
    first = publish(store, flow("Hello!"), [PRACTICE])
    other = open_store(store.data)
    before = library(other, PRACTICE)
    assert library(other, PRACTICE) is before
    publish(store, flow("Good day!"), [PRACTICE])
    assert text_of(other) == "Good day!"
    assert library(other, PRACTICE).release(first.number) == first
    assert library(other, PRACTICE).release(99) is None


def test_a_flow_with_problems_is_refused_with_the_first_sentence(store: Store) -> None:
    lost = replace(flow(), nodes=flow().nodes[1:])
    with pytest.raises(PublishRefused, match="“Welcome” has problems: "):
        publish(store, lost, [PRACTICE])
    assert list_releases(store) == []
    assert list_deeds(store) == []


def test_a_flow_that_could_not_be_read_again_never_becomes_a_release(store: Store) -> None:
    odd = Node("hello", "message", "Say hello", {"text": "Hi", "colour": "red"})
    with pytest.raises(UnreadableFile, match="“colour”"):
        publish(store, replace(flow(), nodes=(flow().nodes[0], odd)), [PRACTICE])
    assert (list_releases(store), library(store, PRACTICE).live) == ([], {})


@pytest.mark.parametrize(("bots", "sentence"), [(["77"], "no bot “77”"), ([], "at least one bot")])
def test_publishing_to_nobody_is_refused(store: Store, bots: list[str], sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence):
        publish(store, flow(), bots)
    assert list_releases(store) == []


def test_going_back_and_forth(store: Store) -> None:
    add_bot(store, BOT)
    for text in ("one", "two", "three"):
        publish(store, flow(text), [PRACTICE, BOT.id])
    rollback(store, "welcome")
    assert (text_of(store), text_of(store, BOT.id)) == ("two", "two")
    rollback(store, "welcome", 3, author="Mia")
    assert text_of(store) == "three"
    live = {one.version: one.bots for one in list_releases(store, "welcome")}
    assert live == {3: (BOT.id, PRACTICE), 2: (), 1: ()}
    assert [deed.detail for deed in list_deeds(store, "welcome")][:2] == ["to release 3", "to release 2"]


def test_there_is_no_way_back_before_the_first(store: Store) -> None:
    with pytest.raises(PublishRefused, match="live nowhere"):
        rollback(store, "welcome")
    publish(store, flow(), [PRACTICE])
    with pytest.raises(PublishRefused, match="no earlier release"):
        rollback(store, "welcome")
    with pytest.raises(PublishRefused, match="no release 7"):
        rollback(store, "welcome", 7)


def test_a_release_that_was_tampered_with_is_not_used(store: Store) -> None:
    release = publish(store, flow("Pay 10 euros"), [PRACTICE])
    with store.transaction() as conn:
        conn.execute("UPDATE releases SET body = replace(body, '10', '11')")
    with pytest.raises(StoreError, match="Release 1 of “welcome” is not what was published"):
        load_release(open_store(store.data), release.number)
    with pytest.raises(StoreError, match="is not what was published"):
        library(open_store(store.data), PRACTICE)


def test_taking_a_flow_down_leaves_people_inside(store: Store) -> None:
    release = publish(store, flow(), [PRACTICE])
    session = Session("c1.1", "welcome", release.number, "hello", NOW)
    save_state(store, None, CustomerState(Customer("c1", NOW), {"c1.1": session}))
    unpublish(store, "welcome", [PRACTICE])
    assert library(store, PRACTICE).live == {}
    assert library(store, PRACTICE).release(release.number) == release
    assert count_inside(store, "welcome") == {(1, "hello"): 1}
    with pytest.raises(StoreError, match="not live"):
        unpublish(store, "welcome", [PRACTICE])


def test_a_changed_workspace_is_noticed(store: Store) -> None:
    assert setting(store, PRACTICE) is setting(store, PRACTICE)
    save_workspace(store.data, {"name": "Meadow", "timezone": "Asia/Yerevan"})
    assert setting(store, PRACTICE).workspace.timezone == "Asia/Yerevan"


def test_planning_goes_through_all_customers_of_a_bot_and_on_after_a_restart(store: Store) -> None:
    for number in range(5):
        add_customer(store, Customer(f"c{number}", NOW))
        add_contact(store, PRACTICE, f"c{number}", f"c{number}", NOW)
    assert next_to_plan(store) is None
    publish(store, flow(), [PRACTICE])
    seen: list[str] = []
    while found := next_to_plan(open_store(store.data), limit=2):
        seen += found[1]
        mark_planned(store, *found)
    assert seen == [f"c{number}" for number in range(5)]
    assert next_to_plan(store) is None


@pytest.mark.parametrize("path", sorted(Path("flows").rglob("*.flow.json")), ids=lambda path: path.stem)
def test_what_was_kept_reads_like_a_file(path: Path) -> None:
    text = path.read_text("utf-8")
    assert read_kept(text) == read_flow(text)


def test_a_kept_step_of_a_newer_program_is_refused_in_a_sentence() -> None:
    text = write_flow(flow()).replace('"message"', '"hologram"')
    with pytest.raises(UnreadableFile, match=r"no step of the type “hologram”"):
        read_kept(text)


def test_the_runtime_reads_releases_without_the_library_of_the_schemas(tmp_path: Path) -> None:
    publish(open_store(tmp_path / "data"), flow(), [PRACTICE])
    program = (
        "import sys; from pathlib import Path; import runtime.service; from flowbook.store import open_store;"
        "from flowbook.store.library import library;"
        f"assert library(open_store(Path({str(tmp_path / 'data')!r})), {PRACTICE!r}).live;"
        "assert not {'jsonschema', 'jsonschema_rs'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
