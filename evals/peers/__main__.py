"""python -m evals.peers NAME GIVEN FOLDER SECONDS: one pipeline, for `bench`. (The bench: python -m evals peers.)"""

import sys

from evals.peers.one import main_one

if __name__ == "__main__":
    sys.exit(main_one(sys.argv[1:]))
