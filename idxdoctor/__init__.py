"""Shows where a package manager dropped the credentials for a private index, and why."""

__version__ = "0.1.0"
