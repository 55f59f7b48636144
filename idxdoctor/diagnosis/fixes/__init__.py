"""What would mend a problem, and the proof that it does."""
