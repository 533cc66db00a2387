"""The template tags of `{% load ui %}`, one idea a module; each registers on library.register."""
