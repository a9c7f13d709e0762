"""Words that say what a day on a page is."""

import re
from typing import Final

from sources.news.article.dates.candidate import Role

_MODIFIED: Final = (
    r"(?:last\s)?(?:updated?|modified|edited|revised|changed|edit)|last[\s-]?mod\w*|aktualisier\w*|(?:zuletzt\s)?geändert|letzte\sänderung"
    r"|bearbeitet|stand\b|updated|actualizad[oa]|actualización|modificad[oa]|atualizad[oa]|mis(?:e)?\sà\sjour|modifiée?|actualisée?"
    r"|aggiornat[oa]|ultim[oa]\smodifica|bijgewerkt|gewijzigd|laatste\supdate|opdateret|uppdaterad|oppdatert|aktualizováno"
    r"|aktualizacja|zaktualizowano|обновлено|diperbarui|güncelle\w*|frissítve|päivitetty"
)
_PUBLISHED: Final = (
    r"(?:first\s)?(?:published|posted|created|issued|released)|publish(?:ing)?\sdate|date\sof\spublication|publication\sdate|date\sposted|pub(?:lication)?\.?\sdate"
    r"|veröffentlicht|erstellt|erschienen|verfasst|geschrieben|publiziert|publicad[oa]|publicación|creado|publiée?|parution|paru|posté|écrit|rédigé"
    r"|pubblicat[oa]|gepubliceerd|geplaatst|publiceret|publicerad|publisert|opublikowano|publikováno|опубликовано"
    r"|diterbitkan|dipublikasikan|yayınlan\w*|közzétéve|julkaistu|gepostet|eingestellt|filed|written"
)
_LABEL: Final = re.compile(rf"(?<!\w)(?:(?P<modified>{_MODIFIED})|(?P<published>{_PUBLISHED}))(?!\w)", re.IGNORECASE)
_OF_OTHER: Final = re.compile(
    r"(?<!\w)(?:copyright|©|joined|member since|expires?|valid|born|deadline|event|accessed|archived|crawled|retrieved|today is|abgerufen"
    r"|tickets?|starts?|ends?|until|bis|read until|next|termin|geboren|founded)(?!\w)",
    re.IGNORECASE,
)


def role_before(text: str) -> Role | None:
    """What the text before a day says of it, by the nearest label; None where the day belongs to something else."""
    label = None
    for label in _LABEL.finditer(text):  # noqa: B007  (the last one counts)
        pass
    if _OF_OTHER.search(text[label.end() if label is not None else 0 :]):
        return None
    if label is None:
        return Role.UNKNOWN
    return Role.MODIFIED if label["modified"] else Role.PUBLISHED
