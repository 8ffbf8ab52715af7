"""Languages of items that name none. The texts are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.formats.language import detect_language
from pipelines.formats.story import Parts, build_story

ENGLISH = (
    "The council of Halden voted on Monday to cut the ferry to three trips a day, and the mayor said that nobody would be left behind. "
    "Nineteen speakers had come to the hall."
)
TEXTS = {
    "en": ENGLISH,
    "de": "Der Rat von Halden hat am Montag beschlossen, dass die Fähre nur noch dreimal am Tag fährt. Niemand werde zurückgelassen, "
    "sagte die "
    "Bürgermeisterin nach der Sitzung.",
    "fr": "Le conseil de Halden a voté lundi la réduction des horaires du ferry à trois traversées par jour. Personne ne sera laissé "
    "sur le "
    "quai, a assuré la maire.",
    "es": "El consejo de Halden votó el lunes reducir el ferri a tres viajes al día. Nadie se quedará en tierra, aseguró la alcaldesa al "
    "término de la reunión.",
    "it": "Il consiglio di Halden ha votato lunedì la riduzione del traghetto a tre corse al giorno. Nessuno resterà a terra, ha "
    "assicurato "
    "la sindaca al termine della riunione.",
    "nl": "De gemeenteraad van Halden heeft maandag besloten dat het veer nog maar drie keer per dag vaart. Niemand blijft achter, zei "
    "de "
    "burgemeester na afloop van de vergadering.",
    "sv": "Kommunfullmäktige i Halden beslutade på måndagen att färjan bara ska gå tre gånger om dagen. Ingen ska bli kvar på ön, sade "
    "borgmästaren efter mötet.",
    "fi": "Haldenin valtuusto päätti maanantaina, että lautta kulkee enää kolmesti päivässä. Ketään ei jätetä saarelle, pormestari sanoi "
    "kokouksen jälkeen.",
    "ru": "Совет Халдена проголосовал в понедельник за то, чтобы паром ходил три раза в день. Никто не останется на острове, заявила "
    "мэр после "
    "заседания.",
    "ja": "ハルデン市議会は月曜日、フェリーの運航を一日三往復に減らすことを決めた。市長は会議の後、島に取り残される人はいないと述べた。",
    "zh": "哈尔登市议会星期一投票决定把渡轮减为每天三班。市长在会后表示，不会有任何人被留在岛上，冬季的班次也会保留。",
    "ar": "صوت مجلس مدينة هالدن يوم الاثنين على تقليص رحلات العبارة إلى ثلاث رحلات في اليوم،"
    " وقالت رئيسة البلدية بعد الجلسة إن أحدا لن "
    "يترك على الجزيرة.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_languages_of_news(language: str) -> None:
    assert detect_language(TEXTS[language]) == language


@pytest.mark.parametrize(
    "text", ["", "Ferry cut", "HALDEN (AP)", "1234567890 " * 30, "渡轮", "Ferry timetable cut in Halden after long vote"]
)
def test_what_is_too_short_or_no_text_has_none(text: str) -> None:
    assert detect_language(text) is None


def test_what_the_item_says_counts() -> None:
    story = build_story(Parts(uri="in/a", format="text", text=ENGLISH, language="nb"))
    assert (story.language, story.language_basis) == ("nb", "item")


def test_the_language_of_the_running_text_is_told_not_that_of_its_furniture() -> None:
    note = "(Eds: Updates with the vote of the council, and with what the mayor said after the meeting. With pictures of the ferry.)"
    story = build_story(Parts(uri="in/a", format="text", text=f"{note}\n\n{TEXTS['de']}"))
    assert (story.language, story.language_basis) == ("de", "detected")


def test_a_table_has_none() -> None:
    table = "\n".join(f"Halden and the council of the ferry  {line * 1234567}  {line * 7654321}" for line in range(1, 30))
    story = build_story(Parts(uri="in/a", format="text", text=table, headline="TABLE-Fares by line"))
    assert (story.form, story.language, story.language_basis) == ("table", None, "none")


@given(st.text(max_size=300))
def test_any_text_has_one_answer(text: str) -> None:
    assert detect_language(text) == detect_language(text)
