"""Asks the web server of this machine whether it is ready; status 0 where it is. For a container's health check."""

import os
import sys
import urllib.request

host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".*") or "localhost"
request = urllib.request.Request(f"http://127.0.0.1:{os.environ.get('PORT') or '8000'}/health/ready", headers={"Host": host})
try:
    sys.exit(urllib.request.urlopen(request, timeout=4).status != 200)
except OSError as error:
    sys.exit(f"not ready: {error}")
