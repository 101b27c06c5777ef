"""The desk: détente in the browser, where analysts review, try what-ifs, publish and discuss.

It is a shell around the library and holds no analysis of its own.  One Django app a noun; `serving` starts it,
`settings` are Django's, `access` says who may do what, `worker` does in the background what takes time.
"""
