"""Made-up rows in bulk, for measuring: the same seed gives the same rows."""
