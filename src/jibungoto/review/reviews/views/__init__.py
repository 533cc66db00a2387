"""Pages of looking back, one file an errand."""
