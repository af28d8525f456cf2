"""Screens of imports and exports."""
