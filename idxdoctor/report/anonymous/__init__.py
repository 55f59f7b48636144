"""Runs under other names."""
