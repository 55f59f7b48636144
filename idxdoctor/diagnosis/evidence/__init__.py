"""What rules look at in a trace, one kind of fact a module."""
