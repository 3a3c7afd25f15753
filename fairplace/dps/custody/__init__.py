"""How long things are kept, what may not go, what goes by rule, what somebody may have of what is held, copies."""
