"""uv, from 0.6.0 on: what it asks an index, as whom, and when it stops."""
