"""Servers on loopback that answer a client from a scenario's world."""
