"""Papers: what files they may be, and that a restricted one does not exist for those who are not entitled to it."""

import base64
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from devo_portal.core.models import Role
from devo_portal.core.writes import Refused
from governance import services
from governance.models import Paper
from governance.rules.papers import type_of
from tests.factories import person
from tests.governance.rooms import a_pdf, encrypted, held, room, seat


@pytest.fixture
def place(people):
    made = room(people["secretary"])
    made.item = services.create_item(by=made.by, meeting=made.meeting, title="Receipts")
    return made


def add(place, title="Offer", **fields):
    return services.create_paper(by=place.by, item=place.item, title=title, **fields)


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("ContentTypes", "[Content_Types].xml"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "good"),
    [
        ("a.pdf", a_pdf("Words"), True),
        ("a.pdf", encrypted(a_pdf("Words")), True),
        ("a.pdf", b"%PDF-1.7 ...", False),
        ("a.pdf", a_pdf("Words")[:400], False),
        ("a.pdf", b"%PDF-1.7\n" + b"\x00" * 2000 + b"\n%%EOF", False),
        ("a.PDF", b"MZ\x90\x00", False),
        ("a.pdf.exe", b"%PDF-1.7", False),
        ("a.png", b"\x89PNG\r\n\x1a\n0", True),
        ("a.jpeg", b"\xff\xd8\xff\xe0", True),
        ("a.png", b"\xff\xd8\xff\xe0", False),
        ("a.csv", "a,b\nç,1\n".encode(), True),
        ("a.csv", "£,1\n".encode("cp1252"), True),
        ("a.txt", b"a\x00b", False),
        ("a.svg", b"<svg/>", False),
        ("a.html", b"<p>", False),
        ("a", b"words", False),
        ("a.docx", zipped(**{"ContentTypes": "x", "word/document.xml": "x"}), True),
        ("a.docx", zipped(**{"ContentTypes": "x", "word/document.xml": "x", "word/vbaProject.bin": "x"}), False),
        ("a.xlsx", zipped(**{"ContentTypes": "x", "word/document.xml": "x"}), False),
        ("a.odt", zipped(mimetype="application/vnd.oasis.opendocument.text"), True),
        ("a.ods", zipped(mimetype="application/vnd.oasis.opendocument.text"), False),
        ("a.pptx", b"PK\x03\x04 broken", False),
    ],
)
def test_types_are_told_from_the_bytes(name, content, good):
    assert bool(type_of(name, content)) is good


def test_a_wrong_file_is_refused_beside_it_and_the_cover_is_kept(place, browse):
    page, path = browse("secretary"), f"/agenda-items/{place.item.pk}/paper/"
    answer = page.post(path, {"title": "Offer", "purpose": "To sell.", "file": SimpleUploadedFile("offer.pdf", b"MZ program")})
    said = answer.content.decode()
    assert answer.status_code == 409 and "Rule: paper type" in said and "To sell." in said
    assert "file" in answer.context["form"].errors
    big = page.post(path, {"title": "Offer", "file": SimpleUploadedFile("offer.pdf", b"%PDF-" + b"0" * 20 * 1024 * 1024)})
    assert big.status_code == 409 and "Rule: paper too large" in big.content.decode()
    assert not Paper.objects.exists()


def test_by_api_a_file_comes_as_base64_and_goes_as_it_came(place, call, browse):
    content = a_pdf("The offer")
    body = {"item": str(place.item.pk), "title": "Offer", "file_name": "offer.pdf", "file": base64.b64encode(content).decode()}
    answer = call("secretary").post("/api/v1/papers/", body)
    assert answer.status_code == 201, answer.content
    file = browse("reader").get(answer.json()["file_url"])
    assert (file.content, file["X-Content-Type-Options"]) == (content, "nosniff") and file["Content-Disposition"].startswith("attachment;")
    wrong = call("secretary").post("/api/v1/papers/", {**body, "file_name": "offer.docx"})
    assert (wrong.status_code, wrong.json()["type"], wrong.json()["errors"][0]["pointer"]) == (409, "/problems/paper-type", "/file")


