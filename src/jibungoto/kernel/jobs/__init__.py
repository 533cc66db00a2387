"""Jobs: work that outlives a request, with retry, schedule, progress and a lease.

Who does what
: `django.tasks` with django-tasks-db *carries*: `enqueue()` writes a `Job` and, in the same
  transaction, a task that names it; django-tasks-db's worker claims tasks (SKIP LOCKED on
  PostgreSQL, the one writer on SQLite) and calls `carrier.run_job`. Delivery is at least once,
  no more is asked of it.
: The `Job` row *decides*. An attempt begins by moving the row from queued to running and counting
  it (`running.claim`), and ends by moving it to done in the very transaction that holds the job's
  effects, after checking under lock that it is still this attempt's (`running.finishing`). A second
  delivery finds the row taken and does nothing; a worker that lost its job writes nothing. So the
  effects on the database happen exactly once, with any number of workers, on both databases.
: A worker *beats* (`pulse`). When it stops, killed or cut off, its running job is put back after
  the lease and the broken attempt counts (`upkeep`). Tasks that got lost are sent again there.

How to write one
: `@job("app.verb")` in an app's `tasks.py`: `def verb(progress: Progress, *, thing_id: int)`. It
  runs inside its municipality and inside one transaction; it answers with a sentence for people,
  `Done(sentence, url)`, or nothing. `Failed(sentence)` ends it for good; any other exception is
  tried again after a pause that doubles. Arguments are ids and plain values.
: `@job("app.verb", long=True)` for work of more than a second or two: the function runs outside
  any transaction, reads and computes, and answers with a function that writes. Only that one runs
  in the finishing transaction. On SQLite a transaction keeps every other writer waiting, so long
  work must be long *before* it writes; that is also when its progress can be seen: on SQLite
  steps reported while the transaction is open appear when it ends (on PostgreSQL at once).
: A mail or a call to another machine is no database effect and can't be undone by a roll-back:
  record it, commit, then send (see kernel.outbox.mails).

Not here: what a particular job does.
"""

from .definitions import Definition, Done, Failed, UnknownJob, definition, job
from .progress import Cancelled, Progress
from .running import run_due
from .schedules import Schedule
from .selectors import workers_alive
from .services import cancel, enqueue, retry

__all__ = [
    "Cancelled",
    "Definition",
    "Done",
    "Failed",
    "Progress",
    "Schedule",
    "UnknownJob",
    "cancel",
    "definition",
    "enqueue",
    "job",
    "retry",
    "run_due",
    "workers_alive",
]
