"""Pages of the portal: HTTP only, one idea a file."""
