"""What a few words say: names, dates, venues, labels, the kind of a link. Knows no document."""
