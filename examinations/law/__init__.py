"""The law as data: the committed files, how they get into the tables, and which version holds for a record."""
