"""The pages about people, their accounts and their postings. None of them shows an examination or anything of its content."""
