"""A backup that is restored while the builder runs: its pages go on with the new folder."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from builder import places
from flowbook.customer import Customer
from flowbook.store import FILE, open_store
from flowbook.store.backups import back_up, restore
from flowbook.store.customers import add_customer
from flowbook.store.listing import Query, ids_of
from flowbook.store.values import now
from tests.builder_pages import PATIENCE, data, html_of

__all__ = ["data"]
APP = "from builder.app import main\nmain()\n"


def person(name: str) -> Customer:
    return Customer(name, now(), fields={"first_name": name.title()})


@pytest.fixture
def archive(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With Ann alone; Ben has come since."""
    add_customer(places.store(), person("ann"))
    path = back_up(places.store(), tmp_path_factory.mktemp("backups"))
    add_customer(places.store(), person("ben"))
    return path


def known() -> list[str]:
    return sorted(ids_of(places.store(), Query()))


def test_what_is_asked_and_written_afterwards_is_the_new_folders(archive: Path, data: Path) -> None:
    assert known() == ["ann", "ben"]
    aside = restore(archive, data).aside
    assert known() == ["ann"]
    add_customer(places.store(), person("cid"))
    assert known() == ["ann", "cid"]
    assert aside is not None
    aside.rename(data.with_name("gone"))
    assert known() == ["ann", "cid"]


def test_letting_go_of_the_old_database_leaves_the_new_ones_log_alone(archive: Path, data: Path) -> None:
    """Both have the same path; what stands in the log alone would be gone with it."""
    old = places.store()
    restore(archive, data)
    log = (data / FILE).with_name(f"{FILE}-wal")
    add_customer(places.store(), person("cid"))
    add_customer(old, person("late"))
    before = log.stat().st_ino if log.exists() else None
    old.close()
    assert (log.stat().st_ino if log.exists() else None) == before
    assert sorted(ids_of(open_store(data), Query())) == ["ann", "cid"]


def test_a_folder_that_is_just_being_replaced_is_not_made_anew(archive: Path, data: Path) -> None:
    data.rename(data.with_name("aside"))
    places.store()
    assert not data.exists()


def test_nothing_is_told_of_a_folder_that_is_new(data: Path) -> None:
    page = AppTest.from_string(APP, default_timeout=PATIENCE).run()
    assert places.database_there()
    assert "was replaced" not in html_of(page.run())


def test_whoever_is_at_a_page_is_told(archive: Path, data: Path) -> None:
    page = AppTest.from_string(APP, default_timeout=PATIENCE).run()
    assert "was replaced" not in html_of(page.run())
    restore(archive, data)
    assert "The data folder was replaced" in html_of(page.run())
