"""Pages of surveys, one file an errand: HTTP only."""
