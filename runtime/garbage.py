"""How Python looks for garbage while the runtime runs."""

from __future__ import annotations

import gc

from flowbook.nodes import node_types

YOUNG = 10_000
"""New things between two looks. A batch makes some thousands that live until it is written; looked at every
700, as Python does by itself, they would be looked at again and again."""


def settle() -> None:
    """What is loaded now stays until the end. Left out of the search for garbage, it holds up no answer."""
    node_types()
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)
