"""What leaves the service on paper: a record frozen in plain values, and the notices, receipts, reviews and packs made from it."""
