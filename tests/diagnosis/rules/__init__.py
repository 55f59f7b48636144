"""Each rule: worlds in which it speaks, and ones that are nearly the same, in which it is silent."""
