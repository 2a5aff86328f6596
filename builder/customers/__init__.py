"""The parts of the screen Customers: the table, one customer's page, import and export."""
