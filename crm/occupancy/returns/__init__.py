"""楼宇运营月报: who owes one, what it differs in, what it would do to the rates, how it is read."""
