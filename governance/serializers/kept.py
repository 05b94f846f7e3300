"""What every answer of governance ends with."""

KEPT = ("source", "illustrative", "version", "updated_at")
