"""What surrounds a turn: live flows and workspace as stored, kept in memory until they change."""

from __future__ import annotations

from flowbook.errors import StoreError
from flowbook.flow import Release
from flowbook.setting import Library, Setting
from flowbook.store.port import Store
from flowbook.store.releases import has_release, live_releases, load_release
from flowbook.store.workspaces import load_workspace, workspace_path


def library(store: Store, bot: str) -> Library:
    """The flows that are live on a bot. Raises StoreError when one of them is not what was published."""
    revision = store.counter()
    known = store.cache.get(("library", bot))
    if known is None or known[0] != revision:
        live = {flow: load_release(store, number) for flow, number in live_releases(store, bot).items()}
        known = revision, Library(live=live, find=lambda number: _find(store, number))
        store.cache["library", bot] = known
    found: Library = known[1]
    return found


def setting(store: Store, bot: str) -> Setting:
    """Workspace and library as they are now; the same object until either changes."""
    live, stamp = library(store, bot), _stamp(store)
    known = store.cache.get(("setting", bot))
    if known is None or known[0] is not live or known[1] != stamp:
        known = live, stamp, Setting(load_workspace(store.data), live)
        store.cache["setting", bot] = known
    found: Setting = known[2]
    return found


def _find(store: Store, number: int) -> Release | None:
    """A release that somebody is still in; a changed one raises, so that no conversation ends by it."""
    try:
        return load_release(store, number)
    except StoreError:
        if has_release(store, number):
            raise
        return None


def _stamp(store: Store) -> tuple[int, int]:
    try:
        stat = workspace_path(store.data).stat()
    except FileNotFoundError:
        return 0, 0
    return stat.st_mtime_ns, stat.st_size
