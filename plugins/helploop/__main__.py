"""`python -m helploop`: the command line."""

from helploop.cli.main import main

main()
