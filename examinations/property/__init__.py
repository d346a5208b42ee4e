"""Searches, property, devices and biometrics, as far as they follow from the facts and from committed data alone. Pure."""
