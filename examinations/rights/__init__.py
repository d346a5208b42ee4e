"""A detained person's rights and welfare, as far as they follow from the facts alone. Pure."""
