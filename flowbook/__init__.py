"""Flowbook's kernel: what a flow is, what it does, how it is tested."""

__version__ = "0.1.0"
