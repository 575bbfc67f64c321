"""Glossary: what the words on these pages mean, and where that is laid down."""

from __future__ import annotations

from ja4dash.ui.glossary import PARAMETER, search, show_terms
from ja4dash.ui.scope_bar import scope_bar

scope_bar("Glossary", also=(PARAMETER,), note="The words are the same for every window; the scope is kept for the next page")
show_terms(search())
