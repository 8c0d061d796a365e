"""Keep what Fenji remembers: the only package that speaks SQL."""
