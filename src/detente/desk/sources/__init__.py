"""Where reports come from: files, pasted text, addresses, feeds; each is read in the background."""
