"""Charts of what the collection holds and found: pictures for print and screen, with the same numbers in words."""
