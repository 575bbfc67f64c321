"""Headings and widths of table columns, in the analyst's words: a module a domain."""
