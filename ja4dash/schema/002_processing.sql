-- Database of everything computed from the requests, of what analysts decide, and of the reference lists.
CREATE DATABASE IF NOT EXISTS {processing:Identifier}
