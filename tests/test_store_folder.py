"""The data folder's plain files: whole or not at all, never outside, never lost."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from flowbook.errors import StoreError, UnreadableFile
from flowbook.flow import Flow, Node
from flowbook.layout import Layout
from flowbook.store.files import write_text
from flowbook.store.folder import (
    copy_flow,
    delete_flow,
    flow_path,
    free_id,
    list_flows,
    load_flow,
    load_guide,
    load_layout,
    restore_flow,
    save_flow,
    save_layout,
)
from flowbook.store.workspaces import flows_folder, load_workspace, save_workspace

FLOW = Flow("salon", "Salon", (Node("start", "start", "Begin"),), about="Books a chair.")


def test_a_draft_comes_back_with_its_layout(tmp_path: Path) -> None:
    save_flow(tmp_path, FLOW)
    save_layout(tmp_path, "salon", Layout({"start": (10, 20)}))
    assert load_flow(tmp_path, "salon") == FLOW
    assert load_layout(tmp_path, "salon").places == {"start": (10, 20)}
    (found,) = list_flows(tmp_path)
    assert (found.id, found.title, found.about, found.steps, found.problem) == (
        *("salon", "Salon", "Books a chair."),
        1,
        "",
    )


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_failed_write_leaves_the_old_file_and_no_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "x.json"
    write_text(target, "old")
    monkeypatch.setattr(os if failing == "fsync" else Path, failing, full)
    with pytest.raises(OSError, match="No space"):
        write_text(target, "new")
    monkeypatch.undo()
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]
    assert target.read_text() == "old"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
@pytest.mark.parametrize(("umask", "rights"), [(0o022, 0o644), (0o002, 0o664), (0o077, 0o600)])
def test_colleagues_can_read_what_is_written_as_far_as_the_system_lets_them(
    tmp_path: Path, umask: int, rights: int
) -> None:
    target = tmp_path / "report.html"
    before = os.umask(umask)
    try:
        write_text(target, "first")
        write_text(target, "again")
        write_text(tmp_path / "person.json", "everything about Anna", private=True)
    finally:
        os.umask(before)
    assert target.stat().st_mode & 0o777 == rights
    assert (tmp_path / "person.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "name", ["../salon", "a/b", "a\\b", "", ".", "Salon", "con", "lpt1", "x" * 41, "a\n", "a.b"]
)
def test_no_id_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    for deed in (load_flow, delete_flow, load_layout, load_guide):
        with pytest.raises(StoreError):
            deed(tmp_path, name)
    with pytest.raises(StoreError):
        save_flow(tmp_path, replace(FLOW, id=name))
    assert list(tmp_path.iterdir()) == []


def test_a_deleted_flow_can_be_had_back_unless_its_place_is_taken(tmp_path: Path) -> None:
    save_flow(tmp_path, FLOW)
    binned = delete_flow(tmp_path, "salon")
    assert list_flows(tmp_path) == []
    assert restore_flow(tmp_path, binned) == "salon"
    assert load_flow(tmp_path, "salon") == FLOW
    again = delete_flow(tmp_path, "salon")
    save_flow(tmp_path, FLOW)
    with pytest.raises(StoreError, match="a flow “salon” again"):
        restore_flow(tmp_path, again)
    with pytest.raises(StoreError, match="not in the bin"):
        restore_flow(tmp_path, binned)


def test_copies_of_a_template_get_ids_of_their_own(tmp_path: Path) -> None:
    save_flow(tmp_path, FLOW)
    save_layout(tmp_path, "salon", Layout({"start": (10, 20)}))
    source = flow_path(tmp_path, "salon").parent
    (source / "guide.md").write_text("# How to", "utf-8")
    made = [copy_flow(tmp_path, source, title).id for title in ("Salon", "My Salon!", "Салон", "2024", "Con")]
    assert made == ["salon_2", "my_salon", "salon_3", "flow", "flow_2"]
    assert load_layout(tmp_path, "my_salon").places == {"start": (10, 20)}
    assert load_guide(tmp_path, "my_salon") == "# How to"
    assert load_flow(tmp_path, "salon_3").title == "Салон"


def test_a_flow_that_cannot_be_read_is_listed_with_its_reason(tmp_path: Path) -> None:
    save_flow(tmp_path, FLOW)
    flow_path(tmp_path, "salon").write_bytes(b"\xff\xfe{")
    (found,) = list_flows(tmp_path)
    assert found.title == "salon"
    assert "UTF-8" in found.problem


def test_the_workspace_is_plain_until_there_is_one_and_never_half_right(tmp_path: Path) -> None:
    assert load_workspace(tmp_path).timezone == "UTC"
    save_workspace(tmp_path, {"name": "Meadow"})
    with pytest.raises(UnreadableFile):
        save_workspace(tmp_path, {"fields": [{"label": "no name"}]})
    assert load_workspace(tmp_path).name == "Meadow"
    (flows_folder(tmp_path) / "workspace.json").write_text('{"fields": 7}')
    with pytest.raises(UnreadableFile, match=r"workspace\.json"):
        load_workspace(tmp_path)


def test_a_flow_is_named_after_its_title_in_any_alphabet(tmp_path: Path) -> None:
    assert free_id(tmp_path, "Запись на стрижку") == "zapis_na_strizhku"
    assert free_id(tmp_path, "Ծաղիկներ") == "tsaghikner"
    assert free_id(tmp_path, "花") == "flow"
    assert free_id(tmp_path, "con") == "flow"
    save_flow(tmp_path, Flow("flow", "Flow"))
    assert free_id(tmp_path, "花") == "flow_2"
