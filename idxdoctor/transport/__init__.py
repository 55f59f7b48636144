"""Who performs what a lookup asks for: a scenario in memory, the network, or the network mocked."""
