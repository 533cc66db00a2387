"""The same conversation through red-dwarf, in its own environment; the last line is JSON."""

import json
import resource
import sys
import time

import numpy as np
from reddwarf.implementations.polis import run_pipeline

people, statements, values = np.load(sys.argv[1])
votes = [
    {"participant_id": int(p), "statement_id": int(s), "vote": int(v), "modified": 0}
    for p, s, v in zip(people, statements, values, strict=True)
]
del people, statements, values
times = []
for _ in range(3 if len(votes) < 100_000 else 1):
    began = time.process_time()
    run_pipeline(votes=votes, random_state=1)
    times.append(time.process_time() - began)
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps({"cpu_s": float(np.median(times)), "mb": most}))
