"""Run as a program of its own: opens the address it is given in the default browser, unless that is a text browser."""

import sys
import webbrowser
from pathlib import PurePath

TEXT_BROWSERS = {"www-browser", "links", "links2", "elinks", "lynx", "w3m"}


def launch(address: str) -> bool:
    """True if a graphical browser was asked to open the address."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    if PurePath(getattr(browser, "name", "")).name in TEXT_BROWSERS:
        return False
    return browser.open(address, new=2)


if __name__ == "__main__":
    sys.exit(0 if launch(sys.argv[1]) else 1)
