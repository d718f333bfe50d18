"""Who uses the assistant: accounts, sessions, what each person asked before, and what they think of answers."""
