"""Real commands of the user, run as they are, and what is seen of them: in the client's log, or on the wire."""
