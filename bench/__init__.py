"""The benchmarks of `make bench`: what a page, a save, a check of the ledger and a document cost, as ratios measured in one run.
Everything runs on servers and databases of its own, kept outside the checkout so that a million records are made only once."""
