"""确认表: what an operator sent, to be signed and stamped."""
