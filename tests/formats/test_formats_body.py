"""Bodies: clean, parted by blank lines."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from pipelines.formats.body import clean, clean_line, paragraphs, paragraphs_of_html


def test_old_wires_part_paragraphs_by_indents() -> None:
    assert paragraphs("The ferry\nleft.\n    It came\nback.\n\tNobody saw\nit.\n \n\nEnd") == (
        "The ferry\nleft.\n\nIt came\nback.\n\nNobody saw\nit.\n\nEnd"
    )


def test_what_cannot_be_seen_goes() -> None:
    assert clean("a\x00b\r\nc\rd\x03\u200be\ufefff\u2028g\ud800") == "ab\nc\ndef\ng"
    assert clean("e\u0301") == "é"
    assert clean_line("  Ferry \n cut ") == "Ferry cut"
    assert clean_line(" \n") is None
    assert clean_line(None) is None


@given(st.text(alphabet=st.characters(), max_size=80))
def test_cleaning_is_done_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()


@given(st.text(alphabet="ab \n\t.", max_size=60))
def test_paragraphs_keep_every_word_in_order(text: str) -> None:
    parted = paragraphs(text)
    assert parted.split() == text.split()
    assert "\n\n\n" not in parted
    assert paragraphs(parted) == parted


def test_html_blocks_become_paragraphs_without_pictures_and_scripts() -> None:
    html = (
        "<p>One <b>bold</b> &amp; <i>x</i>\n wrapped</p><p>Two<br>line<br/><br>three</p>"
        "<figure><figcaption>cap</figcaption></figure>"
        "<ul><li>a</li><li><p>b</p></li></ul>tail<!-- c --><script>s()</script><div>d</div>"
    )
    assert paragraphs_of_html(html) == "One bold & x wrapped\n\nTwo\nline\n\nthree\n\na\n\nb\n\ntail\n\nd"


def test_html_without_blocks_is_read_like_a_plain_body() -> None:
    assert paragraphs_of_html("One\nline &amp; another\n\nTwo") == "One\nline & another\n\nTwo"
    assert paragraphs_of_html("<p>One\nline</p>") == "One line"
    assert paragraphs_of_html("") == ""


def test_a_margin_around_a_text_parts_no_paragraphs() -> None:
    assert paragraphs_of_html("\n    The mill \n    sold its geese\n    on Monday.\n  ") == "The mill\nsold its geese\non Monday."
    assert paragraphs_of_html("\n   The mill stood.\n   The geese left.\n") == "The mill stood.\n\nThe geese left."


def test_a_table_in_a_figure_is_read_and_its_caption_is_not() -> None:
    figure = "<figure class='table'><table><tr><td><p>Mill</p><p>Lane</p></td><td>3</td></tr></table><figcaption>cap</figcaption></figure>"
    assert paragraphs_of_html(f"<p>Geese sold:</p>{figure}") == "Geese sold:\n\nMill Lane | 3"
    assert paragraphs_of_html("<p>One</p><figure><img src='x'><p>cap</p></figure>") == "One"


def test_deep_html_is_read() -> None:
    assert paragraphs_of_html("<b>x" * 20_000) == "x" * 20_000


PIECES = ["<p>", "</p>", "<b>", "</b>", '<a href="x">', "</a>", "<span>", "</span>", "<br/>", "&amp;", "&nbsp;", "&#39;", "&amp", "&"]
PIECES += ["\n", "  ", "a", "b c", "é", "“q”", "<", ">", "\xa0", "\u200b", "\r", "<div>"]


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_plain_paragraphs_are_read_as_those_with_attributes_are(pieces: list[str]) -> None:
    html = f"<p>{''.join(pieces)}</p>"
    assert paragraphs_of_html(html) == paragraphs_of_html(html.replace("<p>", "<p class='x'>"))
