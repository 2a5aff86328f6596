"""The parts of the screen Health: the program, its queues, its bots, and what waits for its owner."""
