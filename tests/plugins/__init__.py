"""What the suite needs before and around its tests: the embedded servers, a database for each worker, the live service for journeys."""
