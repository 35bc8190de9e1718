"""The one place where machines are chosen: a file a process, which loads only what it runs."""
