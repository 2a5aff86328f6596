"""Sample customers are as lively whenever they are loaded."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from flowbook.rules import evaluate, subject_for
from flowbook.store.customers import find_customer, load_customers
from flowbook.store.samples import initialise, moved

ROW = {
    "id": "2026-03-01",
    "created": "2026-01-02T10:00:00+00:00",
    "fields": {"birthday": "1990-05-05", "last_visit": "2026-02-28", "note": "2026 was good"},
    "orders": [{"id": "2026-02-01", "placed": "2026-02-01T09:00:00+00:00", "total": 5.0}],
}


def test_everything_but_the_birthday_moves_by_the_same_time() -> None:
    (row,) = moved([ROW], timedelta(weeks=2))
    assert row == {
        "id": "2026-03-01",
        "created": "2026-01-16T10:00:00+00:00",
        "fields": {"birthday": "1990-05-05", "last_visit": "2026-03-14", "note": "2026 was good"},
        "orders": [{"id": "2026-02-01", "placed": "2026-02-15T09:00:00+00:00", "total": 5.0}],
    }


def test_some_samples_were_here_this_week_and_some_are_silent(tmp_path: Path) -> None:
    store = initialise(tmp_path)
    now = datetime.now(UTC)
    ids = [row[0] for row in store.conn.execute("SELECT id FROM customers")]
    people = load_customers(store, ids)
    silent = sum(evaluate({"silent_days": 60}, subject_for(one, now, "UTC")) for one in people)
    recent = sum(one.last_seen is not None and now - one.last_seen < timedelta(days=14) for one in people)
    assert 10 < silent < len(people) - 10
    assert recent > 10
    assert all(one.last_seen is None or one.last_seen <= now for one in people)
    assert find_customer(store, ids[0]) is not None
    store.close()
