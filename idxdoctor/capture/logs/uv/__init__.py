"""What uv logs, release by release, read as a trace."""
