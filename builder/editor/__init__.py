"""The parts of the editor beside the canvas: the palette as a dialog, the selected step's form, its ways, the
problems."""
