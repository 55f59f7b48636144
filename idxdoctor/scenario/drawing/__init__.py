"""Random worlds, the same for the same seed: their indexes, servers and credentials."""
