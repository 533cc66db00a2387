"""Who took part, beside who lives there: age bands, districts, and who is missing. No tables."""
