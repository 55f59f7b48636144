"""Reads what the user gave (files, variables, arguments) into a plan, each value with its provenance."""
