"""The tour for newcomers: from a template to a published flow in four short steps, beside the work."""
