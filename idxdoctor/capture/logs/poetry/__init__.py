"""What poetry prints, read as a trace."""
