"""A plugin that has poetry or pdm hand over what it logs, with which verbosity it may ever run.

It runs inside the client's own Python, from 3.8 on, so it has nothing but the standard library and the client.
"""
