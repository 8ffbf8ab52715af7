"""Phrases that pages and wires put around a story: what a paragraph that is one of them looks like.

A rule is tried only on paragraphs whose first word is one of its words, so that running text costs one look-up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from schemas.story import FurnitureKind

Zone = Literal["anywhere", "head", "tail"]


@dataclass(frozen=True)
class Rule:
    """A paragraph that matches `pattern` as a whole, in its zone of the text, is furniture of this kind."""

    kind: FurnitureKind
    words: str
    pattern: re.Pattern[str]
    zone: Zone = "anywhere"


_SIGN = r"\s*[:|>»]"
_SOCIAL = (
    r"(?:twitter|x|facebook|instagram|telegram|whatsapp|linkedin|youtube|tiktok|threads|bluesky|mastodon|google news"
    r"|social media)"
)
_NAME = r"(?:[A-Z][^\s,/]*|and|the|of|in|agencies|staff|wires?|services?)"
_BUTTON = (
    r"(?:share|tweet|e-?mail|print|save|comments?|copy(?: link)?|link copied|whatsapp|facebook|twitter"
    r"|pinterest|reddit|linkedin|telegram"
    r"|messenger|sms|bookmark|listen|x|\d{1,4})"
)


def rule(kind: FurnitureKind, words: str, pattern: str, zone: Zone = "anywhere", *, case: bool = False) -> Rule:
    """A rule of its parts; `case` says that small and capital letters differ."""
    return Rule(kind, words, re.compile(pattern, re.DOTALL if case else re.DOTALL | re.IGNORECASE), zone)


RULES: Final = (
    # Ways to other pages
    rule(
        "promo",
        "read",
        rf"read(?: more| also| next| (?:the )?full (?:story|article|report))?(?:{_SIGN}.{{0,300}}"
        r"|\s+[-–—]\s.{0,200}|\s*(?:\.{3}|…)?)",
    ),
    rule("promo", "read", r"read (?:more (?:about|on|from|at|here)|the full (?:story|article|report) (?:on|at|here))\b[^.]{0,100}"),
    rule("promo", "also", rf"also (?:read|see|watch|on [\w ]{{2,40}})(?:{_SIGN}.{{0,300}}|\s+[-–—]\s.{{0,200}}|)"),
    rule(
        "promo",
        "related",
        r"related(?: (?:stor(?:y|ies)|articles?|news|coverage|content|topics?|links?|reading|posts?"
        rf"|videos?))?(?:{_SIGN}.{{0,300}}|\s+[-–—]\s.{{0,200}}|)",
    ),
    rule("promo", "see", rf"see (?:also|more)(?:{_SIGN}.{{0,300}}|)"),
    rule(
        "promo",
        "more",
        rf"more(?: (?:on|from|about|in|stories|news|coverage|like)\b[^.:|]{{0,60}})?{_SIGN}.{{0,300}}|more (?:from"
        r"|on|stories from|like) [^.!?]{2,50}",
    ),
    rule(
        "promo",
        "watch listen video live gallery pictures quiz podcast explained explainer opinion exclusive",
        r"(?:watch|listen|video|live|gallery|in pictures|pictures|quiz|podcast|explained|explainer|opinion"
        r"|exclusive)(?: live| now| here)?\s*[|>»].{0,200}|(?:watch|listen)(?: live| now| here)?\s*:.{0,200}",
    ),
    rule(
        "promo",
        "recommended trending popular most must top latest editor editor's editors' editor’s up next previous you don't don’t",
        r"(?:recommended(?: for you)?|trending(?: now)?|popular(?: now)?|most (?:read|popular|viewed)|must[- ]read"
        r"|top stories|latest (?:news|stories|headlines)|editor(?:['’]s|s['’])? picks?|up next|next (?:story"
        r"|article)|previous (?:story|article)|you (?:may|might) also like|don['’]t miss)(?:\s*[:|>»].{0,200}|)",
    ),
    rule("promo", "what", r"what to know(?: about [^.!?]{2,100})?:?"),
    rule("promo", "related more read", r"(?:related|more|read more)\s*:?"),
    # Newsletters, apps, accounts, shares
    rule(
        "promo",
        "follow like find",
        rf"(?:follow|like|find) (?:us|our|me|[\w .&'’@-]{{2,50}}) on {_SOCIAL}\b.{{0,200}}|follow (?:us"
        r"|@\w+)\s*[:.]?|follow us on (?:all )?our (?:social |other )?(?:channels|accounts|platforms)\b.{0,120}",
    ),
    rule(
        "promo",
        "sign",
        r"sign up\b.{0,80}\b(?:newsletters?|alerts?|e-?mails?|inbox|briefings?|here|free|updates?)\b.{0,300}"
        r"|sign (?:in|up)(?: (?:here|now|today))?[.!]?",
    ),
    rule("promo", "subscribe", r"subscribe(?:\s+(?:now|today|here))?[.!]?|subscribe\s+(?:to|for|now|today|here|and)\b.{0,300}"),
    rule(
        "promo",
        "click tap",
        r"(?:click|tap) (?:here|on the link|the link|to (?:read|subscribe|share|join|follow|see|view|watch)"
        r"|for more)\b.{0,200}",
    ),
    rule(
        "promo",
        "get",
        r"get (?:the|our|all|more|breaking|daily|notified|unlimited|your)\b.{0,120}\b(?:newsletters?|inbox|app"
        r"|alerts?|e-?mails?|delivered|subscriptions?|free trial|notifications?)\b.{0,200}",
    ),
    rule("promo", "download", r"download (?:the|our) .{0,60}\bapp\b.{0,200}"),
    rule(
        "promo",
        "join",
        r"join (?:our|us|the conversation|the discussion)\b.{0,120}\b(?:whatsapp|telegram|channel|newsletter"
        r"|community|conversation|discussion|facebook|members?)\b.{0,200}|join the (?:conversation"
        r"|discussion)[.!]?",
    ),
    rule("promo", "support", r"support (?:our|independent|local|quality)\b.{0,80}\bjournalism\b.{0,200}"),
    rule("promo", "enter", r"enter your (?:e-?mail|postcode|zip)\b.{0,150}"),
    rule(
        "promo",
        "by",
        r"by (?:signing up|clicking|subscribing|submitting|registering|continuing|providing)\b.{0,200}\b(?:agree"
        r"|accept|consent|terms|privacy|cookies?|newsletters?)\b.{0,300}",
    ),
    rule("promo", "you", r"you can (?:unsubscribe|opt out)\b.{0,150}"),
    rule(
        "promo",
        "never stay",
        r"never miss (?:a|an|another) (?:story|update|beat)\b.{0,200}|stay (?:informed|up to date|updated"
        r"|connected) (?:with|by|on)\b.{0,80}\b(?:newsletters?|alerts?|app|inbox|channel|us)\b.{0,150}",
    ),
    rule("promo", "have got do", r"(?:have|got|do you have) a (?:news )?(?:tip|story)\b[^.]{0,80}\?.{0,200}"),
    rule(
        "promo",
        "tell let what have",
        r"(?:tell us|let us know|what do you think|have your say)\b[^.]{0,80}"
        r"\b(?:in (?:the |our )?comments?|comments? (?:section|box|below))\b.{0,120}",
    ),
    rule(
        "promo",
        "get all join",
        r"[^.]{3,120}\b(?:join|follow) (?:us on |our )[^.]{0,30}\b(?:whatsapp|telegram)(?: (?:group|channel|community))?\b.{0,80}",
    ),
    rule(
        "promo",
        "for",
        r"for (?:more|the latest|all the latest)\b.{0,100}\b(?:visit|click|follow us|follow our|go to|https?:"
        r"|www\.|download|log on)\b.{0,200}",
    ),
    rule("promo", "newsletter newsletters", r"newsletters?\s*:?|newsletter[^.]{0,60}"),
    rule(
        "promo",
        "share tweet email e-mail print save comments comment copy link whatsapp facebook twitter pinterest reddit listen",
        rf"(?:{_BUTTON}(?:[\s|·,/•]+|$))+",
    ),
    rule("promo", "share", r"share(?: this| on| via| article| story| the article| with)\b[^.]{0,60}:?"),
    rule(
        "promo",
        "advertisement advertisements advertisment ad sponsored promoted paid",
        r"advertise?ments?(?:\s*[-–—|:].{0,80})?|ad|sponsored(?: content)?|promoted(?: content)?|paid content",
    ),
    rule(
        "promo",
        "story article scroll",
        r"(?:story|article) continues (?:below|after)\b.{0,80}|(?:story|article) (?:saved|bookmarked)\b.{0,80}"
        r"|scroll (?:down )?(?:to|for) (?:continue"
        r"|more)\b.{0,80}",
    ),
    rule(
        "promo",
        "this we accept manage cookie cookies",
        r"(?:this (?:site|website)|we) uses? cookies\b.{0,400}|we value your privacy\b.{0,400}"
        r"|we and our [\w ]{0,30}partners\b.{0,400}|accept(?: all)?(?: cookies)?|manage (?:cookies|preferences"
        r"|settings|consent)|cookies? (?:policy|settings|notice|preferences)\b.{0,100}",
    ),
    # Pictures
    rule(
        "caption",
        "photo photos image images picture pictures photograph photographs illustration graphic file ap "
        "representative representational representation",
        r"(?:file |ap |representative |representational )?(?:photos?|images?|pictures?|photographs?|illustration"
        r"|graphic)(?: credits?| courtesy| source| by)?\s*[:|/]\s*\S.{0,120}",
    ),
    rule(
        "caption",
        "photo photos image images picture pictures photograph",
        r"(?:photos?|images?|pictures?|photographs?) (?-i:by|courtesy(?: of)?|credits?) (?-i:[A-Z])[^.]{1,100}",
    ),
    rule(
        "caption",
        "file representative representational representation",
        r"file (?:photo|image|picture|pic)\.?|(?:representative|representational|representation)(?: (?:image|photo"
        r"|picture|purposes?))[^.]{0,60}\.?",
    ),
    rule("caption", "file", r"FILE(?: PHOTO| IMAGE)?\s*(?:[:–—]|-+\s).{3,600}", case=True),
    rule("caption", "getty shutterstock istock alamy", r"(?:getty images|shutterstock|istock|alamy)(?: stock photo)?[^.]{0,40}"),
    # Notes
    rule("note", "eds ed", r"\(?eds?\.?:.{0,500}"),
    rule(
        "note",
        "editor's editor’s editors' editors’ editors editor note",
        r"\(?editors?(?:['’]s|['’])? notes?\s*[:_–—-].{0,500}|\(?notes? to editors\b.{0,500}",
    ),
    rule(
        "note",
        "adds updates recasts refiles corrects repeats rewrites writes clarifies fixes changes releads new removes drops deletes includes",
        r"\((?:adds|updates|recasts|refiles|corrects|repeats|rewrites|writes through|clarifies|fixes|changes"
        r"|releads|new throughout|removes|drops|deletes|includes)\b.{0,300}\)",
        "head",
    ),
    rule(
        "note",
        "this an",
        r"\(?(?:this (?:story|article|version|item|report|post)\b.{0,40}\b(?:corrects|corrected|updated|amended"
        r"|clarified)\b|an earlier version (?:of this|misstated|said|gave)\b).{0,400}",
    ),
    # Credits in words
    rule(
        "credit",
        "with inputs input",
        r"\(?(?:with )?(?:additional |agency |agencies['’]? |[A-Z/]{2,8} )?(?:inputs?|reporting|files|information"
        rf"|material)(?: (?:from|by) (?-i:{_NAME}(?:[\s,/]+{_NAME}){{0,11}}))?\)?\.?",
        "tail",
    ),
    rule(
        "credit",
        "source sources credit via",
        r"(?:sources?|credit|via)(?:\s*:\s*(?-i:[A-Z])[^.:]{1,80}\.?|(?:\s*[|–—-]\s*|\s+)(?-i:[A-Z])[^.:]{1,50})",
        "tail",
    ),
    rule(
        "credit",
        "agencies agency wire staff from",
        r"(?:news )?agencies|(?:from )?(?:wire|staff|agency)(?: and wire)? (?:reports?|services?)|from (?:our"
        r"|staff|wire)\b[^.]{0,40}(?:reports?|services?|correspondent)",
    ),
    rule(
        "credit",
        "this originally first",
        r"(?:this (?:article|story|report) )?(?:was )?(?:originally |first )+(?:appeared|published"
        r"|reported)\b.{0,30}\b(?:by|on|in)\b.{2,120}",
    ),
    # Tails
    rule(
        "tail",
        "reporting additional editing writing compiled edited",
        r"\(?(?:additional |with additional )?(?:reporting|writing|editing|compiling|compiled|edited"
        r"|text)(?: and (?:writing|editing|reporting))? by (?-i:[A-Z]).{2,400}",
    ),
    rule("tail", "online on more", r"online\s*:.{0,200}|on the net\s*:.{0,200}|online|more AP\b.{0,80}https?://\S+"),
    rule(
        "tail",
        "follow ap ap's ap’s",
        r"follow (?:AP|the AP|[A-Z]\w+)(?:['’]s?)? .{0,60}\bcoverage\b.{0,200}"
        r"|follow [^.]{0,100}\bat:? https?://\S+|ap(?:['’]s)? [^.]{0,60}:\s*https?://\S+",
    ),
    rule(
        "tail",
        "the associated ap",
        r"(?:the )?(?:associated press|AP)(?:['’]s?)?\b.{0,120}\b(?:contributed(?: to this)?"
        r"|receives? (?:financial )?support|is solely responsible)\b.{0,300}",
        "tail",
    ),
    rule(
        "tail",
        "copyright © c (c all",
        r"(?:copyright\b|©|\(c\))\s*(?:©|\(c\))?.{0,40}\b(?:19|20)\d\d\b.{0,500}|(?:©|copyright\s*(?:©|:)).{0,300}"
        r"|all rights reserved\b.{0,300}|copyright [^.]{2,60}\.? all rights reserved\b.{0,300}"
        r"|copyright (?-i:[A-Z])[^.]{2,60}\. (?:this (?:material|content|article|story)|no part|reproduction|republication)"
        r"\b.{0,120}\b(?:not|without|prohibited|forbidden|permission)\b.{0,200}",
    ),
    rule(
        "tail",
        "this",
        r"this (?:material|content) may not be (?:published|reproduced)\b.{0,300}|\(?this (?:story|article|report"
        r"|copy|content)\b.{0,60}\b(?:not been edited|auto-?generated|syndicated)\b.{0,300}",
    ),
    rule(
        "tail",
        "except disclaimer published",
        r"\(?except for the headline\b.{0,300}|disclaimer\s*[:|–—-].{0,600}",
    ),
    rule("promo", "the our", r"the post .{2,250} appeared first on .{2,100}|our standards: .{0,100}"),
    rule(
        "tail",
        "end ends enditem mf 30",
        r"[(\[]?(?:END|ENDS|Ends|ends|end|Enditem|End ?item|mf|-{1,2} ?30 ?-{1,2})[)\]]?",
        "tail",
        case=True,
    ),
)

SEPARATOR: Final = re.compile(r"(?:[_*=~#•·—–-]\s?){3,}")
"""A line of signs between two parts of a page."""
SHIRTTAIL: Final = re.compile(
    r"(?:(?:Associated Press|AP|Reuters)\b[^.]{0,60} )?(?:[A-Z][\w.'’-]+(?:,? (?:and|de|van|von|der|al|in|[A-Z][\w.'’-]+))*,?) "
    r"(?:also )?(?:(?:reported|contributed) from [A-Z][^.]{1,80}(?:\.[^.]{0,100}\b(?:contributed"
    r"|reported)\b[^.]{0,80})?|contributed (?:to this|reporting|from)\b[^.]{0,80})\.?",
    re.DOTALL,
)
"""X reported from Y. Associated Press writer Z contributed to this report."""
INITIALS: Final = re.compile(
    r"[a-z]{2,4}(?:[-/][a-z]{2,4}){1,5}|(?:AFP|AP|PA|PTI|ANI|EFE|DPA|TASS)/[a-z]{2,4}"
    r"|(?:PTI|ANI|IANS|UNI|AFP|EFE)(?: [A-Z]{2,5}){1,5}|dpa(?:[ /-][a-z]{2,4}){1,6}"
    r"|[A-Z]{2,5} // [A-Z]{2,5}|AP-[A-Z]{2}-\d\d-\d\d-\d\d \d{4}[A-Z]{2,4}<?"
    r"|\(\([^\s()][^()]{4,300}\)\)|[\w.+-]{1,40}@[\w.-]{1,40}\.[a-z]{2,4}|={1,2} ?Kyodo"
)
"""A trailer of initials: daa/mt/msr, PTI ABC DEF, dpa abc de, AP-NY-01-02-03 1234EST."""
END_LINE: Final = re.compile(r"\n\s*(REUTERS?\.?|Reuters?\.?|ENDS?|Enditem|\(END\))\s*\Z")
"""A sign-off on the last line, of a hard-wrapped paragraph too; group 1 is it."""
