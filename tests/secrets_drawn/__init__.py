"""Random worlds with random secrets, told by every command in every format, and searched for the secrets."""
