"""The pure engines."""
