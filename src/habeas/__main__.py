"""`python -m habeas`: the commands."""

from habeas.cli import main

if __name__ == "__main__":
    main()
