"""Forms of cells, derived from the shapes that their kinds declare."""
