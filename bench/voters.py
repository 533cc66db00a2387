"""People who vote, many at once and cheaply: one thread, plain sockets, prepared requests.

Run as a process by bench/votes.py: port, connections, statements, seconds, file for what was
acknowledged. Prints one line of JSON. Each connection is one person after another, from an address
of its own (127.0.0.x), as from many networks.
"""

import json
import random
import re
import selectors
import socket
import sys
import time
from dataclasses import dataclass, field

TOKEN = "a" * 32
WORDS = {"agree": 1, "pass": 0, "disagree": -1}
CHANGED = 0.05
_COOKIE = re.compile(rb"participant=([^;\r\n]+)")
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


@dataclass
class Person:
    """A device, what it still has to answer, and what was acknowledged."""

    left: list[int]
    cookie: str = ""
    voted: dict[int, int] = field(default_factory=dict)


class Voter:
    """One connection, kept alive, and whoever sits at it."""

    def __init__(self, port: int, number: int, statements: int, rng: random.Random) -> None:
        self.port, self.number, self.statements, self.rng = port, number, statements, rng
        self.person = self.somebody()
        self.buffer = b""
        self.asked = (0, 0)
        self.since = 0.0
        self.socket = self.connect()

    def connect(self) -> socket.socket:
        made = socket.create_connection(
            ("127.0.0.1", self.port), source_address=(f"127.0.1.{self.number + 2}", 0)
        )
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        made.setblocking(False)
        return made

    def somebody(self) -> Person:
        left = list(range(1, self.statements + 1))
        self.rng.shuffle(left)
        return Person(left)

    def send(self) -> None:
        person = self.person
        if person.voted and self.rng.random() < CHANGED:
            number = self.rng.choice(list(person.voted))
        else:
            number = person.left.pop()
        word = self.rng.choice(list(WORDS))
        self.asked = (number, WORDS[word])
        body = f"csrfmiddlewaretoken={TOKEN}&statement={number}&vote={word}&later="
        cookies = f"csrftoken={TOKEN}"
        if person.cookie:
            cookies += f"; participant={person.cookie}"
        self.since = time.perf_counter()
        self.socket.send(
            f"POST /test/opinions/ashi/vote/cast/ HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Cookie: {cookies}\r\nHX-Request: true\r\nHX-Target: ask\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Accept-Language: ja\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
        )

    def take(self) -> bool:
        """Read what came; True when it is a whole answer."""
        self.buffer += self.socket.recv(65536)
        head, found, body = self.buffer.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        return bool(found) and length is not None and len(body) >= int(length[1])


def main() -> None:
    port, connections, statements, seconds = map(int, sys.argv[1:5])
    rng = random.Random(1)  # noqa: S311  invented people
    ready = selectors.DefaultSelector()
    people: list[Person] = []
    waits: list[float] = []
    refused = 0
    began, cpu = time.perf_counter(), time.process_time()
    for number in range(connections):
        voter = Voter(port, number, statements, rng)
        people.append(voter.person)
        ready.register(voter.socket, selectors.EVENT_READ, voter)
        voter.send()
    under_way = connections
    while under_way:
        for key, _mask in ready.select(30):
            voter = key.data
            if not voter.take():
                continue
            now = time.perf_counter()
            waits.append(now - voter.since)
            answer, voter.buffer = voter.buffer, b""
            person = voter.person
            if answer.startswith(b"HTTP/1.1 200"):
                if not person.cookie and (given := _COOKIE.search(answer)):
                    person.cookie = given[1].decode().strip('"')
                number, value = voter.asked
                person.voted[number] = value
            else:
                refused += 1
            if now - began >= seconds:
                under_way -= 1
                ready.unregister(voter.socket)
                voter.socket.close()
                continue
            if not person.left:
                voter.person = voter.somebody()
                people.append(voter.person)
            voter.send()
    took = time.perf_counter() - began
    with open(sys.argv[5], "w", encoding="utf-8") as file:
        kept = {p.cookie: {n: [v] for n, v in p.voted.items()} for p in people if p.cookie}
        json.dump(kept, file)
    waits.sort()
    print(
        json.dumps(
            {
                "votes": len(waits) - refused,
                "people": len(people),
                "refused": refused,
                "seconds": took,
                "cpu": time.process_time() - cpu,
                "p50_ms": round(waits[len(waits) // 2] * 1000, 1),
                "p99_ms": round(waits[int(len(waits) * 0.99)] * 1000, 1),
            }
        )
    )


if __name__ == "__main__":
    main()
