"""Test notebooks: conversations with sample customers, written in cells, played in the virtual world."""
