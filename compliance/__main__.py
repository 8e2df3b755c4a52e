"""`python -m compliance` is the same program as `gongkai`."""

from compliance.cli import main

if __name__ == "__main__":
    main()
