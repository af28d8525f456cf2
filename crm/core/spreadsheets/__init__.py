"""Spreadsheets as they are: reading .xlsx, .xls and .csv row by row, writing .xlsx and .csv row
by row.
"""
