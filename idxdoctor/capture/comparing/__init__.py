"""What a real client did, held against what its model does."""
