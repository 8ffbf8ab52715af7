"""Phrases that pages put around a story in Spanish, French, German, Portuguese, Italian, Dutch, Russian, Arabic, Chinese and Japanese.

As in `phrases`, a rule is tried only on paragraphs that begin with one of its words; of scripts that part no words, with one of its pairs
of characters.
"""

from __future__ import annotations

from typing import Final

from pipelines.trade.phrases import Rule, rule

_TO = r"\s*[:|>»：].{0,300}"
"""A sign behind which another story is named."""
_NET = r"(?:facebook|twitter|x|instagram|telegram|whatsapp|linkedin|youtube|tiktok|threads|bluesky|google news|messenger|e-?mail)"

SPANISH: Final = (
    rule("promo", "lee leer lea ver vea mira", rf"(?:lee|leer|lea|ver|vea|mira) (?:también|además|más)(?:{_TO}|\.?)"),
    rule("promo", "te le también tambien", rf"(?:tambi[eé]n )?(?:te|le) (?:puede interesar|podría interesar|recomendamos)(?:{_TO}|\.?)"),
    rule("promo", "más noticias artículos relacionado relacionadas", rf"(?:(?:más )?(?:noticias|artículos) )?relacionad[oa]s?(?:{_TO}|)"),
    rule(
        "promo",
        "suscríbete suscribete suscríbase recibe reciba apúntate regístrate",
        r"(?:suscr[ií]b|recib|apúnta|regístra)\w+ .{0,100}\b(?:bolet[ií]n|newsletter|canal|correo|gratis|suscripción)\b.{0,150}",
    ),
    rule(
        "promo",
        "síguenos siguenos sigue siga",
        rf"s[ií]guenos\b.{{0,100}}|(?:sigue|siga) .{{0,60}}\b(?:en|por) (?:{_NET}|nuestro canal"
        rf"|redes sociales)\b.{{0,80}}",
    ),
    rule(
        "promo",
        "compartir comparte comparta",
        rf"compart(?:ir|e|a)(?: (?:en|por) {_NET}| (?:esta|este|la|el) (?:noticia|artículo))?(?: ?[·|,].{{0,80}})?",
    ),
    rule("promo", "publicidad anuncio", r"publicidad|anuncio|contenido patrocinado"),
    rule("promo", "descarga descargue", r"descarg(?:a|ue) (?:nuestra|la) (?:app|aplicación)\b.{0,150}"),
    rule(
        "promo",
        "utilizamos usamos este aceptar",
        r"(?:utilizamos|usamos) cookies\b.{0,400}|este sitio (?:web )?(?:utiliza|usa) cookies\b.{0,400}|aceptar cookies",
    ),
    rule(
        "tail",
        "todos prohibida queda derechos",
        r"(?:todos los )?derechos reservados\b.{0,200}|(?:queda )?prohibida (?:la|su) reproducción\b.{0,200}",
    ),
    rule("caption", "foto fotos fotografía imagen", r"(?:fotos?|fotografía|imagen)(?: de archivo\.?|(?: cortesía)?\s*[:/|]\s*\S.{0,120})"),
    rule("credit", "fuente con", r"(?:fuente: (?-i:[A-ZÁÉÍÓÚÑ])[^.:]{1,80}|con información de (?-i:[A-ZÁÉÍÓÚÑ])[^.]{1,80})\.?", "tail"),
)
FRENCH: Final = (
    rule("promo", "à a lire voir", rf"(?:[àa] )?(?:lire|voir) (?:aussi|également|plus|la suite)(?:{_TO}|\.?)"),
    rule("promo", "sur pour notre", rf"(?:sur le même (?:sujet|thème)|pour aller plus loin|notre dossier)(?:{_TO}|)"),
    rule("promo", "articles vous", rf"articles? (?:liés?|recommandés?|similaires?)(?:{_TO}|)|vous aimerez aussi(?:{_TO}|)"),
    rule(
        "promo",
        "inscrivez-vous abonnez-vous recevez",
        r"(?:inscrivez-vous|abonnez-vous|recevez)\b.{0,100}\b(?:newsletters?|lettre|infolettre|e-?mail"
        r"|chaîne|abonnement|gratuitement)\b.{0,150}"
        r"|abonnez-vous[.!]?",
    ),
    rule("promo", "suivez-nous suivez", rf"suivez(?:-nous| \S.{{0,40}}) sur (?:{_NET}|les réseaux|google)\b.{{0,100}}"),
    rule("promo", "partager partagez", rf"partage(?:r|z)(?: (?:cet|l[’'])\s?article| sur {_NET})?(?: ?[·|,].{{0,80}})?"),
    rule("promo", "publicité annonce contenu", r"publicité|annonce|contenu sponsorisé"),
    rule("promo", "téléchargez", r"téléchargez (?:notre|l[’']) ?(?:app|application)\b.{0,150}"),
    rule("promo", "nous ce tout", r"nous utilisons des cookies\b.{0,400}|ce site utilise des cookies\b.{0,400}|tout accepter"),
    rule("tail", "tous reproduction", r"tous droits (?:de reproduction )?réservés\b.{0,200}|reproduction (?:interdite|réservée)\b.{0,200}"),
    rule("tail", "cet", r"cet article a été publié automatiquement\b.{0,150}"),
    rule(
        "caption",
        "photo photos image crédit crédits illustration",
        r"(?:photos?|images?|crédits?(?: photo)?|illustration) ?[:/|]\s*\S.{0,120}|(?:photo|image) d[’'](?:illustration|archives?)\.?",
    ),
    rule("credit", "avec", r"\(?avec (?-i:[A-Z])[\w /,&-]{1,60}\)?\.?", "tail"),
)
GERMAN: Final = (
    rule(
        "promo",
        "lesen lies mehr",
        rf"(?:lesen sie|lies) (?:auch|mehr|hier|dazu)(?:{_TO}|\.?)|mehr (?:zum thema|dazu|nachrichten)(?:{_TO}|)",
    ),
    rule(
        "promo",
        "das auch weitere",
        rf"das könnte (?:sie|dich) auch interessieren(?:{_TO}|)|auch interessant(?:{_TO}|)"
        rf"|weitere (?:artikel|nachrichten|meldungen)(?:{_TO}|)",
    ),
    rule(
        "promo",
        "abonnieren melden jetzt bestellen",
        r"(?:abonnieren|melden|bestellen) sie\b.{0,100}\bnewsletter\b.{0,150}|jetzt (?:kostenlos |gratis )?(?:anmelden|abonnieren)[.!]?",
    ),
    rule("promo", "newsletter", r"newsletter\s*[:|].{0,120}\b(?:anmelden|abonnieren|bestellen)[.!]?"),
    rule("promo", "folgen folge", rf"folgen? (?:sie )?uns (?:auf|bei) {_NET}\b.{{0,100}}"),
    rule("promo", "artikel teilen", rf"artikel (?:teilen|drucken|merken)|(?:jetzt )?teilen(?: auf {_NET})?"),
    rule("promo", "anzeige werbung", r"anzeige|werbung"),
    rule("promo", "laden lade", r"laden? (?:sie )?(?:sich )?(?:unsere|die) .{0,40}\bapp\b.{0,150}"),
    rule(
        "promo",
        "wir diese alle",
        r"wir (?:verwenden|nutzen) cookies\b.{0,400}|diese (?:web)?(?:site|seite) (?:verwendet"
        r"|nutzt) cookies\b.{0,400}|alle (?:cookies )?akzeptieren",
    ),
    rule("tail", "alle nachdruck", r"alle rechte vorbehalten\b.{0,200}|nachdruck (?:verboten|nur mit)\b.{0,200}"),
    rule(
        "caption",
        "foto fotos bild symbolbild archivbild symbolfoto",
        r"(?:fotos?|bild|(?:symbol|archiv)(?:bild|foto))\s*[:/|]\s*\S.{0,120}|(?:symbol|archiv)(?:bild|foto)\.?",
    ),
    rule("credit", "quelle mit", r"(?:quellen?:|mit material (?:von|der)) (?-i:[A-Za-zÄÖÜ])[^.:]{1,80}\.?", "tail"),
)
PORTUGUESE: Final = (
    rule("promo", "leia veja saiba ver ler", rf"(?:leia|veja|ver|ler) (?:também|mais)(?:{_TO}|\.?)|saiba mais(?:{_TO}|)"),
    rule("promo", "notícias artigos relacionadas relacionados", rf"(?:(?:notícias|artigos) )?relacionad[oa]s(?:{_TO}|)"),
    rule(
        "promo",
        "receba subscreva inscreva-se assine cadastre-se",
        r"(?:receba|subscreva|inscreva-se|assine|cadastre-se)\b.{0,100}\b(?:newsletters?|e-?mail|canal|boletim|aqui)\b.{0,150}",
    ),
    rule("promo", "siga siga-nos", rf"siga(?:-nos)?\b.{{0,60}}\b(?:no|na|nas|pelo) (?:{_NET}|redes sociais)\b.{{0,100}}"),
    rule(
        "promo",
        "partilhar partilhe compartilhar compartilhe",
        rf"(?:com)?parti(?:lhar|lhe)(?: (?:est[ea]|[oa]) (?:artigo|notícia|matéria)| (?:no|por) {_NET})?",
    ),
    rule("promo", "publicidade anúncio", r"publicidade|anúncio|conteúdo patrocinado"),
    rule("promo", "baixe descarregue", r"(?:baixe|descarregue) (?:o|a|nosso|nossa) .{0,30}\b(?:app|aplicativo|aplicação)\b.{0,150}"),
    rule(
        "promo",
        "utilizamos usamos este aceitar",
        r"(?:utilizamos|usamos) cookies\b.{0,400}|este s[ií]te (?:utiliza|usa) cookies\b.{0,400}|aceitar cookies",
    ),
    rule("tail", "todos é proibida", r"todos os direitos reservados\b.{0,200}|(?:é )?proibida a reprodução\b.{0,200}"),
    rule("caption", "foto fotos imagem crédito créditos", r"(?:fotos?|imagem|créditos?)(?: de arquivo\.?|\s*[:/|]\s*\S.{0,120})"),
    rule("tail", "lusa lusa/fim", r"lusa/fim"),
)
ITALIAN: Final = (
    rule("promo", "leggi guarda", rf"(?:leggi|guarda) (?:anche|tutto|di più)(?:{_TO}|\.?)"),
    rule(
        "promo",
        "per potrebbe ti articoli",
        rf"per approfondire(?:{_TO}|)|(?:ti )?potrebbe(?:ro)? (?:anche )?interessarti(?: anche)?(?:{_TO}|)|articoli correlati(?:{_TO}|)",
    ),
    rule(
        "promo",
        "iscriviti abbonati ricevi registrati",
        r"(?:iscriviti|abbonati|ricevi|registrati)\b.{0,100}\b(?:newsletter|canale|e-?mail|gratis|gratuitamente)\b.{0,150}",
    ),
    rule("promo", "seguici segui", rf"segui(?:ci)?\b.{{0,60}}\bsu(?:i|l|lla)? (?:{_NET}|social|google)\b.{{0,100}}"),
    rule("promo", "condividi", rf"condividi(?: (?:l[’'] ?articolo|questo articolo)| su {_NET})?(?: ?[·|,].{{0,80}})?"),
    rule("promo", "pubblicità annuncio", r"pubblicità|annuncio|contenuto sponsorizzato"),
    rule("promo", "scarica", r"scarica (?:la nostra |l[’'] ?)app\b.{0,150}"),
    rule(
        "promo",
        "utilizziamo questo accetta",
        r"utilizziamo (?:i )?cookie\b.{0,400}|questo sito (?:utilizza|usa) (?:i )?cookie\b.{0,400}|accetta (?:tutti )?i cookie",
    ),
    rule("tail", "riproduzione tutti", r"[©(]?\s*riproduzione riservata\b.{0,150}|tutti i diritti (?:sono )?riservati\b.{0,200}"),
    rule("caption", "foto immagine immagini credit credits", r"(?:foto|immagin[ei]|credits?)(?: d[’']archivio\.?|\s*[:/|]\s*\S.{0,120})"),
)
DUTCH: Final = (
    rule("promo", "lees bekijk", rf"(?:lees|bekijk) (?:ook|meer|verder)(?:{_TO}|\.?)"),
    rule(
        "promo",
        "gerelateerd gerelateerde meer",
        rf"gerelateerd(?:e (?:artikelen|berichten|onderwerpen))?(?:{_TO}|)|meer over dit onderwerp(?:{_TO}|)",
    ),
    rule(
        "promo",
        "meld schrijf abonneer ontvang",
        r"(?:meld je|schrijf je|abonneer je|ontvang)\b.{0,100}\b(?:nieuwsbrief|e-?mail|inbox|kanaal)\b.{0,150}",
    ),
    rule("promo", "volg", rf"volg (?:ons|\S.{{0,40}}) (?:op|via) {_NET}\b.{{0,100}}"),
    rule("promo", "deel delen reageren", rf"deel dit (?:artikel|bericht)|delen(?: (?:op|via) {_NET})?|reageren\? mail\b.{{0,80}}"),
    rule("promo", "advertentie", r"advertentie"),
    rule("promo", "download", r"download (?:onze|de) .{0,40}\bapp\b.{0,150}"),
    rule(
        "promo",
        "wij we deze alle",
        r"(?:wij|we) gebruiken cookies\b.{0,400}|deze (?:web)?site gebruikt cookies\b.{0,400}|alle cookies accepteren",
    ),
    rule(
        "tail",
        "alle overname",
        r"alle rechten voorbehouden\b.{0,200}|overname (?:van \S+ \S+ )?(?:zonder"
        r"|alleen met) (?:schriftelijke )?toestemming\b.{0,120}",
    ),
    rule("caption", "foto foto's beeld archieffoto", r"(?:foto(?:[’']s)?|beeld|archieffoto)\s*[:/|]\s*\S.{0,120}|archieffoto\.?"),
    rule("credit", "bron", r"bron(?:nen)?: (?-i:[A-Z])[^.:]{1,80}\.?", "tail"),
)
RUSSIAN: Final = (
    rule(
        "promo",
        "читайте читать смотрите подробнее",
        rf"(?:читайте|смотрите) (?:также|ещ[её]|далее)(?:{_TO}|)|читать (?:далее|дальше|полностью)|подробнее(?:{_TO}|)",
    ),
    rule("promo", "по материалы другие", rf"по теме(?:{_TO}|)|материалы по теме(?:{_TO}|)|другие новости(?:{_TO}|)"),
    rule("promo", "подписывайтесь подпишитесь подписаться", r"(?:подписывайтесь|подпишитесь|подписаться)\b.{0,40}\b(?:на|в)\b.{0,200}"),
    rule("promo", "поделиться поделитесь", r"подели(?:ться|тесь)(?: (?:в|во|с друзьями|ссылкой|новостью|статьей)\b.{0,40})?"),
    rule("promo", "реклама", r"(?:на правах )?рекламы?"),
    rule("promo", "скачайте установите", r"(?:скачайте|установите) .{0,40}приложение\b.{0,150}"),
    rule(
        "promo",
        "мы этот наш сайт",
        r"мы используем (?:файлы )?cookies?\b.{0,400}|(?:(?:этот|наш) )?сайт использует (?:файлы )?cookies?\b.{0,400}",
    ),
    rule(
        "tail",
        "все при любое",
        r"все права защищены\b.{0,200}|при (?:использовании|цитировании|перепечатке) (?:материал"
        r"|ссылка)\w*.{0,200}|любое использование материалов\b.{0,200}",
    ),
    rule("caption", "фото фотография изображение", r"(?:фото(?:графия)?|изображение)(?: из архива\.?|\s*[:/|©]\s*\S.{0,120})"),
    rule("credit", "источник", r"источник: \S[^.:]{1,80}\.?", "tail"),
)
ARABIC: Final = (
    rule(
        "promo",
        "اقرأ إقرأ اقرا شاهد المزيد",
        rf"(?:[اإ]قر[أا]|شاهد) (?:أيضا|أيضًا|أيضاً|ايضا|المزيد)(?:{_TO}|)|المزيد(?: من الأخبار)?(?:{_TO}|)",
    ),
    rule("promo", "مواضيع أخبار مقالات", rf"(?:مواضيع|أخبار|مقالات) (?:ذات صلة|متعلقة)(?:{_TO}|)"),
    rule(
        "promo",
        "تابعونا تابعنا تابعوا",
        r"(?:تابعونا|تابعنا|تابعوا .{1,40}) (?:على|عبر) (?:واتساب|تويتر|فيسبوك|فيس بوك|تلغرام|تليغرام"
        r"|تيليغرام|إنستغرام|انستغرام|يوتيوب|إكس|غوغل|جوجل|قناتنا).{0,60}",
    ),
    rule("promo", "اشترك اشتركوا", r"اشتركوا? (?:في|ب|الآن).{0,20}(?:النشرة|نشرتنا|نشرة|القناة|قناتنا|البريد|مجانا).{0,100}"),
    rule("promo", "شارك مشاركة إعلان اعلان", r"شارك (?:المقال|الخبر|هذا المقال|هذا الخبر)|مشاركة(?: (?:عبر|على) .{2,40})?|[إا]علان"),
    rule("promo", "حمل حملوا نزل", r"(?:حملوا?|نزل) (?:التطبيق|تطبيق|تطبيقنا).{0,120}"),
    rule("promo", "نستخدم يستخدم", r"نستخدم ملفات تعريف الارتباط.{0,400}|يستخدم هذا الموقع ملفات تعريف الارتباط.{0,400}"),
    rule("tail", "جميع كل حقوق", r"(?:جميع|كل) الحقوق محفوظة.{0,150}|حقوق (?:النشر|الطبع) (?:محفوظة|©|:).{0,100}"),
    rule("caption", "صورة الصورة تصوير", r"صورة (?:أرشيفية|توضيحية|من الأرشيف).{0,120}|(?:ال)?(?:صورة|تصوير)\s*[:/|]\s*\S.{0,120}"),
    rule("credit", "المصدر", r"المصدر\s*[:：]\s*\S[^.]{1,80}", "tail"),
)
CHINESE: Final = (
    rule(
        "promo",
        "相关 相關 延伸 推荐 推薦 更多 热门 熱門",
        r"(?:相[关關](?:阅读|閱讀|新闻|新聞|报道|報道|報導|链接)|延伸[阅閱][读讀]|推[荐薦][阅閱][读讀]|更多(?:新闻|新聞|内容|內容|报道)|[热熱][门門](?:新闻|新聞|推荐))】?(?:\s*[:：|>].{0,200}|)",
    ),
    rule(
        "promo",
        "点击 點擊 扫码 掃碼 扫描 掃描 下载 下載",
        r"(?:点击|點擊)(?:这里|這裡|查看|阅读|閱讀|进入|订阅|下载).{0,80}|(?:扫码|掃碼|扫描二维码|掃描二維碼|扫描下方)[^。]{0,60}|(?:下载|下載)[^。]{0,20}(?:客户端|客戶端|App)[^。]{0,40}",
    ),
    rule(
        "promo",
        "关注 關注 订阅 訂閱 分享 转发 收藏",
        r"(?:关注|關注)(?:我们|我們|[^。]{0,20}(?:公众号|公眾號))[^。]{0,40}|(?:订阅|訂閱)[^。]{0,20}(?:通讯|電子報|邮件|频道)[^。]{0,40}|分享(?:到|至|本文|这篇文章).{0,60}|分享|收藏",
    ),
    rule("promo", "广告 廣告 我们 我們 本网 本網 本站", r"[广廣]告|(?:我们|我們|本网站?|本網站?|本站)(?:会|會)?使用\s*cookies?.{0,300}"),
    rule(
        "tail",
        "版权 版權 未经 未經 责任 責任 责编 編輯 编辑 本文",
        r"版[权權]所有.{0,120}|未[经經](?:授[权權]|[许許]可).{0,120}|(?:责任编辑|責任編輯|责编|编辑|編輯)\s*[:：].{1,60}|本文版[权權].{0,120}",
        "tail",
    ),
    rule("caption", "图片 圖片 资料 資料 图为", r"[图圖]片(?:来源|來源|说明)\s*[:：/].{1,100}|[资資]料[图圖]片?[^。]{0,40}"),
    rule("tail", "来源 來源", r"(?:来源|來源)\s*[:：].{1,120}", "tail"),
)
JAPANESE: Final = (
    rule(
        "promo",
        "関連 あわ 合わ 続き 次の 人気",
        r"関連(?:記事|ニュース|リンク|トピックス)(?:[】:：]?|[】:：].{0,200})|(?:あわせ|合わせ)て読みたい.{0,200}|続きを読む.{0,40}|次の記事.{0,100}|人気(?:記事|ランキング)(?:\s*[:：].{0,100})?",
    ),
    rule(
        "promo",
        "この シェ ツイ フォ 友だ",
        r"この記事(?:を|は)?(?:シェア|共有|保存|印刷|ツイート|会員限定|有料).{0,60}|シェア(?:する)?|ツイート(?:する)?|フォロー(?:する|してください)?|友だち追加.{0,40}",
    ),
    rule(
        "promo",
        "会員 ログ 無料 有料 メル ニュ",
        r"会員登録(?:で|する|して|は)[^。]{0,40}|ログイン(?:する|して[^。]{0,30})?|(?:無料|有料)会員(?:登録|の方|限定)[^。]{0,40}|(?:メルマガ"
        r"|ニュースレター)[^。]{0,40}(?:登録|購読|申し込み|お届け)[^。]{0,20}",
    ),
    rule(
        "promo",
        "広告 アプ 当サ 公式",
        r"広告|アプリ(?:を|で)[^。]{0,20}(?:ダウンロード|読む|開く)[^。]{0,10}|当サイト(?:では|は).{0,20}(?:cookie|クッキー).{0,200}"
        r"|公式(?:LINE|アプリ|アカウント|X)[^。]{0,20}(?:フォロー|登録|こちら|ダウンロード)[^。]{0,10}",
    ),
    rule(
        "tail",
        "無断 著作 記事",
        r"無断(?:転載|複製|使用|転用)[^。]{0,40}(?:禁|お断り|できません)[^。]{0,20}。?|著作権は[^。]{0,60}(?:帰属|属し)[^。]{0,20}。?|記事・写真の無断.{0,80}",
    ),
    rule("caption", "写真 画像 提供", r"(?:写真|画像)(?:提供)?\s*[:：＝=].{1,80}|提供\s*[:：＝=].{1,60}"),
)

ABROAD: Final[tuple[Rule, ...]] = (
    *SPANISH,
    *FRENCH,
    *GERMAN,
    *PORTUGUESE,
    *ITALIAN,
    *DUTCH,
    *RUSSIAN,
    *ARABIC,
    *CHINESE,
    *JAPANESE,
)
