"""One package a client: its lookup as a generator, its auth steps, its behaviours by version. No I/O."""
