"""Starts, tests and checks the service from a bare machine. Standard library only: it runs before anything has been installed."""