def test_papers_are_replaced_before_the_meeting_and_fixed_after(place, people):
    paper = add(place, file=("a.txt", b"one"))
    first = paper.sha256
    paper = services.update_paper(by=place.by, pk=paper.pk, version=paper.version, file=("b.txt", b"two"))
    assert paper.sha256 != first
    from governance.selectors import paper_history

    assert any(change["before"] == first for act in paper_history(place.by, paper.pk) for change in act["changes"])
    after = held(place.by)
    with pytest.raises(Refused) as refused:
        services.create_paper(by=place.by, item=after.meeting.items.first(), title="Late")
    assert refused.value.rule == "meeting-held"
    place.meeting.status = "held"
    place.meeting.save()
    for act in (services.update_paper, services.remove_paper):
        with pytest.raises(Refused) as refused:
            act(by=place.by, pk=paper.pk, version=paper.version, reason="Late.")
        assert refused.value.rule == "meeting-held"


def channels(place, client, caller):
    """What each way into the portal answers, as bytes."""
    item, meeting = place.item.pk, place.meeting.pk
    api = [f"meetings/{meeting}/", "meetings/", f"agenda-items/{item}/", "agenda-items/", "papers/", "papers/?count=true", "papers/?q=valuation"]
    api += ["activity/?limit=200", "search/?q=valuation", f"papers/?item={item}", "programme/", "boards/", "attendance/", "minutes/"]
    answers = {path: caller.get(f"/api/v1/{path}") for path in api}
    answers |= {path: client.get(path) for path in (f"/meetings/{meeting}/", f"/meetings/{meeting}/history/", "/activity/", "/search/?q=valuation")}
    told = {path: (answer.status_code, steady(answer.content), answer.headers.get("ETag")) for path, answer in answers.items()}
    pack = client.get(f"/meetings/{meeting}/pack.pdf")
    pages = PdfReader(io.BytesIO(pack.content)).pages
    return {**told, "pack": [each.extract_text() for each in pages], "agenda": client.get(f"/meetings/{meeting}/agenda.pdf").status_code}


def steady(content):
    """Without what no two answers share: the time of the figures, nonces and form tokens."""
    import re

    text = re.sub(r'(nonce=|csrfmiddlewaretoken" value=)"[^"]*"', "", content.decode())
    return re.sub(r"as at \d+ \w+ \d{4}, \d\d:\d\d|\"as_at\":\"[^\"]*\"", "", text)


@pytest.mark.parametrize("role", ["reader", "haringey"])
def test_a_restricted_paper_leaves_no_trace_for_others(place, browse, call, role):
    add(place, "Summary")
    client, caller = browse(role), call(role)
    before = channels(place, client, caller)
    paper = add(place, "Valuation", restricted=True, grounds="The price.", file=("valuation.pdf", a_pdf("Valuation")))
    services.update_paper(by=place.by, pk=paper.pk, version=paper.version, author="Valuer", reason="The valuation came.")
    assert channels(place, client, caller) == before
    for path in (f"/papers/{paper.pk}/", f"/papers/{paper.pk}/file/", f"/api/v1/papers/{paper.pk}/"):
        answer = (caller if "api" in path else client).get(path)
        nothing = (caller if "api" in path else client).get(path.replace(str(paper.pk), "01a20080-94d3-7764-868d-265fb93b013a"))
        assert answer.status_code == nothing.status_code == 404
    assert caller.patch(f"/api/v1/papers/{paper.pk}/", {"title": "x"}, 1).status_code == 403
    assert browse("secretary").get(f"/papers/{paper.pk}/file/").status_code == 200
    assert add(place, "After").ref == f"PAP-{int(Paper.objects.get(title='Summary').ref[4:]) + 1}", "its number leaves no gap"


@pytest.mark.parametrize(
    ("fields", "sees"),
    [
        ({"capacity": "member"}, True),
        ({"capacity": "adviser", "votes": False}, True),
        ({"capacity": "observer"}, False),
        ({"left": "2017-05"}, False),
        ({"joined": "2999"}, False),
    ],
)
def test_who_sits_on_the_board_today_sees_its_restricted_papers(place, people, fields, sees):
    from django.test import Client

    reader = person(Role.READER, "A borough")
    seat(place.board, "Chief officer", person=reader, **fields)
    paper = add(place, "Valuation", restricted=True, grounds="The price.", file=("v.pdf", a_pdf("Valuation words")))
    client = Client()
    client.force_login(reader)
    expected = 200 if sees else 404
    assert [client.get(f"/papers/{paper.pk}{end}").status_code for end in ("/", "/file/")] == [expected, expected]
    assert ("Valuation" in client.get(f"/meetings/{place.meeting.pk}/").content.decode()) is sees
    pages = PdfReader(io.BytesIO(client.get(f"/meetings/{place.meeting.pk}/pack.pdf").content)).pages
    assert any("Valuation" in each.extract_text() for each in pages) is sees


