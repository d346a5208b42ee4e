"""The walk of every address: a world with something of everything in it, the table of what is expected, and the scan for what leaks."""
