"""Who took part, beside who lives there: age bands, districts, and who is missing. No tables.

A room of hearing inherits `models.Part` as its own table of who took part, asks with
`forms.AboutFields`, and shows `comparing.compare(parts, districts)` with `{% who_is_missing %}`
of `{% load sample %}`.
"""
