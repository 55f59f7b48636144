"""What pip prints, read as a trace."""
