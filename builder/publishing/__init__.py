"""The parts of the screen Publish: what changes, who is inside, what stops it, and what was live before."""
