"""What pdm prints, read as a trace."""
