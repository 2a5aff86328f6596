"""`flowbook backup` and `restore`: the whole data folder in one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flowbook.cli.common import AsJson, Data, opened, say, show_json
from flowbook.store.backups import back_up, restore
from flowbook.store.resuming import Resumed


def make_backup(
    target: Annotated[Path, typer.Argument(help="A folder, or the name of the file to write.")],
    data: Data,
    key: Annotated[
        bool, typer.Option("--key/--no-key", help="With the key of the bots' tokens, or without.")
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Write the database, the flows and the key into one file; also while the bots run."""
    with opened(data) as store:
        path = back_up(store, target, with_key=key)
    size = path.stat().st_size
    if as_json:
        show_json({"file": str(path), "bytes": size, "with_key": key})
        return
    say(f"{path}: {size / 1e6:.1f} MB.")
    if key:
        say("It holds the bots' tokens and your customers: keep it like a password.")


def restore_backup(
    file: Annotated[Path, typer.Argument(help="What `flowbook backup` has written.")],
    data: Data,
    as_json: AsJson = False,
) -> None:
    """Put a backup in the place of the data folder. What was there is put aside, not deleted."""
    done = restore(file, data)
    if as_json:
        aside = str(done.aside) if done.aside else None
        held = done.held
        counts = {"held": held.messages, "held_calls": held.calls, "dead_letters": held.arrivals}
        show_json({"made": done.made.isoformat(), "aside": aside, **counts})
        return
    say(f"{data} is as it was on {done.made:%Y-%m-%d at %H:%M} UTC.")
    if done.aside:
        say(f"What was there before lies in {done.aside}.")
    if done.held != Resumed(0, 0, 0):
        say(
            f"Messages held: {done.held.messages}, requests held: {done.held.calls}, arrivals put aside:"
            f" {done.held.arrivals}. They may have been dealt with since: look at them on the page “Health”."
        )
