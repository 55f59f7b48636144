"""What commands print that is not a report of runs."""
