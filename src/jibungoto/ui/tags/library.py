"""The one library all tags of the ui register on."""

from django.template import Library

register = Library()
