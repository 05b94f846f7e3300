"""From the bytes of a file to its sheets, and from a sheet to rows of texts. Knows no kind of file that the register takes.

Refuses as ValidationError on `file` what cannot be read: each refusal says what was found and what to do.
"""

from .book import MOST_COLUMNS, MOST_ROWS, Book, Sheet, check_size, open_book
from .headings import Table, find_table, heading_rows, named_apart, table_at

__all__ = ["MOST_COLUMNS", "MOST_ROWS", "Book", "Sheet", "Table", "check_size", "find_table", "heading_rows", "named_apart", "open_book", "table_at"]
