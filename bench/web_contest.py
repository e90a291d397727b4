#!/usr/bin/env python3
"""What bench/web needs besides a shell.

    web_contest.py dump ARTICLES                       for scriptindex
    web_contest.py run CGI FOLDER QUERIES SECONDS N    the table

SPDX-License-Identifier: GPL-2.0-or-later
"""

import http.client
import os
import queue
import re
import resource
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse

from contest import read_articles
from query_contest import read_queries

OMEGA = "/usr/lib/cgi-bin/omega/omega"
N_CONNECTIONS = 8
N_PACED_THREADS = 16
WANTED = {"cgi": 250, "fastcgi": 800, "known": 2000}


def dump(articles):
    for number, (title, text) in enumerate(read_articles(articles), 1):
        lines = text.replace("\n", "\n=")
        print(f"id={number}\ntitle={title.strip()}\ntext={lines}\n")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


CGI_CONF = """
server.modules = ( "mod_setenv", "mod_alias", "mod_cgi" )
alias.url = ( "/ask" => "{program}" )
cgi.assign = ( "" => "" )
setenv.set-environment = ( {variables} )
"""
FASTCGI_CONF = """
server.modules = ( "mod_fastcgi" )
fastcgi.server = ( "/ask" => (( "bin-path" => "{program}", "socket" => "{folder}/socket",
    "bin-environment" => ( {variables} ), "max-procs" => {n_processes}, "check-local" => "disable" )) )
"""


