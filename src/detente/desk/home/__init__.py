"""The frame of every page: layout, style, errors, the site's name and notices, the first page, search."""
