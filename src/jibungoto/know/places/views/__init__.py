"""Pages of districts and small areas: HTTP only. The home of a district is the portal's."""
