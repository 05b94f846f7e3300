"""Documents for print: Typst templates beside the pages' own, filled with data, as tagged PDF/UA-1."""

from typing import Any

from django.conf import settings

from .wire import dumps


def pdf(template: str, data: dict[str, Any]) -> bytes:
    """A template under `templates/` with its data, which it reads as JSON from `sys.inputs.data`: words are never source.

    It uses Typst's own fonts alone, so that it looks the same on every machine.
    """
    import typst  # 20 MB, of no use to a worker that prints nothing

    return typst.compile(
        str(settings.BASE_DIR / "templates" / template),
        root=str(settings.BASE_DIR / "templates"),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"data": dumps(data).decode()},
    )