def processor_seconds(pid):
    """Of a process that is running: FastCGI servers do not wait for theirs."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as status:
        fields = status.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Server:
    """A lighttpd of its own, so that its processor time is that of one contender."""

    def __init__(self, folder, conf, program, variables):
        self.port = free_port()
        path = os.path.join(folder, "lighttpd.conf")
        pairs = ", ".join(f'"{key}" => "{value}"' for key, value in variables.items())
        with open(path, "w", encoding="utf-8") as out:
            out.write(
                f'server.document-root = "{folder}"\nserver.bind = "127.0.0.1"\n'
                f'server.port = {self.port}\nserver.errorlog = "{folder}/errors"\n'
            )
            out.write(conf.format(program=program, folder=folder, variables=pairs,
                                  n_processes=os.cpu_count()))
        self.process = subprocess.Popen(["lighttpd", "-D", "-f", path])
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                break
            except OSError:
                time.sleep(0.05)

    def children(self):
        path = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        with open(path, encoding="ascii") as children:
            return [int(pid) for pid in children.read().split()]

    def stop(self):
        """Returns its processor seconds, with those of its children."""
        running = sum(map(processor_seconds, self.children()))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.process.terminate()
        self.process.wait()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return running + after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def write_lua(path, urls, header):
    with open(path, "w", encoding="utf-8") as out:
        out.write("local urls = {\n")
        for url in urls:
            out.write(f'"{url}",\n')
        out.write("}\nlocal i = 0\n")
        if header:
            out.write(f"wrk.headers['If-None-Match'] = [[{header}]]\n")
        out.write("function request() i = i + 1; return wrk.format('GET', urls[i % #urls + 1]) end\n")


def run_wrk(server, lua, seconds):
    text = subprocess.run(
        ["wrk", "-t1", f"-c{N_CONNECTIONS}", f"-d{seconds}s", "-s", lua,
         f"http://127.0.0.1:{server.port}"],
        check=True, capture_output=True, text=True,
    ).stdout
    n = int(re.search(r"(\d+) requests in", text).group(1))
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    if bad:
        print(f"# {bad.group(1)} of {n} replies were errors", file=sys.stderr)
    return n, float(re.search(r"Requests/sec: +([\d.]+)", text).group(1))


def pace(server, urls, rate, seconds):
    """Milliseconds of each request, from when it was due."""
    due = queue.Queue()
    took = []

    def work():
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        while (item := due.get()) is not None:
            when, url = item
            connection.request("GET", url)
            connection.getresponse().read()
            took.append((time.monotonic() - when) * 1000)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(N_PACED_THREADS)]
    for thread in threads:
        thread.start()
    began = time.monotonic()
    for i in range(int(rate * seconds)):
        when = began + i / rate
        time.sleep(max(0, when - time.monotonic()))
        due.put((when, urls[i % len(urls)]))
    for _ in threads:
        due.put(None)
    for thread in threads:
        thread.join()
    took.sort()
    return statistics.median(took), took[int(len(took) * 0.99)]


def resident(pids):
    most = 0
    for pid in pids:
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            most = max(most, int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1)))
    return most / 1024


def watch_memory(server, lua, n_requests):
    sizes = []
    n = 0
    while n < n_requests:
        n += run_wrk(server, lua, 2)[0]
        sizes.append((n, resident(server.children())))
    early = next(size for n_then, size in sizes if n_then >= n_requests / 10)
    return early, sizes[-1][1]


def etag(server, url):
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", url)
    reply = connection.getresponse()
    reply.read()
    return reply.getheader("ETag")


def contest(folder, name, conf, program, variables, urls, seconds, header=None):
    server = Server(folder, conf, program, variables)
    lua = os.path.join(folder, "urls.lua")
    if header:
        urls = urls[:1]
        header = etag(server, urls[0])
    write_lua(lua, urls, header)
    run_wrk(server, lua, 1)
    n, rate = run_wrk(server, lua, seconds)
    paced = ("", "")
    wanted = WANTED["known" if header else name.split()[-1].lower()]
    cpu = server.stop()
    if not header:
        server = Server(folder, conf, program, variables)
        paced = pace(server, urls, wanted / 2, seconds)
        server.stop()
    # The first second counts, too: it is a tenth of the time.
    return {"name": name, "rate": rate, "cpu": 1000 * cpu / (n * (seconds + 1) / seconds),
            "paced": paced, "wanted": wanted}


def run(cgi, folder, queries_path, seconds, n_requests):
    queries = [query for kind, query in read_queries(queries_path) if kind != "long"]
    urls = ["/ask/search?q=" + urllib.parse.quote_plus(query) for query in queries]
    lede = {"LEDE_INDEX": os.path.join(folder, "index.lede")}
    rows = [
        contest(folder, "lede CGI", CGI_CONF, cgi, lede, urls, seconds),
        contest(folder, "lede FastCGI", FASTCGI_CONF, cgi, lede, urls, seconds),
        contest(folder, "lede CGI 304", CGI_CONF, cgi, lede, urls, seconds, True),
        contest(folder, "lede FastCGI 304", FASTCGI_CONF, cgi, lede, urls, seconds, True),
    ]
    omega_rate = None
    if os.path.exists(os.path.join(folder, "omega", "default", "iamglass")):
        omega_urls = ["/ask?DB=default&DEFAULTOP=and&FMT=query&P=" + urllib.parse.quote_plus(query)
                      for query in queries]
        conf = {"OMEGA_CONFIG_FILE": os.path.join(folder, "omega.conf")}
        rows.append(contest(folder, "Omega CGI", CGI_CONF, OMEGA, conf, omega_urls, seconds))
        omega_rate = rows[-1]["rate"]
    print(f"{len(urls)} questions, {os.cpu_count()} cores, {seconds} s each")
    print(f"{'':18} {'req/s':>8} {'cpu ms':>8} {'times':>7} {'p50':>7} {'p99':>7}  wanted")
    for row in rows:
        times = f"{row['rate'] / omega_rate:7.2f}" if omega_rate else " " * 7
        p50, p99 = (f"{number:7.1f}" if number != "" else " " * 7 for number in row["paced"])
        wanted = "" if row["name"].startswith("Omega") else str(row["wanted"])
        print(f"{row['name']:18} {row['rate']:8.0f} {row['cpu']:8.2f} {times} {p50} {p99}  {wanted}")
    server = Server(folder, FASTCGI_CONF, cgi, lede)
    lua = os.path.join(folder, "urls.lua")
    write_lua(lua, urls, None)
    early, late = watch_memory(server, lua, n_requests)
    server.stop()
    print(f"memory: {early:.1f} MB after {n_requests // 10} requests, {late:.1f} MB after {n_requests}")


if __name__ == "__main__":
    if sys.argv[1] == "dump":
        dump(sys.argv[2])
    else:
        run(sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]), int(sys.argv[6]))
