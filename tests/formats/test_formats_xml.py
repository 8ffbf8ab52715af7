"""XML of the wires: what it must not do, what is mended and said so, and what is refused with a plain sentence."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.formats import parse
from pipelines.formats.dead import RefusedError
from pipelines.formats.detect import detect
from pipelines.formats.reading import Limits
from pipelines.formats.xml import attribute, children, line_of, parse_xml, whole_elements
from pipelines.formats.xml_text import form_of_element, text_of_element
from schemas import DeadLetter, Story
from tests.formats.damage import damaged

FOLDERS = ("nitf", "newsmlg2", "newsml1")
SEEDS = [path for folder in FOLDERS for path in sorted((Path(__file__).parents[2] / "seeds/stories" / folder).iterdir())]


def text(body: str) -> str:
    return text_of_element(parse_xml(f"<x>{body}</x>".encode()).root)


def refused(data: bytes, limits: Limits = Limits()) -> str:
    with pytest.raises(RefusedError) as caught:
        parse_xml(data, limits)
    return str(caught.value)


@pytest.mark.parametrize(
    "subset",
    [
        '<!ENTITY x "laugh">',
        '<!ENTITY x SYSTEM "file:///etc/hostname">',
        '<!ENTITY\n\tx "laugh">',
        "<!ENTITY % p \"<!ENTITY x 'laugh'>\"> %p;",
        "".join(f'<!ENTITY x{n + 1} "{f"&x{n};" * 10}">' for n in range(9)),
    ],
)
def test_entities_of_a_document_are_refused(subset: str) -> None:
    data = f"<!DOCTYPE nitf [{subset}]><nitf><body><body.content><p>&x;</p></body.content></body></nitf>".encode()
    assert refused(data) == "The XML declares entities of its own, which are not expanded."
    for encoding in ("utf-16", "utf-8-sig"):
        assert "entities" in refused(data.decode().encode(encoding))


def test_an_entity_that_is_declared_in_disguise_is_refused_too() -> None:
    data = b'<!DOCTYPE nitf [<!ENTITY % p "&#60;!ENTITY x &#39;laugh&#39;&#62;"> %p;]><nitf>&x;</nitf>'
    assert refused(data).startswith("The XML")


def test_a_document_type_that_lies_elsewhere_is_not_looked_up() -> None:
    doctype = b'<!DOCTYPE nitf SYSTEM "nitf.dtd" [<!ENTITY % nitf SYSTEM "nitf.dtd"> %nitf;]>'
    data = doctype + b"<nitf><p>caf&eacute;&nbsp;&amp; &lt;bar&gt;</p></nitf>"
    assert line_of(parse_xml(data).root) == "café & <bar>"


def test_an_external_entity_is_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("TOP SECRET")
    for data in (
        f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><nitf><body><body.content><p>&x;</p></body.content></body></nitf>',
        f'<nitf xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{secret.as_uri()}" parse="text"/></nitf>',
    ):
        (item,) = parse(data.encode(), "in/a.xml")
        assert isinstance(item, DeadLetter)
        assert "SECRET" not in item.error


def test_names_of_html_stand_for_their_characters_without_a_document_type() -> None:
    root = parse_xml(b"<nitf><p a='&eacute;'>&ldquo;&eacute;t&eacute;&rdquo;</p></nitf>").root
    assert line_of(root) == "“été”"
    assert attribute(root[0], "a") == "é"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<nitf><p>a</nitf>", "The XML is broken in line 1: opening and ending tag mismatch: p line 1 and nitf."),
        (b"<nitf>\n<p>a", "The XML is broken in line 2: "),
        (b"<nitf>" + b"<p>" * 400 + b"</p>" * 400 + b"</nitf>", "The XML nests its elements too deeply."),
        (b"<!-- only -->", "The XML "),
        (b"", "The XML holds no element."),
    ],
)
def test_what_is_broken_is_told_in_a_sentence(data: bytes, sentence: str) -> None:
    assert refused(data).startswith(sentence)


def test_limits_of_size() -> None:
    assert refused(b"<nitf>" + b" " * 100 + b"</nitf>", Limits(max_item_bytes=99)) == "The XML is larger than 99 bytes."
    assert refused(b"<nitf>" + b"a" * 11_000_000 + b"</nitf>") == "The XML holds a text or a name that is too long."


def test_a_large_hostile_document_costs_no_time() -> None:
    start = process_time()
    list(parse(b"<nitf><body><body.content>" + b"<p><b><i>x</i></b></p>" * 60_000 + b"</body.content></body></nitf>", "in/a.xml"))
    list(parse(b"<nitf " + b'a="' * 50_000 + b">", "in/a.xml"))
    list(parse(b"<nitf>" + b"&" * 200_000 + b"</nitf>", "in/a.xml"))
    list(parse(b"<nitf>" + b"<!DOCTYPE [" * 20_000, "in/a.xml"))
    assert process_time() - start < 10


def test_what_is_mended_is_said() -> None:
    plain = parse_xml("<nitf><p>Müller</p></nitf>".encode())
    assert plain.encoding is None
    control = parse_xml("<nitf><p>a\x14b &#20;R&D &nosuch; é</p></nitf>".encode())
    assert (line_of(control.root), control.encoding) == ("ab R&D &nosuch; é", "utf-8+repaired")
    prefix = parse_xml(b'<nitf><p xsi:type="a">b</p></nitf>')
    assert (line_of(prefix.root), prefix.encoding) == ("b", "utf-8+repaired")


def test_a_declaration_that_lies_is_not_believed() -> None:
    lie = parse_xml('<?xml version="1.0" encoding="iso-8859-1"?><nitf><p>Ærø</p></nitf>'.encode())
    assert (line_of(lie.root), lie.encoding) == ("Ærø", "utf-8")
    true = parse_xml('<?xml version="1.0" encoding="iso-8859-1"?><nitf><p>Ærø £5</p></nitf>'.encode("latin-1"))
    assert (line_of(true.root), true.encoding) == ("Ærø £5", "cp1252")
    undeclared = parse_xml("<nitf><p>Ærø “x”</p></nitf>".encode("cp1252"))
    assert (line_of(undeclared.root), undeclared.encoding) == ("Ærø “x”", "cp1252")
    wide = parse_xml('<?xml version="1.0" encoding="utf-16"?><nitf><p>Ærø</p></nitf>'.encode("utf-16"))
    assert line_of(wide.root) == "Ærø"


def test_whole_elements_of_a_document_that_breaks_off() -> None:
    data = b"<m><h>x</h><item>1<item>1a</item></item><item>2</item><item>3"
    found, encoding = whole_elements(data, frozenset(("item",)), Limits())
    assert ([line_of(each) for each in found], encoding) == (["11a", "2"], None)
    assert line_of(next(children(found[0].getroottree().getroot(), "h"))) == "x"


def test_a_paragraph_a_block() -> None:
    assert text("<p>One\n   two<br/>three</p>\n<p> </p>tail<div><p>four</p></div>") == "One two\nthree\n\ntail\n\nfour"
    assert text("<p>a<br/><br/>b</p><ul><li>c</li><li><b>d</b> e</li></ul>") == "a\n\nb\n\nc\n\nd e"
    assert text("<p><b>a</b>\n<i>b</i></p>") == "a b"
    assert text("<h1>Head</h1><script>x</script><figure><figcaption>c</figcaption></figure><p>Body</p>") == "Head\n\nBody"


def test_tables_and_texts_set_as_they_stand() -> None:
    table = "<table><tr><th/><th>W</th></tr><tr><td>Minot</td><td>14</td></tr></table>"
    assert text(f"<p>a</p>{table}<p>b</p>") == "a\n\nW\nMinot | 14\n\nb"
    assert text("<table><tr><td><p>one</p><p>two</p></td></tr></table>") == "one\n\ntwo"
    assert text("<pre>A  1\nB  2\n\nC  3</pre>") == "A 1\nB 2\n\nC 3"
    assert form_of_element(parse_xml(f"<x><p>a</p>{table}</x>".encode()).root) == "table"
    assert form_of_element(parse_xml(f"<x><p>{'a' * 99}</p>{table}</x>".encode()).root) is None
    assert form_of_element(parse_xml(b"<x><p>a</p><pre>b 1\nc 2</pre></x>").root) == "agate"


def test_a_block_whose_lines_a_typesetter_broke() -> None:
    broken = "    Gold rose on Tuesday as traders sought safety\nfrom a storm in the metals trade.\n    Silver fell."
    assert text(f"<p>(Adds detail)\n    By Jane Roe\n{broken}</p>") == (
        "(Adds detail)\n\nBy Jane Roe\n\nGold rose on Tuesday as traders sought safety from a storm in the metals trade.\n\nSilver fell."
    )
    assert text("<p>\n        Gold rose\n        on Tuesday.\n    </p>") == "Gold rose on Tuesday."


def test_an_element_without_markup_is_read_as_the_text_it_holds() -> None:
    assert text("&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;") == "One\n\nTwo"
    assert text("One.\n\nTwo.") == "One.\n\nTwo."
    assert text("  ") == ""


@given(st.binary(max_size=600))
def test_any_bytes_behind_a_root(data: bytes) -> None:
    for root in (b"<nitf>", b"<newsMessage><itemSet><newsItem>", b"<NewsML><NewsItem><NewsComponent>", b"<newsItem "):
        for item in parse(root + data, "in/a.xml"):
            assert isinstance(item, Story | DeadLetter)


@given(damaged(SEEDS))
def test_any_damage(data: bytes) -> None:
    assert list(parse(data, "in/a.xml"))


_WORDS = """nitf head docdata doc-id body body.head body.content hedline hl1 byline byttl dateline p table tr td pre br newsItem
itemMeta contentMeta contentSet inlineXML inlineData link edNote signal embargoed headline html div NewsItem NewsComponent NewsLines
HeadLine ContentItem DataContent Role Identification NewsIdentifier NewsItemId NewsManagement Status"""
_NAMES = st.sampled_from(_WORDS.split())
_FIELDS = ("qcode", "guid", "version", "rel", "residref", "FormalName", "Duid", "norm", "role")


@given(st.recursive(st.text(max_size=8), lambda inner: st.tuples(_NAMES, st.lists(inner, max_size=4)), max_leaves=30), st.data())
def test_any_elements_in_any_order(tree: object, data: st.DataObject) -> None:
    def written(node: object) -> str:
        if isinstance(node, str):
            return node.replace("&", "&amp;").replace("<", "&lt;")
        name, inner = node  # type: ignore[misc]
        value = data.draw(st.sampled_from(["", "x", "0", "-1", "stat:canceled", "9999-99-99", "http://["]))
        fields = " ".join(
            f'{key}="{value}"' for key in ("qcode", "guid", "version", "rel", "residref", "FormalName", "Duid", "norm", "role")
        )
        return f"<{name} {fields}>{''.join(map(written, inner))}</{name}>"

    body = written(tree)
    for root in ("nitf", "newsItem", "newsMessage", "NewsML"):
        for item in parse(f"<{root}>{body}</{root}>".encode("utf-8", "replace"), "in/a.xml"):
            assert isinstance(item, Story | DeadLetter)


@pytest.mark.parametrize(
    ("data", "format_"),
    [
        (b"<nitf>", "nitf"),
        (b"\xef\xbb\xbf\n <?xml version='1.0'?><!-- a <p> --><?pi x?><!DOCTYPE nitf [<!ENTITY % n SYSTEM 'n.dtd'> %n;]>\n<nitf>", "nitf"),
        (b"<n:newsItem xmlns:n='http://iptc.org/std/nar/2006-10-01/'>", "newsmlg2"),
        (b"<newsMessage><html>", "newsmlg2"),
        (b"<packageItem guid='a>b'>", "newsmlg2"),
        (b"<!DOCTYPE NewsML SYSTEM 'x.dtd'>\n<NewsML Version='1.2'>", "newsml1"),
        ("<?xml version='1.0' encoding='utf-16'?><nitf>".encode("utf-16"), "nitf"),
        (b"<rss><channel>", "feed"),
        (b"<!DOCTYPE html><html><body><nitf>", "html"),
    ],
)
def test_wires_are_told_by_their_root(data: bytes, format_: str) -> None:
    assert detect(data) == format_
