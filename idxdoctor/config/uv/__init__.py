"""What uv reads of its configuration, in which order, and what it makes of it."""
