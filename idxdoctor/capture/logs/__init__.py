"""Traces rebuilt from what real clients log: one pass over the text, one module a client."""
