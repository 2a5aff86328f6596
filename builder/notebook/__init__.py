"""The parts of the Test screen: a flow's notebooks, the cells of one, and the panels beside them."""
