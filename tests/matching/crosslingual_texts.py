"""One invented agency story in five languages, and another report of the same event."""

from __future__ import annotations

from typing import Final

ENGLISH: Final = (
    "Two tugs pulled the grain carrier Solveig Strand off a sandbank outside Halden on Friday, 19 hours after it ran aground, the owner "
    "said. The ship, 142.5 metres long, was carrying 9,640 tonnes of barley to a mill in Fredrikstad, according to Nordhav Bulk. "
    '"We were lucky with the wind, and luckier with the tugs," harbour master Tor Evensen told reporters on the quay. '
    "Repairs will cost $1.3 million, said Ingrid Aasgaard, who runs the yard at Moss, and will take 37 days. "
    "Some 250 litres of oil leaked, Evensen said. The coast guard will hear the pilot on 14 March."
)
GERMAN: Final = (
    "Zwei Schlepper haben am Freitag den Getreidefrachter Solveig Strand vor Halden von einer Sandbank gezogen, 19 Stunden nachdem er "
    "auf Grund gelaufen war, wie der Eigner mitteilte. Das 142,5 Meter lange Schiff hatte nach Angaben von Nordhav Bulk 9.640 Tonnen "
    "Gerste für eine Mühle in Fredrikstad geladen. „Wir hatten Glück mit dem Wind und noch mehr Glück mit den Schleppern“, sagte "
    "Hafenmeister Tor Evensen vor Journalisten am Kai. Die Reparatur kostet 1,3 Millionen Dollar, sagte Ingrid Aasgaard, die die Werft in "
    "Moss leitet, und dauert 37 Tage. Etwa 250 Liter Öl liefen aus, sagte Evensen. Die Küstenwache will den Lotsen am 14. März hören."
)
RUSSIAN: Final = (
    'Два буксира сняли в пятницу зерновоз "Солвейг Странд" с мели у Халдена через 19 часов после аварии, сообщил владелец. Судно длиной '
    '142,5 метра, по данным компании "Нордхав Балк", везло 9640 тонн ячменя на мельницу во Фредрикстад. "Нам повезло с ветром, а с '
    'буксирами еще больше", - сказал журналистам на причале капитан порта Тор Эвенсен. Ремонт обойдется в 1,3 млн долларов, сказала '
    "Ингрид Осгор, глава верфи в Моссе, и займет 37 дней. Вытекло около 250 литров нефти, сказал Эвенсен. Береговая охрана допросит "
    "лоцмана 14 марта."
)
CHINESE: Final = (
    "船东说，两艘拖船周五在哈尔登外海将搁浅19小时的运粮船拖离沙洲。这艘船长142.5米，载有9640吨大麦，原定运往腓特烈斯塔的一家磨坊。"
    "“风向帮了我们，拖船更帮了大忙，”港务长托尔·埃文森在码头对记者说。位于莫斯的船厂负责人英格丽·奥斯高说，修理费用为130万美元，需要37天。"
    "埃文森说，约250升油泄漏。海岸警卫队将于3月14日听取引航员陈述。"
)
SPANISH_REPORT: Final = (
    "Los vecinos de Halden siguieron desde la costa el rescate de un carguero con cebada. «Pensamos que se partía en dos», contó a los "
    "periodistas Mette Lindqvist, de 61 años, dueña de un café del puerto. El buque llevaba 9.640 toneladas, según la autoridad marítima "
    "de Oslo, que ya multó a la naviera en 2019 con 480.000 coronas. El ministro Anders Fjeldstad pidió revisar las 23 balizas de la ría."
)
