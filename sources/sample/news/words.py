"""The words of a news site around an article, by language."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Words:
    """Labels and comments of a news site.

    Attributes:
        sections: entries of the menu.
        search, subscribe, share, by, published: labels of the page.
        related, comments, comment_form: headings below the article, and the request to comment.
        remarks: comments of readers, with their names.
        terms: entries of the footer.
        rights: its last line.
    """

    sections: tuple[str, ...]
    search: str
    subscribe: str
    share: str
    by: str
    published: str
    related: str
    comments: str
    comment_form: str
    remarks: tuple[tuple[str, str], ...]
    terms: tuple[str, ...]
    rights: str


WORDS: Final = {
    "en": Words(
        sections=("Home", "National", "World", "Business", "Opinion", "Sport"),
        search="Search",
        subscribe="Subscribe to our newsletter",
        share="Share this article",
        by="By",
        published="Published",
        related="Related stories",
        comments="Comments",
        comment_form="Log in or register to post a comment",
        remarks=(
            ("teapot_99", "About time somebody wrote this."),
            ("Quiet Reader", "Tier 3 for all of them, I say, beginning with Norway and Chile."),
        ),
        terms=("About us", "Contact", "Terms of use", "Privacy"),
        rights="All rights reserved.",
    ),
    "es": Words(
        sections=("Portada", "Nacional", "Mundo", "Economía", "Opinión", "Deportes"),
        search="Buscar",
        subscribe="Suscríbase al boletín",
        share="Compartir",
        by="Por",
        published="Publicado",
        related="Noticias relacionadas",
        comments="Comentarios",
        comment_form="Inicie sesión para comentar",
        remarks=(("tetera_99", "Ya era hora."), ("Lectora", "Uruguay fue degradado al nivel 3, o así debería ser.")),
        terms=("Quiénes somos", "Contacto", "Aviso legal"),
        rights="Todos los derechos reservados.",
    ),
    "pt": Words(
        sections=("Início", "País", "Mundo", "Economia", "Opinião", "Desporto"),
        search="Pesquisar",
        subscribe="Assine o boletim",
        share="Partilhar",
        by="Por",
        published="Publicado",
        related="Notícias relacionadas",
        comments="Comentários",
        comment_form="Inicie sessão para comentar",
        remarks=(("chaleira_99", "Já era tempo."), ("Leitora", "O Uruguai desceu para o nível 3, digo eu.")),
        terms=("Quem somos", "Contactos", "Termos"),
        rights="Todos os direitos reservados.",
    ),
    "fr": Words(
        sections=("Accueil", "Pays", "Monde", "Économie", "Opinions", "Sports"),
        search="Rechercher",
        subscribe="Recevoir la lettre",
        share="Partager",
        by="Par",
        published="Publié",
        related="À lire aussi",
        comments="Commentaires",
        comment_form="Connectez-vous pour commenter",
        remarks=(("theiere_99", "Il était temps."), ("Lectrice", "Le Chili est relégué au niveau 3, selon moi.")),
        terms=("Qui sommes-nous", "Contact", "Mentions légales"),
        rights="Tous droits réservés.",
    ),
}
