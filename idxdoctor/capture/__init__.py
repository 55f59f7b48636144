"""Real clients in a scenario's world: the loopback proxy that answers them, their runs, and the comparison."""
