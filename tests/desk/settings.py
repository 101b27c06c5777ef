"""The desk's settings in tests: a data folder that goes away, and the worker's tasks done in the request."""

import os
import tempfile

os.environ["DETENTE_DATA"] = tempfile.mkdtemp(prefix="detente-tests-")
os.environ.setdefault("DETENTE_SECRET_KEY", "only for tests, and long enough for signing what they sign: 0123456789")
os.environ["DETENTE_WORK_INLINE"] = "1"
os.environ["DETENTE_ADDRESS"] = "http://testserver"

from detente.desk.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
