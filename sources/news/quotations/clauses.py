"""The words around a quotation: sentences, the subjects of verbs, and what stands between a verb and its subject."""

import re
from typing import Final

from sources.news.quotations.names import Named, has_office, persons_in, words
from sources.news.quotations.offices import is_office

REACH: Final = 260
"""Characters before and after a quotation that are searched for its speaker."""
MAX_SUBJECT: Final = 170
"""Characters before a verb that are searched for its subject."""
ADVERBS: Final = (
    r"(?:(?:also|later|has|had|have|further|then|nonetheless|yesterday|once|recently|previously|[a-z]+ly|también|luego"
    r"|entonces|además|ainda|também|depois|então|aussi|ensuite|encore|ainsi|alors|nos|me|le|les|[a-z]+mente"
    r"|\w+(?:ell|iqu|al|iv|erm|iat|u|èr|lair)ement|\w+[ae]mment)\s){0,2}"
)
ACCORDING_TO: Final = re.compile(
    r"(?<![\w’'-])(?:according\sto|in\sthe\swords\sof|según|segundo|conforme|selon|d[’']après|de\sacordo\scom"
    r"|de\sacuerdo\scon|(?:en|nas)\spalabras\sde|nas\spalavras\sd[aeo]|(?:selon|d[’']après)\sles\smots\sd[eu]"
    r"|aux\syeux\sd[eu])\s",
    re.IGNORECASE,
)
"""What names a speaker without a verb."""
COORDINATION: Final = re.compile(r"(?:and|but|while|though|although|y|pero|mientras|e|mas|enquanto|et|mais|tandis)\s")
"""A clause after a quotation that begins like this is another one."""
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Jr|Sr|Sen|Rep|Gov|Gen|Col|Lt|Maj|Capt|Sgt|St|Prof|Hon|Rev|No|Inc|Co|Corp|vs|Sra|Dra|Lic|Ing"
    r"|Mons|Mme|Mlle|Fr|Msgr|Brig|Adm|Amb|Atty|Supt|Insp|Det|Pres|Sec)|\b[A-Z])$"
)
_ABBREVIATION_LENGTH: Final = 6
_SENTENCE_END: Final = re.compile(r"[.!?](?=\s|$)")
_QUOTATION_MARK: Final = re.compile(r"[“”«»„\"]")
_CLAUSE_BREAK: Final = re.compile(r"[;:“”«»\"\n]")
_CONJUNCTION: Final = re.compile(
    r"\s(?:(?:and|y|e|et)(?!\s[A-ZÀ-Þ])|but|while|as|that|which|because|where|when|after|que|pero|mientras|porque|donde"
    r"|cuando|mas|enquanto|quando|mais|quand|où)\s|(?<=[a-zà-ÿ.)])\s(?:and|et|y)\s"
)
_CIRCUMSTANCE: Final = re.compile(
    r"\s(?:when|after|while|during|as|via|before|where|because|(?:at|in|on)\s(?:an?|the)|by\s(?:phone|telephone|email)"
    r"|cuando|tras|durante|luego\sde|después\sde|mientras|por\steléfono|en\s(?:una?|el|la|su)|quando|após|depois\sde"
    r"|enquanto|por\stelefone|em\s(?:entrevista|nota|comunicado|coletiva)|numa?|quand|lors|pendant|après|avant|dans\s\w+"
    r"|par\stéléphone|en\smarge|au\s(?:micro|cours|terme|lendemain))"
    r"\b.*$|\s(?:on\s)?(?:last\s|this\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b.*$|\s(?:yesterday|today|ayer|hoy"
    r"|ontem|hoje|hier|aujourd[’']hui)\b.*$",
    re.DOTALL,
)
_KIN: Final = re.compile(r"(?:His|Her|Their|My|Su|Seu|Sua|Son|Sa|[A-Z][\w-]+[’']s)\s(?:[a-z]\S+\s){0,2}[a-zà-ÿ-]+,?\s")
"""Who somebody is to another person: `Her colleague`, `Ana’s mother,`."""
_NEXT_CLAUSE: Final = re.compile(r"[,;]\s(?:but|and|while|whereas|pero|mientras|mas|enquanto|mais|tandis\sque)\s")
_COORDINATED: Final = re.compile(r"\s(?:and|then|but|y|e|et|mas|pero|mais)$")
_RELATIVE: Final = re.compile(r",?\s(?P<word>who|qui|that|which|que)$")
"""What is the subject of a verb that tells of a noun: `a bill that calls`."""
_LINE_END: Final = re.compile(r"\n")
_DAY: Final = (
    r"(?:(?:el|este|este\spasado|el\spasado|on|last|na|nesta|no|neste|ce|à)\s)?(?:pasado\s|passada?\s|última\s)?"
    r"(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|ayer|hoy|ontem|hoje"
    r"|hier|aujourd[’']hui|yesterday|today)(?:\s(?:por\sla\smañana|matin|soir|passada?|pasado|\(\d+\)))?"
)
_MEDIUM: Final = (
    r"(?:en|em|dans|por|par|via|in|numa?|durante|tras|após|lors\sd[eu’'])\s?(?:una?|uma?|une|la|el|o|a|sa|su|sua|an?)?\s?"
    r"(?:comunicado|nota|entrevista|conferencia|rueda|conferência|coletiva|communiqué|entretien|conférence|interview"
    r"|statement|twitter|teléfono|telefone|téléphone|carta|lettre|tuit|tweet|message|mensaje|mensagem)"
    r"(?:\s(?:d[e’']\s?)?(?:prensa|imprensa|presse|divulgada|enviada))?"
)
_RECIPIENT: Final = (
    r"(?:a|al|à|au|aux|ao)\s(?:este\s(?:diario|medio|periódico|jornal)|(?:l[’']|la\s|el\s|los\s|este\s|notre\s)?(?:(?:agencia|agence|agência|diario|diário|jornal"
    r"|journal|periódico|rádio|radio|emisora|site|portal|cadena|chaîne|revista|micro\sd[eu])\s)?"
    r"(?:(?:d[eo’']\s)?(?P<outlet>[A-ZÀ-Þ][\w’'.-]*(?:\s(?:d[aeo]\s)?[A-ZÀ-Þ][\w’'.-]*)*)|periodistas|jornalistas|journalistes|"
    r"reporters|prensa|imprensa|presse|medios|médias|diario|jornal|correspondant|reportagem|repórteres|reporteros))"
)
_INSERTED: Final = re.compile(rf"^\s?,?\s?(?:{_DAY}|{_MEDIUM}|(?P<recipient>{_RECIPIENT}))(?=[\s,.]|$),?")


