"""Pages of plans, one file an errand."""