def test_the_pack_is_tagged_and_numbered_through_and_names_what_it_cannot_hold(place, browse):
    good = a_pdf("First page of the offer", "Second page of the offer")
    add(place, "Offer", author="Head of estates", considerations="Boroughs agree.", file=("offer.pdf", good))
    add(place, "Locked", file=("locked.pdf", encrypted(good)))
    broken = add(place, "Broken", file=("broken.pdf", good))
    _break(broken, good[: len(good) // 3])
    add(place, "Sheet", file=("sheet.csv", b"a,b\n"))
    answer = browse("reader").get(f"/meetings/{place.meeting.pk}/pack.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    read = PdfReader(io.BytesIO(answer.content))
    root, pages = read.trailer["/Root"], [each.extract_text() for each in read.pages]
    assert root["/MarkInfo"]["/Marked"] and root["/StructTreeRoot"] and root["/Lang"] == "en-GB"
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    assert len(pages) == 7, "the agenda, a cover and two pages, three covers"
    assert all(f"Page {number} of {len(pages)}" in text for number, text in enumerate(pages, 1))
    whole = " ".join(" ".join(pages).split())
    assert "protected by a password" in whole and "is broken" in whole and "it is no PDF: download it" in whole and "Boroughs agree." in whole
    alts = [each.get_object()["/Alt"] for each in figures(root["/StructTreeRoot"])]
    assert len(alts) == 2 and "First page of the offer" in alts[0] and "Second page of the offer" in alts[1]


def _break(paper, content):
    """As a paper that was taken before files were read: its bytes are no whole PDF."""
    import hashlib

    Paper.objects.filter(pk=paper.pk).update(content=content, sha256=hashlib.sha256(content).hexdigest())


def test_a_broken_pdf_is_refused_in_words_on_every_way_in(place, browse, call):
    cut = a_pdf("The offer")[:400]
    page = browse("secretary").post(f"/agenda-items/{place.item.pk}/paper/", {"title": "Offer", "file": SimpleUploadedFile("offer.pdf", cut)})
    assert page.status_code == 409 and "offer.pdf is not the PDF file that its name says. Perhaps it is broken" in page.content.decode()
    body = {"item": str(place.item.pk), "title": "Offer", "file_name": "offer.pdf", "file": base64.b64encode(cut).decode()}
    answer = call("secretary").post("/api/v1/papers/", body)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/paper-type") and "Perhaps it is broken" in answer.json()["detail"]
    assert not Paper.objects.exists()


@pytest.mark.parametrize(("name", "content"), [("letter.pdf", b"%PDF-1.7 ..."), ("letter.docx", b"MZ"), ("scan.png", b"\xff\xd8\xff\xe0")])
def test_evidence_is_what_its_name_says(name, content):
    from django.core.exceptions import ValidationError

    from governance.forms import EvidenceFields
    from governance.models import Evidence
    from governance.serializers import EvidenceInput

    with pytest.raises(ValidationError, match="file that its name says"):
        Evidence(title="Letter").hold(name, "", content)
    form = EvidenceFields({"evidence_title": "Letter"}, {"evidence_file": SimpleUploadedFile(name, content)})
    assert not form.is_valid() and "file that its name says" in form.errors["evidence_file"][0]
    sent = EvidenceInput(data={"title": "Letter", "file_name": name, "file": base64.b64encode(content).decode()})
    assert not sent.is_valid() and "file that its name says" in str(sent.errors["file"])


def test_evidence_may_be_of_a_kind_that_is_not_known_here():
    from governance.models import Evidence

    for name, content in (("mail.eml", b"From: x\x00"), ("signature.p7s", b"\x30\x82"), ("letter.pdf", a_pdf("Agreed"))):
        held = Evidence(title="Letter")
        held.hold(name, "", content)
        assert held.size == len(content)


def figures(node):
    node = node.get_object()
    kids = node.get("/K", []) if hasattr(node, "get") else []
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    if hasattr(node, "get") and node.get("/S") == "/Figure":
        yield node
    for kid in kids if isinstance(kids, list) else [kids]:
        if hasattr(kid.get_object() if hasattr(kid, "get_object") else kid, "get"):
            yield from figures(kid)
