"""What can be asked: cached bindings of values into SQL files, a table of contents by domain."""
