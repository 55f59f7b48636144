"""A few extra requests that tell look-alikes apart, and what follows from their answers."""
