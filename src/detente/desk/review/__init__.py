"""Review: the queue of what was read, and the rulings of the analysts."""
