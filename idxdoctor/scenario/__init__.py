"""Scenarios: whole worlds as YAML, their loader, and the servers that they describe."""
