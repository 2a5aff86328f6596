"""What notebooks notice of mutants, and which mutants nobody can notice."""

from dataclasses import replace

from flowbook.explore import Land, explore
from flowbook.flow import Flow, Node
from flowbook.mutation import mutants
from flowbook.mutation.excuses import NO_DIFFERENCE, NO_WAY, NOBODY, Excuses
from flowbook.mutation.mutant import Mutant
from flowbook.mutation.score import EQUIVALENT, KILLED, SURVIVED, by_kind, first_failure, score
from flowbook.notebook.reading import read_notebook
from flowbook.notebook.stage import Ground
from flowbook.setting import Setting, library_of
from flowbook.workspace import workspace_from_json

PLACE = workspace_from_json({"fields": [{"name": "guests", "label": "Guests", "kind": "number"}]})


def branch(name: str, op: str, value: int) -> dict:
    return {"id": name, "rule": {"field": "guests", "op": op, "value": value}}


def table(first: dict, second: dict) -> Flow:
    """Asks for a number, and parts by two branches."""
    question = {"text": "How many?", "kind": "number", "save_to": "guests", "minimum": 0}
    return Flow(
        "table",
        "A table",
        (
            Node("begin", "command", "Begin", {"name": "table"}, {"next": "many"}),
            Node("many", "question", "How many?", question, {"answered": "size"}),
            Node(
                "size",
                "condition",
                "Which room?",
                {"branches": [first, second]},
                {"big": "hall", "small": "corner", "otherwise": "nobody"},
            ),
            Node("hall", "message", "Hall", {"text": "You get the hall."}, {}),
            Node("corner", "message", "Corner", {"text": "You get the corner."}, {}),
            Node("nobody", "message", "Nobody", {"text": "Nobody comes?"}, {}),
        ),
    )


FLOW = table(branch("big", "at_least", 8), branch("small", "at_least", 1))


def ground(flow: Flow, *cells: str) -> Ground:
    told = ["say: /table", *cells]
    rows = "".join(f"  - {{id: c{number}, {cell}}}\n" for number, cell in enumerate(told))
    text = f"notebook: A table\nflow: table\ncells:\n{rows}"
    return Ground(read_notebook(text), flow, Setting(PLACE, library_of(flow)))


def mutant(flow: Flow, part: str) -> Mutant:
    return next(one for one in mutants(flow) if part in one.what)


def test_a_notebook_that_asks_at_the_limit_notices_another_limit() -> None:
    moved = mutant(FLOW, "guests is at least 9")
    assert first_failure([ground(FLOW, 'say: "20"', "expect: {reply: You get the hall.}")], moved) == ""
    sentence = first_failure([ground(FLOW, 'say: "8"', "expect: {reply: You get the hall.}")], moved)
    assert "“You get the hall.”" in sentence


def test_the_score_leaves_out_what_nobody_can_notice() -> None:
    killed, other, alike = (
        mutant(FLOW, part) for part in ("least 9", "“Hall” is passed", "“Corner” is passed")
    )
    notebook = ground(FLOW, 'say: "8"', "expect: {node: hall}")
    counted = score([notebook], [killed, other, alike], lambda one: "It is the same." if one is alike else "")
    assert [fate.outcome for fate in counted.fates] == [KILLED, KILLED, EQUIVALENT]
    assert counted.percent == 100


def test_survivors_count_and_are_told_by_kind() -> None:
    nothing = score([ground(FLOW)], [mutant(FLOW, "guests is at least 9")])
    assert nothing.percent == 0
    assert [fate.outcome for fate in nothing.fates] == [SURVIVED]
    assert by_kind(nothing) == {"threshold": (0, 1)}
    assert score([], []).percent == 100


def excused(flow: Flow, part: str) -> str:
    land = Land(flow, PLACE)
    return Excuses(land, explore(land)).excuse(mutant(flow, part))


def test_a_limit_that_an_earlier_branch_hides_makes_no_difference() -> None:
    hidden = table(branch("big", "at_least", 0), branch("small", "at_least", 5))
    assert excused(hidden, "guests is at least 6") == NO_DIFFERENCE
    assert excused(FLOW, "guests is at least 9") == ""


def test_a_branch_that_nobody_can_take_may_be_missing() -> None:
    hidden = table(branch("big", "at_least", 5), branch("small", "at_least", 8))
    assert excused(hidden, "“guests is at least 8” is missing") == NO_DIFFERENCE
    assert excused(FLOW, "“guests is at least 8” is missing") == ""


def test_branches_that_lead_to_the_same_step_make_no_difference() -> None:
    exits = {"big": "hall", "small": "hall", "otherwise": "nobody"}
    both = replace(FLOW, nodes=tuple(replace(n, exits=exits) if n.id == "size" else n for n in FLOW.nodes))
    assert excused(both, "guests is at least 9") == NO_DIFFERENCE


def test_ways_that_nobody_takes_and_steps_that_nobody_comes_to_are_excused() -> None:
    never = table(branch("big", "at_least", 8), branch("small", "at_least", 9))
    assert excused(never, "“guests is at least 9” leads nowhere") == NO_WAY
    assert excused(never, "“Corner”, “What the bot says”") == NOBODY
