"""Reports for people and machines: each format a function of the runs."""
