"""Screens of 报送表: list, form, map, fillings."""
