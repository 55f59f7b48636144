"""Rules that read a trace and say why a lookup went wrong."""
