"""Free text: words, likeness, clusters with keywords and central sentences. Pure."""
