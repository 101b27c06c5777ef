"""Text: words, sentences, tags and lemmas, each with its place."""
