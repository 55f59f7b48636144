"""Checks and logs kept as scenarios that anybody can replay."""
