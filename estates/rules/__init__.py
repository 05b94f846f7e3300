"""What is true of places, as plain functions: no database, no person."""
