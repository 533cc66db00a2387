"""The geometry of sheets that are filled with a pen, and reading them from pictures. Pure."""
