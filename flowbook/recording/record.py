"""A talk made into a test notebook, and held to it: what is written has to play as the talk went."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from flowbook.copies import altered
from flowbook.customer import NOTHING
from flowbook.errors import UnreadableFile
from flowbook.flow import Flow
from flowbook.notebook.company import company
from flowbook.notebook.playing import Options, run_notebooks
from flowbook.notebook.reading import read_notebook
from flowbook.notebook.stage import Ground
from flowbook.notebook.writing import written
from flowbook.recording.document import Place, document
from flowbook.recording.needed import needed
from flowbook.recording.refusal import NotRecorded
from flowbook.recording.spelling import Data, person_data, start_text
from flowbook.recording.taking import Take, take
from flowbook.recording.talk import Talk
from flowbook.recording.trail import flows_of, parting, parting_sentence, trail
from flowbook.rules.readings import zone_of
from flowbook.schedule import zone as zone_named
from flowbook.setting import Setting, library_of
from flowbook.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Scene:
    """What a talk was had with: the flow, the workspace, and other flows there are, by id."""

    flow: Flow
    workspace: Workspace
    others: Mapping[str, Flow] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Recording:
    """A talk that can be played again: its head, and its turns."""

    ground: Ground
    head: Data
    take: Take

    def titled(self, title: str) -> Recording:
        return replace(self, head={**self.head, "notebook": title})

    def text(self, note: str = "", tight: Collection[Place] = ()) -> str:
        """The notebook's file. Raises NotRecorded where the file would not play as it was taken."""
        text = document(self.head, self.take, note, tight)
        _proved(self, text)
        return text


def record(scene: Scene, talk: Talk, title: str) -> Recording:
    """Raises NotRecorded, with the reason, where the talk cannot be had again by a notebook."""
    recording = recorded(scene, talk, title)
    _refuse_parting(talk, recording)
    lean = altered(talk, customer=needed(recording.ground.setting, talk))
    shorter = recorded(scene, lean, title)
    _refuse_parting(talk, shorter)
    return shorter


def recorded(scene: Scene, talk: Talk, title: str) -> Recording:
    """Played again, whether it comes to the same or not."""
    ground, head = ground_for(scene, talk, title)
    return Recording(ground, head, take(ground, talk))


def ground_for(scene: Scene, talk: Talk, title: str) -> tuple[Ground, Data]:
    """What the notebook will be played on, and its head."""
    beside = _beside(scene, talk)
    zone = zone_named(zone_of(scene.flow.timezone, scene.workspace.timezone))
    head: Data = {"notebook": title, "flow": scene.flow.id}
    head |= {"beside": beside} if beside else {}
    head |= {"start": start_text(talk.start, zone), "customers": [person_data(talk.customer, zone)]}
    flows = company([scene.flow.id, *beside], {**scene.others, scene.flow.id: scene.flow})
    setting = Setting(scene.workspace, library_of(*flows))
    notebook = read_notebook(written(head, [{"id": "about", "note": title}]))
    return Ground(notebook, scene.flow, setting), head


def _beside(scene: Scene, talk: Talk) -> list[str]:
    """Flows that took part and that the own one does not lead to."""
    known = {**scene.others, scene.flow.id: scene.flow}
    led = {flow.id for flow in company([scene.flow.id], known)}
    took_part = [name for name in flows_of(talk.records) if name not in led]
    for name in took_part:
        if name not in known:
            raise NotRecorded(f"The flow “{name}” took part, and it is not here any more.")
    return took_part


def _refuse_parting(talk: Talk, recording: Recording) -> None:
    ground = recording.ground
    flows = ground.setting.library.live.keys()
    found = parting(trail(talk.records, flows), trail(recording.take.records, flows))
    if found:
        raise NotRecorded(parting_sentence(ground, found))


def _proved(recording: Recording, text: str) -> None:
    """What the file says, read and played as `flowbook test` does it, is what was taken."""
    try:
        notebook = read_notebook(text)
    except UnreadableFile as error:
        raise NotRecorded(f"The test cannot be written down: {error.sentence}") from None
    ground = replace(recording.ground, notebook=notebook)
    run = run_notebooks([ground], Options(strict=True, keep=True)).notebooks[0].runs[0]
    for outcome in run.outcomes:
        for failure in outcome.failures:
            raise NotRecorded(f"Played again, the test does not pass. {failure.sentence}")
    if run.last is None or run.last.world.log != recording.take.records:
        raise NotRecorded("Played again, the test does not come to the same.")
