"""What the drawing canvas says, in the interface's language: all its texts come from here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from builder.canvas.picture import Words
from builder.editor.palette import category_names
from builder.look.style import strokes
from builder.texts import _, catalogue, language
from flowbook.workspace import Workspace, declared


def words(workspace: Workspace) -> Words:
    """How steps are shown: types and fields by their names for people."""
    labels = ((name, one.label) for name, one in declared(workspace).items() if one.label)
    return _words(language(), tuple(labels))


@lru_cache(maxsize=32)
def _words(language: str, labels: tuple[tuple[str, str], ...]) -> Words:
    """The same as long as language and names are: with them stay the steps that were put into words."""
    return Words(catalogue(language).gettext, dict(labels), category_names(), strokes)


def texts() -> Mapping[str, str]:
    """By the keys that the frontend knows them by."""
    return _texts(language())


@cache
def _texts(language: str) -> Mapping[str, str]:
    """In the language that is the interface's now."""
    return {**_tools(), **_margins(), **_sentences(), **_help()}


def _tools() -> dict[str, str]:
    return {
        "canvas": _("Drawing of the flow"),
        "palette": _("Steps to add"),
        "find_kind": _("Find a step"),
        "no_kind": _("No step is called that. Try another word."),
        "add_step": _("Add a step"),
        "what_next": _("What comes next?"),
        "nothing": _("No steps yet. Begin with what starts the conversation."),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "tidy": _("Tidy"),
        "fit": _("Fit"),
        "lasso": _("Choose a part by a frame"),
        "find_step": _("Search this flow"),
        "found_none": _("No step has these words."),
        "larger": _("Larger"),
        "smaller": _("Smaller"),
        "minimap": _("Small map of the flow"),
        "selection": _("What is selected"),
        "collapse": _("Show small"),
        "copy": _("Copy"),
        "paste": _("Paste what was copied"),
        "duplicate": _("Duplicate"),
        "delete": _("Delete"),
        "insert_here": _("Put a step here"),
        "delete_way": _("Delete this way"),
        "close": _("Close"),
        "align_left": _("Align left"),
        "align_centre": _("Align at the centre"),
        "align_right": _("Align right"),
        "align_top": _("Align at the top"),
        "align_middle": _("Align in the middle"),
        "align_bottom": _("Align at the bottom"),
        "align_across": _("Spread evenly across"),
        "align_down": _("Spread evenly down"),
    }


def _margins() -> dict[str, str]:
    return {
        "add_note": _("Add a note"),
        "write_note": _("Write a note for your colleagues"),
        "note_text": _("Text of the note"),
        "group": _("Group"),
        "group_title": _("Name of the group"),
        "ungroup": _("Take the frame away"),
        "colour_amber": _("Amber"),
        "colour_green": _("Green"),
        "colour_blue": _("Blue"),
        "colour_violet": _("Violet"),
        "colour_rose": _("Rose"),
        "colour_grey": _("Grey"),
    }


def _sentences() -> dict[str, str]:
    return {
        "saved": _("Saved"),
        "saving": _("Saving…"),
        "stuck": _("We could not save for 20 seconds. Your work is kept in this browser; we go on trying."),
        "no_part": _("What you copied is no part of a flow. Copy steps here or in another flow first."),
        "too_long": _("What you copied is too long to be a part of a flow."),
        "then": _("Then"),
        "leading": _("“{way}” of “{step}”: choose a step with the arrows, another way with Tab."),
        "leading_to": _("“{way}” to “{step}”: press Enter to lead it there, Escape to stop."),
        "led": _("It leads to “{step}” now."),
        "ways_on": _("Ways on: {ways}"),
        "is_selected": _("Selected"),
        "selected_count": _("{count} selected"),
        "people_here": _("{count} are here now"),
        "tests_legend": _("What tests have seen"),
        "tested_checked": _("Checked by a test"),
        "tested_visited": _("Passed, nothing expected"),
        "tested_untouched": _("No test comes here"),
        "tested_never": _("Nobody can come here"),
    }


def _help() -> dict[str, str]:
    return {
        "help": _("Keys and gestures"),
        "sheet_steps": _("Steps and ways"),
        "sheet_edit": _("Changing"),
        "sheet_view": _("Looking"),
        "do_add": _("Add a step behind the selected one"),
        "do_form": _("Open the step's form"),
        "do_back": _("From its form back to the step"),
        "do_connect": _("Begin a way, then arrows and Enter"),
        "do_next": _("Next step; with Shift the one before"),
        "do_also": _("Select this step too, or no longer"),
        "do_move": _("Move, with Shift farther"),
        "do_delete": _("Delete what is selected"),
        "do_collapse": _("Show the step small, or whole"),
        "do_group": _("Put a frame around what is selected"),
        "do_note": _("Write a note"),
        "do_undo": _("Undo"),
        "do_redo": _("Redo"),
        "do_copy": _("Copy, also for another flow"),
        "do_cut": _("Cut"),
        "do_paste": _("Paste where the pointer is"),
        "do_duplicate": _("Duplicate"),
        "do_all": _("Select everything"),
        "do_tidy": _("Tidy the drawing, or what is selected"),
        "do_align": _("Align what is selected on the left"),
        "do_fit": _("Show the whole flow"),
        "do_larger": _("Larger"),
        "do_smaller": _("Smaller"),
        "do_find": _("Search for a step"),
        "do_palette": _("Show or hide the steps to add"),
        "do_lasso": _("Drag with Shift: select a part"),
        "do_pan": _("Drag with Space: move the view"),
        "do_escape": _("Close, or select nothing"),
        "do_help": _("This sheet"),
    }
