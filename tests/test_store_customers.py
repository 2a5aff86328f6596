"""Customers go into the database and come out equal, whatever has changed in between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowbook.copies import altered
from flowbook.customer import Customer, Occurrence, Order
from flowbook.errors import FlowbookError, StoreError
from flowbook.events import MessageReceived, Record
from flowbook.rules import evaluate, subject_for
from flowbook.session import CustomerState, Frame, Session, Timer, Wait
from flowbook.store import Store, open_store
from flowbook.store.customers import (
    add_customer,
    change_state,
    erase_customer,
    load_state,
    need_state,
    save_state,
)
from flowbook.store.exchange import export_csv, import_csv
from flowbook.store.history import keep_turns
from flowbook.store.listing import Query, count_of, count_segments, ids_of, page_of
from flowbook.store.samples import initialise
from flowbook.store.timers import due_timers, next_due
from flowbook.store.workspaces import load_workspace
from flowbook.workspace import Field, Workspace
from tests.reports import report_of

BEGUN = datetime(2026, 3, 1, 9, tzinfo=UTC)

moments = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
amounts = st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False)
plain = st.none() | st.booleans() | amounts | words
values = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3)
)
objects = st.dictionaries(words, values, max_size=3)
money = st.integers(0, 10**6) | st.floats(0, 1e6)
orders = st.builds(Order, words, moments, money, words, st.lists(words, max_size=2).map(tuple))
occurrences = st.builds(Occurrence, words, moments, objects)
customers = st.builds(
    Customer,
    id=st.just("c1"),
    created=moments,
    fields=objects,
    tags=st.frozensets(words, max_size=3),
    stage=st.none() | words,
    orders=st.lists(orders, max_size=4).map(tuple),
    happened=st.lists(occurrences, max_size=4).map(tuple),
    subscribed=st.booleans(),
    last_seen=st.none() | moments,
    segments=st.frozensets(words, max_size=3),
    invented=st.booleans(),
)
waits = st.builds(
    Wait, words, st.lists(st.tuples(words, moments), max_size=2).map(tuple), st.integers(0, 99), objects
)
sessions = st.builds(
    Session,
    id=st.sampled_from(["c1.1", "c1.2", "c1.3"]),
    flow=words,
    release=st.integers(0, 9),
    node=words,
    started=moments,
    revision=st.integers(0, 99),
    wait=st.none() | waits,
    parked=st.booleans(),
    variables=objects,
    frames=st.lists(st.builds(Frame, words, st.integers(0, 9), words), max_size=2).map(tuple),
)
timers = st.builds(
    Timer, st.sampled_from(["a", "b", "c"]), moments, words, st.integers(0, 9), words, words, words
)
states = st.builds(
    CustomerState,
    customer=customers,
    sessions=st.lists(sessions, max_size=3).map(lambda found: {one.id: one for one in found}),
    timers=st.lists(timers, max_size=3).map(lambda found: {one.id: one for one in found}),
    count=st.integers(0, 999),
    channel=words,
    parked=st.lists(words, max_size=2).map(tuple),
    memory=st.dictionaries(words, words, max_size=2),
    held=st.dictionaries(words, objects, max_size=2),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "data")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=states, second=states)
def test_a_state_comes_back_equal_when_new_and_when_changed(
    store: Store, first: CustomerState, second: CustomerState
) -> None:
    erase_customer(store, "c1")
    save_state(store, None, first)
    assert load_state(store, "c1") == first
    save_state(store, load_state(store, "c1"), second)
    assert load_state(store, "c1") == second


def test_what_happened_slides_on_without_losing_its_order(store: Store) -> None:
    happened = tuple(Occurrence(f"event{n}", BEGUN + timedelta(hours=n % 3)) for n in range(6))
    state = CustomerState(Customer("c1", BEGUN, happened=happened[:4]))
    save_state(store, None, state)
    for step in (happened[1:5], happened[2:], happened[2:4]):
        after = altered(state, customer=altered(state.customer, happened=step))
        save_state(store, state, after)
        state = after
        assert need_state(store, "c1").customer.happened == step


def test_the_order_of_passages_is_the_order_in_which_they_began(store: Store) -> None:
    def passage(number: int, revision: int = 0) -> Session:
        return Session(f"c1.{number}", "welcome", 1, "hello", BEGUN, revision=revision)

    first = CustomerState(Customer("c1", BEGUN), {f"c1.{n}": passage(n) for n in (10, 9)})
    save_state(store, None, first)
    second = altered(first, sessions={"c1.10": passage(10, 1), "c1.9": passage(9), "c1.2": passage(2)})
    save_state(store, first, second)
    assert list(need_state(store, "c1").sessions) == ["c1.10", "c1.9", "c1.2"]


def test_due_timers_come_earliest_first_to_the_microsecond(store: Store) -> None:
    step = timedelta(microseconds=1)
    timers = {key: Timer(key, BEGUN + n * step) for n, key in ((2, "late"), (0, "early"), (1, "between"))}
    save_state(store, None, CustomerState(Customer("c1", BEGUN), timers=timers))
    assert next_due(store) == BEGUN
    assert due_timers(store, BEGUN - step) == []
    assert due_timers(store, BEGUN + step) == [("c1", "early"), ("c1", "between")]


def test_a_customer_cannot_come_twice_or_change_after_being_erased(store: Store) -> None:
    customer = Customer("c1", BEGUN)
    add_customer(store, customer)
    with pytest.raises(StoreError, match="already"):
        add_customer(store, customer)
    erase_customer(store, "c1")
    with pytest.raises(StoreError, match="any more"):
        change_state(store, "c1", lambda state: state)


def test_a_change_that_fails_changes_nothing(store: Store) -> None:
    def change_and_fail() -> None:
        with store.transaction():
            change_state(store, "c1", lambda state: altered(state, count=5))
            assert need_state(store, "c1").count == 5
            raise ZeroDivisionError

    add_customer(store, Customer("c1", BEGUN))
    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    assert need_state(store, "c1").count == 0


def test_a_savepoint_undoes_only_its_own_part(store: Store) -> None:
    def add_and_fail() -> None:
        with store.transaction():
            add_customer(store, Customer("dropped", BEGUN))
            raise ZeroDivisionError

    with store.transaction():
        add_customer(store, Customer("kept", BEGUN))
        with pytest.raises(ZeroDivisionError):
            add_and_fail()
    assert ids_of(store, Query(sort="id")) == ["kept"]


def test_erasing_leaves_no_byte_of_a_person(store: Store) -> None:
    secret = "Ostrovskaya-Quill"
    add_customer(store, Customer("c1", BEGUN, {"last_name": secret}, happened=(Occurrence(secret, BEGUN),)))
    keep_turns(store, [report_of(Record(BEGUN, "c1", MessageReceived(secret)))])
    files = [store.path, store.path.with_name(f"{store.path.name}-wal")]
    assert any(secret.encode() in file.read_bytes() for file in files)
    assert erase_customer(store, "c1")
    assert not any(secret.encode() in file.read_bytes() for file in files if file.exists())
    assert not erase_customer(store, "c1")


@pytest.fixture(scope="module")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return initialise(tmp_path_factory.mktemp("sampled") / "data")


def test_segments_count_the_same_in_sql_as_asked_one_by_one(sampled: Store) -> None:
    workspace = load_workspace(sampled.data)
    everybody = page_of(sampled, Query(), limit=-1)
    counts = count_segments(sampled, workspace, BEGUN)
    assert counts.keys() == workspace.segments.keys()
    for name, rule in workspace.segments.items():
        one_by_one = sum(evaluate(rule, subject_for(one, BEGUN, workspace.timezone)) for one in everybody)
        assert counts[name] == one_by_one, name
    assert any(0 < count < len(everybody) for count in counts.values())


def test_samples_are_marked_as_invented_and_come_once(sampled: Store) -> None:
    everybody = ids_of(sampled, Query())
    assert len(everybody) >= 200
    assert all(one.invented for one in page_of(sampled, Query()))
    erase_customer(sampled, everybody[0])
    assert count_of(initialise(sampled.data), Query()) == len(everybody) - 1


def test_search_finds_any_alphabet_and_every_word(store: Store) -> None:
    add_customer(
        store, Customer("c1", BEGUN, {"first_name": "Արամ", "last_name": "Пушкин", "city": "Yerevan"})
    )
    add_customer(store, Customer("c2", BEGUN, {"first_name": "Aram", "city": "Riga"}))
    found = {
        text: ids_of(store, Query(search=text)) for text in ("ПУШ", "արամ yere", "aram yerevan", "c2", "%")
    }
    assert found == {"ПУШ": ["c1"], "արամ yere": ["c1"], "aram yerevan": [], "c2": ["c2"], "%": []}


def test_a_table_of_customers_goes_out_and_comes_back(store: Store) -> None:
    workspace = Workspace(fields={"points": Field("points", "Points", "number")})
    fields = {"first_name": "=1+1", "phone": "+37410000001", "city": 'a,b\n"c"', "points": 7}
    add_customer(store, Customer("c1", BEGUN, fields, frozenset({"vip", "new"}), "lead"))
    text = "".join(export_csv(page_of(store, Query()), workspace))
    assert "\n'=1+1" not in text.partition(",")[0]
    assert ",'=1+1," in text
    erase_customer(store, "c1")
    assert import_csv(store, text, workspace).added == 1
    back = need_state(store, "c1").customer
    assert (back.fields, back.tags, back.stage) == (fields, frozenset({"vip", "new"}), "lead")


def test_a_table_changes_whom_it_names_and_adds_the_others(store: Store) -> None:
    add_customer(store, Customer("c1", BEGUN, {"first_name": "Ann", "city": "Riga"}))
    text = "id;First name;City\nc1;;Tartu\n;Ben;\n;;\n;a;b;c\n"
    done = import_csv(store, text, Workspace())
    assert (done.added, done.changed) == (1, 1)
    assert done.problems == ("Line 5 has more cells than the first line has names.",)
    assert need_state(store, "c1").customer.fields == {"first_name": "Ann", "city": "Tartu"}


def test_a_table_with_an_unknown_column_is_refused_whole(store: Store) -> None:
    with pytest.raises(FlowbookError, match="“Shoe sise”"):
        import_csv(store, "first_name,Shoe sise\nAnn,38\n", Workspace())
    assert count_of(store, Query()) == 0
