"""Shapes of YAML values: one description reads a value, finds every fault with its place, and gives its schema."""