def clause_after(text: str, end: int) -> str:
    """The words after a quotation up to the end of the sentence, of the line, or to the next quotation."""
    line = text[end : end + REACH].split("\n", maxsplit=1)[0]
    line = _QUOTATION_MARK.split(line, maxsplit=1)[0]
    return next((line[:stop] for stop in _sentence_ends(line) if stop > 0), line)


def sentence_before(text: str) -> str:
    """The last sentence of a text, without quotations in it that are closed."""
    stripped = text.rstrip()
    start = max((stop + 1 for stop in _sentence_ends(stripped) if stop + 1 < len(stripped)), default=0)
    return re.split(r"[”»]|(?<=\S)\"", text[start:])[-1]


def sentence_starts(text: str) -> list[int]:
    """Where the sentences of a text, and their main clauses, begin."""
    line_starts = [line.end() for line in _LINE_END.finditer(text)]
    clauses = [clause.end() for clause in _NEXT_CLAUSE.finditer(text)]
    return sorted({0, *line_starts, *clauses, *(stop + 2 for stop in _sentence_ends(text))})


def subject_before(text: str) -> str:
    """The subject of a verb: the words before it, without the clauses before them."""
    plain = re.sub(rf"(?:^|\s){ADVERBS}$", "", text).rstrip()
    clause = _last_sentence(_CLAUSE_BREAK.split(plain)[-1])
    coordinated = _COORDINATED.search(clause)
    if coordinated is not None:
        return _subject_at_start(clause[: coordinated.start()])
    relative = _RELATIVE.search(clause)
    if relative is not None:
        person = _last_clause(clause[: relative.start()].rsplit(",", maxsplit=1)[-1])
        return person if relative["word"] in ("who", "qui") and begins_with_person(person) else ""
    if clause.endswith(","):
        return _with_addition(clause[:-1])
    last = re.sub(r"\s\([^()]{1,30}\)$", "", clause).rsplit(",", maxsplit=1)[-1]
    return _last_clause(last)


