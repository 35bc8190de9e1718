"""Is this the person on the document? Gates on pictures, one face against another, the verdict."""
