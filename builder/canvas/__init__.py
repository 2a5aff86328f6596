"""The drawing canvas: a component on React Flow, what it draws and what it asks for."""
