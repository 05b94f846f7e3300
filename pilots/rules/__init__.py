"""What pilots go by, in plain Python: no database, no HTTP."""
