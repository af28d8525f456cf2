"""Rule version 2 of the monthly report: eight sections, words that people may edit."""
