"""What follows from numbers and days alone: no row is read or written here."""
