"""The parts of the home screen: cards of flows, the dialog for new ones, import and export."""
