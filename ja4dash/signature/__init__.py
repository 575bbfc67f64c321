"""HTTP/2 signatures: what an entry may hold, how it is written down in words, and as a sheet."""
