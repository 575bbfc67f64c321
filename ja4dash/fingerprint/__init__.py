"""Fingerprints: JA4 and HTTP/2 read, explained and compared, and the families that they and the headers speak of."""