def subject_after(text: str, *, is_romance: bool = True) -> str:
    """The subject after a verb, without what stands between them (`a Efe`, `le lundi`) and without circumstances."""
    rest = text
    while (inserted := _INSERTED.match(rest)) is not None and (is_romance or not inserted["recipient"]):
        kept = _person_after_outlet(inserted["outlet"]) if inserted["outlet"] else ""
        if kept:
            rest = f" {kept}{rest[inserted.end('recipient') :]}"
            break
        rest = rest[inserted.end() :]
    return _CIRCUMSTANCE.sub("", f" {rest.strip(' ,')}").strip(" ,")


def speaker_of_sentence(text: str) -> str:
    """Who is named after `according to`: the words up to a comma, with a name or an office between commas."""
    pieces = re.split(r",\s", text)
    addition = pieces[1] if len(pieces) > 1 else ""
    is_closed = len(pieces) > 2 and (has_office(pieces[0]) or not pieces[2].strip())
    if (is_closed and not persons_in(pieces[0]) and begins_with_person(addition)) or (
        persons_in(pieces[0]) and has_office(addition)
    ):
        return f"{pieces[0]}, {addition}"
    return pieces[0]


def _person_after_outlet(outlet: str) -> str:
    """The person after the name of a paper or agency: `Lusa Ana Melo`; empty where nothing is left."""
    parts = outlet.split()
    bodies = 0
    while bodies < len(parts) and parts[bodies].casefold() in words("body"):
        bodies += 1
        if bodies < len(parts) and parts[bodies][:1].islower():
            bodies += 2
    rest = parts[max(bodies, 1) :]
    return " ".join(rest) if len(rest) > 1 else ""


def _with_addition(text: str) -> str:
    """The subject before a comma, with the addition between its commas: `A, director of B,`."""
    pieces = text.split(", ")
    for place in range(len(pieces) - 2, max(-1, len(pieces) - 5), -1):
        head = _last_clause(pieces[place])
        if begins_with_person(head) or (has_office(head) and begins_with_person(pieces[place + 1])):
            return ", ".join([head, *pieces[place + 1 :]])
    return _last_clause(pieces[-2]) if len(pieces) > 1 else ""


def _subject_at_start(clause: str) -> str:
    """The person at the beginning of a clause, who is the subject of a second verb too: `A, the director, came and`."""
    if not begins_with_person(clause):
        return ""
    name = persons_in(clause)[0]
    addition = re.match(r",\s[^,]+(?=,\s)", name.after)
    return f"{name.before}{name.name}{addition[0] if addition is not None and has_office(addition[0]) else ''}"


def begins_with_person(phrase: str) -> bool:
    """Whether a phrase begins with a person: a name alone or with an office or a title before it."""
    return person_at_start(phrase) is not None


def person_at_start(phrase: str) -> Named | None:
    """The person with whom a phrase begins; None where it begins with something else."""
    first = next(iter(persons_in(phrase)), None)
    if first is None or (first.before.strip() and not is_office(first.before) and _KIN.fullmatch(first.before) is None):
        return None
    return first


def _last_clause(text: str) -> str:
    parts = _CONJUNCTION.split(text)
    return parts[-1].strip()


def _last_sentence(text: str) -> str:
    ends = [stop + 1 for stop in _sentence_ends(text) if stop + 1 < len(text.rstrip())]
    return text[max(ends, default=0) :].strip()


def _sentence_ends(text: str) -> list[int]:
    """The places of the marks that end sentences, not abbreviations."""
    places = [stop.start() for stop in _SENTENCE_END.finditer(text)]
    return [place for place in places if not _ABBREVIATION.search(text[max(0, place - _ABBREVIATION_LENGTH) : place])]
