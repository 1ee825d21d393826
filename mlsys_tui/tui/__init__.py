"""The app. Textual and Rich live here and nowhere else; importing this package alone loads neither."""
