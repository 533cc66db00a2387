"""Requests per second: by wrk where the machine has it, else by threads of our own.

Both servers of a comparison are asked in the same way; only the ratio of two figures from one run
says anything about the software.
"""

import http.client
import re
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

CONNECTIONS = 16
SECONDS = 4
# Each thread of wrk counts for itself; the addresses never repeat within a run.
_SCRIPT = """
local thread = 0
function setup(one) one:set("id", thread); thread = thread + 1 end
function init() count = 0; start = os.time() end
function request()
  count = count + 1
  return wrk.format("GET", "{path}" .. "?n=" .. start .. "-" .. id .. "-" .. count)
end
"""


def generator() -> str:
    """Which load generator is used."""
    return "wrk" if shutil.which("wrk") else "threads"


def requests_per_second(port: int, path: str, *, fresh: bool = False) -> float:
    """Answers of 200 a second; `fresh` asks each time for an address never asked before."""
    if generator() == "wrk":
        return _with_wrk(port, path, fresh=fresh)
    return _with_threads(port, path, fresh=fresh)


def _with_wrk(port: int, path: str, *, fresh: bool) -> float:
    command = ["wrk", "-t", "2", "-c", str(CONNECTIONS), "-d", f"{SECONDS}s", "--timeout", "30s"]
    address = f"http://127.0.0.1:{port}{path}"
    with tempfile.TemporaryDirectory() as folder:
        if fresh:
            script = Path(folder) / "fresh.lua"
            script.write_text(_SCRIPT.replace("{path}", path))
            command += ["-s", str(script)]
        done = subprocess.run([*command, address], capture_output=True, text=True, check=True)
    if wrong := re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout):
        raise RuntimeError(f"{wrong[1]} answers of {address} were not 200")
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if not found:
        raise RuntimeError(done.stdout)
    return float(found[1])


def _with_threads(port: int, path: str, *, fresh: bool) -> float:
    counts = [0] * CONNECTIONS
    end = time.monotonic() + SECONDS

    def ask(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() < end:
            last = f"?n={time.time_ns()}-{number}" if fresh else ""
            connection.request("GET", path + last)
            answer = connection.getresponse()
            answer.read()
            if answer.status == 200:
                counts[number] += 1
        connection.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS
