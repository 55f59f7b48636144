"""Many packages against the indexes, as a table."""
