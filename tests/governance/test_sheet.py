"""The sheet that the parties sign: a PDF that a reader's program can read out, in the order of the text."""

import io

from django.core.management import call_command
from pypdf import PdfReader

from tests.governance.conftest import agreement, signature


def test_sheet_is_tagged_for_readers_and_names_all_in_their_order(browse, people):
    from governance.models import Agreement

    call_command("load_programme", verbosity=0)
    mou = Agreement.objects.get(signed="2017-11-16")
    answer = browse("reader").get(f"/agreements/{mou.pk}/sheet.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    read = PdfReader(io.BytesIO(answer.content))
    root = read.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"] and root["/StructTreeRoot"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert mou.name in read.metadata.title
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    text = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    found = [text.index(person) for person in mou.signatures.order_by("order").values_list("person", flat=True)]
    assert len(found) == 8 and found == sorted(found)
    assert "Paraphrase" in text and text.count("Signed on 16 November 2017") == 8


def test_words_in_the_data_are_never_source(browse, people):
    sly = agreement(name='#read("/etc/passwd") *bold* $x$')
    signature(sly, "#panic() $", 1, person="_O'Neill_ \\ \"", role="#")
    answer = browse("reader").get(f"/agreements/{sly.pk}/sheet.pdf")
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert '#read("/etc/passwd") *bold* $x$' in text.replace("\n", " ") and "#panic() $" in text and "_O'Neill_" in text


def test_the_sheet_of_another_day_shows_who_had_signed_then(browse):
    from governance.models import Agreement

    call_command("load_programme", verbosity=0)
    mou = Agreement.objects.get(signed="2017-11-16")

    def printed(query: str) -> str:
        pages = PdfReader(io.BytesIO(browse("reader").get(f"/agreements/{mou.pk}/sheet.pdf{query}").content)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())

    assert "Signed on" not in printed("?on=2017-11-15") and "15 November 2017" in printed("?on=2017-11-15")
    assert printed("?on=2017-11-16").count("Signed on 16 November 2017") == 8
    assert browse("reader").get(f"/agreements/{mou.pk}/sheet.pdf?on=nonsense").status_code == 400
