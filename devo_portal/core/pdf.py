"""Documents for print: Typst templates beside the pages' own, filled with data, as tagged PDF/UA-1; and PDF files read page by page."""

import io
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from .wire import dumps

SHARP = 120.0  # dots per inch of a page shown as a picture: readable in print, about 200 kB
LONGEST = 300  # pages
_LEAVES = """#set page(width: auto, height: auto, margin: 0pt)
#for page in range(1, {last}) {{
  pagebreak(weak: true)
  image("file.pdf", page: page)
}}
"""


class Leaf(NamedTuple):
    """A page of a PDF file: as a picture (PNG), and in words."""

    picture: bytes
    words: str


class Unreadable(Exception):
    """A PDF file whose pages cannot be shown. Says why, to follow “it”: `is protected by a password`."""


def pdf(template: str, data: dict[str, Any], files: Mapping[str, bytes] | None = None) -> bytes:
    """A template under `templates/` with its data, which it reads as JSON from `sys.inputs.data`: words are never source.

    `files` stand beside the template by their names, for it to show; it can read nothing else. Names are ours, never a
    person's. It uses Typst's own fonts alone, so that it looks the same on every machine.
    """
    import typst  # 20 MB, of no use to a worker that prints nothing

    with tempfile.TemporaryDirectory() as folder:
        main = Path(folder) / "main.typ"
        main.write_bytes((settings.BASE_DIR / "templates" / template).read_bytes())
        for name, content in (files or {}).items():
            (Path(folder) / name).write_bytes(content)
        return typst.compile(
            str(main), root=folder, ignore_system_fonts=True, format="pdf", pdf_standards=["ua-1"], sys_inputs={"data": dumps(data).decode()}
        )


def leaves(content: bytes) -> list[Leaf]:
    """The pages of a PDF file. PDF/UA does not let one PDF stand inside another, so that each page becomes a picture whose
    words are told beside it. Raises Unreadable."""
    words = _words(content)
    return [Leaf(picture, text) for picture, text in zip(_pictures(content, len(words)), words, strict=True)]


def _words(content: bytes) -> list[str]:
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise Unreadable("is protected by a password")
        if not 0 < len(reader.pages) <= LONGEST:
            raise Unreadable(f"has {len(reader.pages)} pages; {LONGEST} can be shown")
        return [" ".join(page.extract_text().split()) for page in reader.pages]
    except Unreadable:
        raise
    except Exception as error:  # a broken file breaks its reader in as many ways as there are files
        raise Unreadable("is broken, and cannot be read") from error


def _pictures(content: bytes, count: int) -> list[bytes]:
    import typst

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "file.pdf").write_bytes(content)
        main = Path(folder) / "main.typ"
        main.write_text(_LEAVES.format(last=count + 1))
        try:
            made = typst.compile(str(main), root=folder, ignore_system_fonts=True, format="png", ppi=SHARP)
        except RuntimeError as error:
            raise Unreadable("is broken, and cannot be shown") from error
    pictures = made if isinstance(made, list) else [made]
    if len(pictures) != count:
        raise Unreadable("is broken, and cannot be shown")
    return pictures
