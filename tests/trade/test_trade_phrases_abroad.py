"""What pages put around a story in ten languages beside English, and prose that begins with the same words."""

from __future__ import annotations

import pytest

from pipelines.trade.furniture import find_furniture

FILL = "Word one and word two stand in this long paragraph of running text, which ends with a full stop and is nobody's furniture."


def kind_of(line: str) -> str | None:
    text = "\n\n".join([FILL, FILL, line, FILL])
    start = text.index(line)
    found = [span for span in find_furniture(text) if span.start >= start and span.end <= start + len(line)]
    return found[0].kind if len(found) == 1 and (found[0].start, found[0].end) == (start, start + len(line)) else None


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("LEE TAMBIÉN: El puente vuelve a abrir", "promo"),
        ("Te puede interesar", "promo"),
        ("Suscríbete a nuestro boletín de la mañana", "promo"),
        ("Síguenos en Facebook y X", "promo"),
        ("© Diario del Muelle. Todos los derechos reservados.", "tail"),
        ("À lire aussi : Le pont rouvre", "promo"),
        ("Inscrivez-vous à notre newsletter du matin", "promo"),
        ("Partager cet article", "promo"),
        ("Tous droits de reproduction réservés", "tail"),
        ("Lesen Sie auch: Die Brücke öffnet wieder", "promo"),
        ("Jetzt kostenlos anmelden!", "promo"),
        ("Die Fähre am Kai. Foto: Jonna Ahlers", "caption"),
        ("Alle Rechte vorbehalten.", "tail"),
        ("Leia também: A ponte reabre", "promo"),
        ("Siga-nos no Instagram", "promo"),
        ("ABC // DEF", "tail"),
        ("LEGGI ANCHE: Riapre il ponte", "promo"),
        ("Riproduzione riservata © Gazzetta del Molo", "tail"),
        ("Il molo dopo la piena (foto Protezione civile)", "caption"),
        ("Lees ook: De brug gaat weer open", "promo"),
        ("Meld je aan voor onze nieuwsbrief", "promo"),
        ("De veerpont bij de kade. © Bureau Kade", "caption"),
        ("Читайте также: Мост снова открыт", "promo"),
        ("Подписывайтесь на наш канал", "promo"),
        ("Фото: пресс-служба порта", "caption"),
        ("اقرأ أيضا: افتتاح الجسر من جديد", "promo"),
        ("تابعونا على واتساب", "promo"),
        ("صورة أرشيفية للميناء", "caption"),
        ("相关阅读：大桥重新开放", "promo"),
        ("扫码下载码头日报客户端", "promo"),
        ("责任编辑：小禾", "tail"),
        ("渡轮停靠在码头。资料图片", "caption"),
        ("【関連記事】橋が再び開通", "promo"),
        ("この記事をシェアする", "promo"),
        ("岸壁に戻ったフェリー（乗客提供）", "caption"),
        ("無断転載を禁じます。", "tail"),
    ],
)
def test_furniture(line: str, kind: str) -> None:
    assert kind_of(line) == kind


@pytest.mark.parametrize(
    "line",
    [
        "Sigue cerrado el canal de Castilla.",
        "Recibe el alcalde a los pescadores.",
        "Partager la pêche reste difficile, dit le maire.",
        "Anzeige erstattet hat der Kapitän am Montag.",
        "Lees meer boeken, zei de minister tegen de klas.",
        "Foto's maken mag niet op de kade.",
        "Segui il corteo fino al molo, disse la sindaca.",
        "Поделиться опытом приехали капитаны из пяти портов.",
        "Реклама на пристани запрещена с мая.",
        "اشترك في السباق أربعون قاربا من ثلاث مدن.",
        "مشاركة الصيادين كانت كبيرة هذا العام.",
        "扫描结果显示船体没有裂缝。",
        "下载量在三天内翻了一番。",
        "著作権法違反の疑いで男を逮捕した。",
        "ログイン情報が盗まれたという。",
        "無断で立ち入った男性が救助された。",
        "Assine o acordo, pediu o ministro ao sindicato.",
    ],
)
def test_prose_that_begins_alike_stays(line: str) -> None:
    assert kind_of(line) is None
