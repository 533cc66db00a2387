"""What a page costs that nobody asked for yet; runs inside a process with Django set up."""

import statistics
import time


def unkept(address: str) -> tuple[float, int]:
    """Milliseconds of processor time (the median of nine) and queries of a page made anew."""
    from django.conf import settings
    from django.core.cache import caches
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS.append("testserver")
    client = Client(headers={"accept-language": "ja"})
    client.get(address)  # what is loaded once a process is not the page's
    times = []
    for _ in range(9):
        caches["pages"].clear()
        began = time.process_time()
        answer = client.get(address)
        times.append(time.process_time() - began)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    return round(statistics.median(times) * 1000, 1), len(seen)
