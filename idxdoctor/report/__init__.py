"""Traces and findings as text for people and machines. Redaction stands at this door."""
