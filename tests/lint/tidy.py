# SPDX-License-Identifier: Apache-2.0
"""clang-tidy over every source of the compile database, two at a time, remembering what was clean.

A source is remembered with the digest of everything its result depends on: itself, every header it
includes, its compile command, the .clang-tidy files above it and the version of clang-tidy. What
has findings is never remembered. python3 comes with the Debian package of clang-tidy.
"""
import concurrent.futures
import hashlib
import json
import pathlib
import shlex
import subprocess
import sys
import threading
import time

JOBS = 2
CACHE = pathlib.Path("build/tidy-cache")
ROOMS = ("kiosk", "drivers", "headoffice", "ui", "showroom")
ROOT = pathlib.Path.cwd()


def digest_of(data):
    return hashlib.sha256(data).hexdigest()


class Digests:
    """Digests of files, each read once in a run."""

    def __init__(self):
        self.known = {}

    def __call__(self, path):
        if path not in self.known:
            try:
                self.known[path] = digest_of(pathlib.Path(path).read_bytes())
            except OSError:
                self.known[path] = "absent"
        return self.known[path]


class Checker:
    def __init__(self, build):
        self.build = build
        self.digest = Digests()
        database = json.loads((build / "compile_commands.json").read_text())
        self.commands = {str(pathlib.Path(c["file"])): c for c in database}
        version = subprocess.run(["clang-tidy", "--version"], check=True, capture_output=True)
        self.version = digest_of(version.stdout)

    def portable(self, text):
        """The same in every build folder of this tree, so that they share what is remembered."""
        return text.replace(str(ROOT / self.build), "{build}").replace(str(ROOT), "{root}")

    def real(self, text):
        return text.replace("{build}", str(ROOT / self.build)).replace("{root}", str(ROOT))

    def setting(self, source):
        """What decides the result beside the text of the sources."""
        configs = [p / ".clang-tidy" for p in (ROOT / source).parents if p == ROOT or ROOT in p.parents]
        parts = [self.version, self.portable(self.commands[str(ROOT / source)]["command"])]
        return digest_of("\n".join(parts + [self.digest(c) for c in configs]).encode())

    def includes(self, source):
        """Everything the preprocessor opens for SOURCE, in portable form; None if it does not get through."""
        entry = self.commands[str(ROOT / source)]
        words = shlex.split(entry["command"])
        at = words.index("-o")
        run = subprocess.run(words[:at] + words[at + 2 :] + ["-M"], cwd=entry["directory"], capture_output=True, text=True)
        if run.returncode != 0:
            return None
        names = run.stdout.split(":", 1)[1].replace("\\\n", " ").split()
        return sorted({self.portable(str((pathlib.Path(entry["directory"]) / n).resolve())) for n in names})

    def remembered(self, source):
        try:
            record = json.loads((CACHE / (source + ".json")).read_text())
        except (OSError, ValueError):
            return False
        return record["setting"] == self.setting(source) and all(
            self.digest(self.real(name)) == digest for name, digest in record["files"].items()
        )

    def remember(self, source, setting, files):
        path = CACHE / (source + ".json")
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        draft.write_text(json.dumps({"setting": setting, "files": files}))
        draft.replace(path)

    def check(self, source):
        """The findings in SOURCE, empty when it is clean."""
        if str(ROOT / source) not in self.commands:
            return f"{source}: no compile command in {self.build}\n"
        # Digests are taken before the run: what is edited meanwhile is looked at again next time.
        setting, names = self.setting(source), self.includes(source)
        files = {n: Digests()(self.real(n)) for n in names or []}
        command = ["clang-tidy", "-p", str(self.build), "--quiet", "--extra-arg=-Wno-unknown-warning-option", source]
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode == 0:
            if names is not None:
                self.remember(source, setting, files)
            return ""
        return run.stdout + run.stderr


def sources(wanted):
    listed = subprocess.run(["git", "ls-files", *(f"{r}/*.cpp" for r in ROOMS)], check=True, capture_output=True, text=True)
    return [s for s in listed.stdout.split() if not wanted or any(s.startswith(w) for w in wanted)]


def main(build, *wanted):
    start = time.monotonic()
    checker = Checker(pathlib.Path(build))
    every = sources(wanted)
    todo = [s for s in every if not checker.remembered(s)]
    print(f"clang-tidy: {len(every)} sources, {len(every) - len(todo)} remembered as clean", flush=True)
    found, lock, done = [], threading.Lock(), 0

    def one(source):
        nonlocal done
        before = time.monotonic()
        findings = checker.check(source)
        with lock:
            done += 1
            seconds = time.monotonic() - before
            print(f"[{done}/{len(todo)}] {'FINDINGS' if findings else 'clean'} {source} {seconds:.0f} s", flush=True)
            if findings:
                found.append(source)
                print(findings, flush=True)

    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        tasks = [pool.submit(one, s) for s in todo]
        try:
            for task in tasks:
                task.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    for source in sorted(found):
        print(f"findings in {source}")
    print(
        f"clang-tidy: {len(every) - len(found)} of {len(every)} sources clean, {len(found)} with findings; "
        f"{len(todo)} looked at in {time.monotonic() - start:.0f} s"
    )
    return 1 if found or not every else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
