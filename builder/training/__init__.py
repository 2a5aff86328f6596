"""Exercises for whoever learns a flow: predicting what the bot says, finding what is wrong with it."""
