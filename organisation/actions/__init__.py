"""What an administrator does to accounts, postings and access: one function for each act, each ending in one entry of the ledger."""
