"""The parts of the editor: tools above the map, the palette, the selected step's form, its ways, the
problems."""
