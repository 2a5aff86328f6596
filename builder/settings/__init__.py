"""The parts of the screen Settings: bots, the workspace's words and hours, and the person at the screen."""
