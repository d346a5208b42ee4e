"""Pages of examinations. Each view goes through the door, reads its form, does one act and redirects."""
