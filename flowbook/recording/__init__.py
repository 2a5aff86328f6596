"""Talks made into test notebooks: those of a rehearsal, and those that were had with real customers."""

from flowbook.recording.record import Recording, Scene, record
from flowbook.recording.refusal import NotRecorded
from flowbook.recording.talk import Deed, Talk

__all__ = ["Deed", "NotRecorded", "Recording", "Scene", "Talk", "record"]
