"""The world outside the terminal: clipboard, browser, editor. Knows neither papers nor screens."""
