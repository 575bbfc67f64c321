"""Blocklists: addresses and JA4s that expire, written in the languages of firewalls, proxies and exchanges. Pure text."""
