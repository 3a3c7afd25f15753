"""Questions of the market, answered for everybody (Q5)."""
