"""Real clients run in a sandbox of their own."""
