"""What the analysis of opinions costs, beside red-dwarf 0.4.0, and how well it foretells.

`./jibungoto bench opinion [--json]`. Every run is a process of its own on one thread: CPU seconds
from votes in memory, in no order, to the finished result, and the largest memory of that process.
The peer is installed here alone, under var/; without a network its ratios are null, and so is that
of the big conversation where less than eight gigabytes are free.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEER = ROOT / "var" / "bench" / "red-dwarf"
PEER_VERSION = "red-dwarf==0.4.0"
ROOM = 8_000_000
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def run() -> dict[str, object]:
    """{what: figure}. CPU in seconds, memory in megabytes, a vote in microseconds."""
    data = Path(os.environ.get("JIBUNGOTO_DATA") or ROOT.parent / "shared" / "data")
    found: dict[str, object] = {}
    peer = _peer()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        real, big, million = (folder / f"{what}.npy" for what in ("real", "big", "million"))
        _ours("export", str(data / "polis/vtaiwan.uberx"), str(real))
        _ours("make", "100000", str(big))
        small = _ours("polis", str(real))
        large = _ours("polis", str(big))
        robust = _ours("robust", str(big))
        theirs = _theirs(peer, real)
        found["vtaiwan_cpu_s"] = small["cpu_s"]
        found["vtaiwan_ratio"] = _ratio(theirs, small)
        found["big_votes"] = large["votes"]
        found["big_cpu_s"], found["big_mb"] = large["cpu_s"], large["mb"]
        found["big_ratio"] = _ratio(_theirs(peer, big) if _free() > ROOM else None, large)
        found["big_passes"] = round(large["cpu_s"] / large["pass_s"])
        found["robust_cpu_s"], found["robust_mb"] = robust["cpu_s"], robust["mb"]
        found["robust_ratio"] = round(robust["cpu_s"] / large["cpu_s"], 1)
        _ours("make", "1000000", str(million))
        huge = _ours("polis", str(million))
        found["million_votes"] = huge["votes"]
        found["million_cpu_s"], found["million_mb"] = huge["cpu_s"], huge["mb"]
        found["million_passes"] = round(huge["cpu_s"] / huge["pass_s"])
        found |= _ours("vote")
        found |= _ours("planted")
        found |= _ours("heldout", str(data))
    return found


def _ours(*words: str) -> dict[str, float]:
    return _told([sys.executable, str(ROOT / "bench/opinion_once.py"), *words])


def _theirs(python: Path | None, votes: Path) -> dict[str, float] | None:
    if python is None:
        return None
    print("red-dwarf で分析しています（10万人の票では数分かかります）", file=sys.stderr)
    try:
        return _told([str(python), "-Wignore", str(ROOT / "bench/opinion_peer.py"), str(votes)])
    except subprocess.CalledProcessError:
        return None


def _told(words: list[str]) -> dict[str, float]:
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": paths}
    began = time.monotonic()
    done = subprocess.run(words, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    print(f"{' '.join(words[1:3])} … {time.monotonic() - began:.0f}秒", file=sys.stderr)
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _ratio(theirs: dict[str, float] | None, ours: dict[str, float]) -> float | None:
    return None if theirs is None else round(theirs["cpu_s"] / ours["cpu_s"], 1)


def _free() -> int:
    """Free memory in kilobytes; nothing where the system does not say."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("MemAvailable")), 0)


def _peer() -> Path | None:
    """The Python of the peer's own environment; None where it cannot be installed."""
    python = PEER / "bin" / "python"
    quiet = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    try:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(PEER)], check=True)
        subprocess.run([*quiet, PEER_VERSION], check=True, stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        print("red-dwarf を入れられないので、それとの比は出ません。", file=sys.stderr)
        return None
    return python
