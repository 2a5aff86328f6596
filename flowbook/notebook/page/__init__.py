"""A report as one HTML page that stands alone."""

from flowbook.notebook.page.document import page

__all__ = ["page"]
