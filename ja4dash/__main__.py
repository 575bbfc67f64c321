"""python -m ja4dash: the command line."""

import sys

from ja4dash.cli import main

if __name__ == "__main__":
    sys.exit(main())
