"""Words that say how many, whether, or when: hashes of tokens, in a dozen languages."""

from __future__ import annotations

from functools import cache
from typing import Final

from pipelines.matching.folding import spell_out
from pipelines.matching.lexicon import hash64

_NEGATIONS: Final = (
    "not no never neither nor none without cannot nicht kein keine keinen nie ohne pas jamais aucun aucune sans "
    "ni nunca ningún ninguna sin não nem nenhum sem non mai nessun nessuna senza niet geen nooit zonder не ни нет никогда без"
)
_MAGNITUDES: Final = (
    "hundred thousand million billion trillion dozen hundreds thousands millions billions dozens "
    "hundert tausend million millionen milliarde milliarden dutzend cent mille millions milliard milliards cien mil millón millones "
    "milhão milhões bilhão mille milione milioni miliardo miliardi honderd duizend miljoen miljard "
    "тысяч тысячи миллион миллиона миллионов миллиард миллиарда миллиардов"
)
_ORDINALS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth zweite dritte vierte zweiter dritter deuxième troisième quatrième "
    "segundo tercero cuarto segunda tercera terceiro secondo terzo quarto tweede derde vierde"
)
_UNITS: Final = (
    "year years month months week weeks day days hour hours minute minutes mile miles kilometre kilometres kilometer kilometers km metre "
    "metres meter meters feet foot ton tons tonne tonnes kilo kilos acre acres hectare hectares before after "
    "jahr jahre jahren monat monate monaten woche wochen tag tage tagen stunde stunden kilometer meilen meter "
    "ans année années mois semaine semaines jour jours heure heures kilomètre kilomètres avant après "
    "año años mes meses semana semanas día días hora horas kilómetros millas metros antes después "
    "anni mesi settimane giorni ore chilometri prima dopo anos dias"
)
_WEEKDAYS: Final = (
    "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag "
    "lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo"
)
_MONTHS: Final = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec "
    "januar februar märz mai juni juli oktober dezember enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre janvier février mars avril juin juillet août septembre octobre novembre décembre gennaio febbraio aprile maggio giugno "
    "luglio settembre ottobre dicembre janeiro fevereiro março maio junho julho setembro outubro novembro dezembro "
    "januari februari maart mei "
    "augustus января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
)


UP: Final = hash64("rise")
DOWN: Final = hash64("fall")
_UP: Final = (
    "rise rises rose risen rising increase increases increased increasing higher grow grows grew grown growing growth climb climbs climbed "
    "gain gains gained jump jumps jumped soar soared surge surged upward steigt stiegen gestiegen steigen stieg gewachsen wachsen hoher "
    "zugenommen augmente augmenté augmentation hausse progressé plus-haut subió subieron aumentó aumentaron aumento alza crecido creció "
    "subiu aumentou alta cresceu aumentato salito crescita rialzo gestegen hoger toegenomen вырос выросла выросли повысился увеличился"
)
_DOWN: Final = (
    "fall falls fell fallen falling drop drops dropped dropping decrease decreases decreased decline declines declined declining lower "
    "lowered slump slumped shrink shrank shrunk slide slid slip slipped sink sank fewer downward sinkt sanken gesunken sinken sank fiel "
    "fielen gefallen niedriger abgenommen zuruckgegangen baisse baissé diminué diminution recul reculé chute bajó bajaron cayó cayeron "
    "descendió disminuyó descenso caída caiu caíram baixou queda diminuiu sceso scesa calo diminuito ribasso gedaald lager afgenomen "
    "упал упала упали снизился снизилась снизились сократился"
)


@cache
def directions() -> dict[int, int]:
    """Words for more and for less -> one word for each: a copy says higher where the wire says rose."""
    return {word: way for way, listed in ((UP, _UP), (DOWN, _DOWN)) for word in _hashes(listed)}


@cache
def value_words() -> frozenset[int]:
    """What a correction changes as it changes a figure: negations, magnitudes, ordinals, units, days, what came before what."""
    return _hashes(_NEGATIONS, _MAGNITUDES, _ORDINALS, _UNITS, _WEEKDAYS)


@cache
def counting_words() -> frozenset[int]:
    """Magnitudes and ordinals: a dozen, the third."""
    return _hashes(_MAGNITUDES, _ORDINALS)


@cache
def months() -> frozenset[int]:
    """The months, and what is short for them."""
    return _hashes(_MONTHS)


def _hashes(*lists: str) -> frozenset[int]:
    return frozenset(hash64(spell_out(word)) for words in lists for word in words.split())
