"""The command line: `communique`, or `python -m communique`."""

import os
import sys


def main() -> None:
    """Run the command line on `sys.argv`; exits with 0 only if everything asked was done, 2 for wrong usage."""
    from communique.cli.messages import language, use

    use(language(sys.argv[1:], os.environ))
    from communique.cli.app import app

    app(prog_name="communique")
