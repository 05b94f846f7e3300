"""What files a board's paper may be, told from the bytes and not only from the name; and whether evidence is what its name says."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import PurePath

SAID = "PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), OpenDocument (.odt, .ods, .odp), CSV, plain text, PNG or JPEG"
PDF = "application/pdf"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
TYPES: Mapping[str, str] = {
    ".pdf": PDF,
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".odt": f"{_OPEN}.text",
    ".ods": f"{_OPEN}.spreadsheet",
    ".odp": f"{_OPEN}.presentation",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}
_MAGIC = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff"}
_PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/presentation.xml"}
_SPACES = frozenset("\t\r\n\f")


def type_of(name: str, content: bytes) -> str | None:
    """The content type of a file whose bytes are what its name says; None for one that is not allowed."""
    ending = PurePath(name).suffix.lower()
    if ending not in TYPES:
        return None
    if ending == ".pdf":
        right = _is_pdf(content)
    elif ending in _MAGIC:
        right = content.startswith(_MAGIC[ending])
    elif ending in (".csv", ".txt"):
        right = _is_text(content)
    else:
        right = _is_package(ending, content)
    return TYPES[ending] if right else None


def mistaken(name: str, content: bytes) -> str:
    """What to say of a file whose bytes are not what its name promises; empty where they are, or where its kind is none that is known here."""
    ending = PurePath(name).suffix.lower()
    if ending not in TYPES or type_of(name, content):
        return ""
    whole = " Perhaps it is broken, or only a part of it came: open it, save it again and send that." if content.startswith(b"%PDF-") else ""
    return f"{name} is not the {ending.removeprefix('.').upper()} file that its name says.{whole}"


def _is_pdf(content: bytes) -> bool:
    """A PDF whose pages can be counted. One behind a password is taken as it is."""
    from pypdf import PdfReader

    if b"%PDF-" not in content[:1024]:
        return False
    try:
        reader = PdfReader(io.BytesIO(content))
        return reader.is_encrypted or len(reader.pages) > 0
    except Exception:  # a broken file breaks its reader in as many ways as there are files
        return False


def _is_text(content: bytes) -> bool:
    """Words, in the encodings that spreadsheets write; no control characters, as programs and pictures have them."""
    for encoding in ("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not any(each < " " and each not in _SPACES for each in text)
    return False


def _is_package(ending: str, content: bytes) -> bool:
    """A zip that holds what an office document of this kind holds, and no macros. Nothing is unpacked but its type."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
            if any(PurePath(each).name.lower() == "vbaproject.bin" for each in names):
                return False
            if ending in _PARTS:
                return {"[Content_Types].xml", _PARTS[ending]} <= names
            if "mimetype" not in names or package.getinfo("mimetype").file_size > 200:
                return False
            return package.read("mimetype").strip() == TYPES[ending].encode()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        return False
