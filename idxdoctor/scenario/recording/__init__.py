"""A live trace made into a scenario: everything in it made up anew, but what matters kept."""
