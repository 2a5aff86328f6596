"""Exercises for whoever learns a flow: what will the bot say, and what is wrong with this one."""

from flowbook.training.quiz import Question, questions
from flowbook.training.riddle import Riddle, riddle

__all__ = ["Question", "Riddle", "questions", "riddle"]
