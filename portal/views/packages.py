"""Reading code of the public pages."""
