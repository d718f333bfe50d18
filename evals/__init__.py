"""How good the assistant is, measured. Nothing imports this."""
