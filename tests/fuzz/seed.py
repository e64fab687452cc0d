#!/usr/bin/env python3
# Makes the first inputs of every target from what the tree holds: profiles and their examples, captures, templates,
# configurations, samples of the wire. Writes tests/fuzz/corpus/<target>/seed-*; inputs found by fuzzing stay.
# Run it again when a profile is added: a byte chooses a profile by its place in the list.
# SPDX-License-Identifier: Apache-2.0
import gzip
import hashlib
import json
import pathlib
import subprocess
import tomllib
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests/fuzz/corpus"
PROFILES = ROOT / "drivers/profiles"


def put(target, data):
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    data = data.encode() if isinstance(data, str) else bytes(data)
    (folder / ("seed-" + hashlib.sha256(data).hexdigest()[:8])).write_bytes(data)


def lean(text):
    """A TOML file without its comments: they only make it longer."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return "\n".join(lines) + "\n"


def bytes_of(example):
    return bytes.fromhex(example["hex"].replace(" ", ""))


def devices():
    files = sorted(f for f in PROFILES.glob("*.toml") if '\nkind = "device"\n' in f.read_text())
    sayings = ["number", "blank", "waiting", "text", "beep", "rating_start", "rating_stop", "poll", "version",
               "clear_latch", "keep_alive"]
    for place, file in enumerate(files):
        profile = tomllib.loads(file.read_text())
        put("device_profile", lean(file.read_text()))
        heard = [bytes_of(e) for e in profile["example"] if e["from"] == "device"]
        said = [bytes_of(e) for e in profile["example"] if e["from"] == "host"]
        put("frames", bytes([place, 3]) + b"".join(heard))
        put("frames", bytes([place, 11]) + b"".join(said + heard))
        put("frames", bytes([place, 1]) + b"".join(said))
        put("meanings", bytes([place]) + b"".join(heard))
        address = int(profile.get("address", {}).get("least", 1)) & 0xFFFFFFFF
        for saying in profile.get("saying", []):
            if saying["name"] in sayings:
                head = address.to_bytes(4, "big") + (12).to_bytes(4, "big") + (5).to_bytes(4, "big") + (2).to_bytes(4, "big")
                put("sayings", bytes([place, sayings.index(saying["name"])]) + head + "A027\n办 ok".encode())
        for meaning in profile.get("meaning", []):
            if "data" in meaning:
                put("patterns", meaning["data"] + "\n" + "\x01\x02 KEY12")
        for saying in profile.get("saying", []):
            for frame in saying.get("frame", []):
                put("patterns", frame.get("data", "") + "\nA027 办")


def printers():
    replies = b""
    for place, file in enumerate(sorted(PROFILES.glob("printer-*.toml"))):
        profile = tomllib.loads(file.read_text())
        put("printer_profile", lean(file.read_text()))
        mine = b"".join(bytes_of(e) for e in profile.get("example", []))
        replies += mine
        put("printer_replies", b"\x00" + mine)
        put("ticket_bytes", bytes([place, 3]) + "2\nhttps://hall.example/t/1\n\x88A027\n\x05办理 café Ж 😀\n".encode())
    put("printer_replies", b"\x03" + replies[:300])
    blocks = b"".join(bytes([kind, 8, 5]) + "办理 {B}x\n".encode() + b"\x01left\n\x05right\n\x02mid\n" for kind in range(6))
    put("ticket_bytes", bytes([1, 4]) + blocks)
    put("ticket_bytes", bytes([4, 7]) + b"2\nqr\n" + blocks)
    for file in sorted((ROOT / "drivers/templates").glob("*.toml")):
        put("ticket_template", lean(file.read_text()))
    put("ticket_template", '[[block]]\nkind = "text"\ntext = "{number}"\nsize = 8\n')
    # A command of the printer as text; numbers that divide by nothing.
    put("ticket_template", '[[block]]\nkind = "text"\ntext = "\\u001Br \\u001DV\\u0000 {number}"\n')
    for key in ("speed_mm_s", "dots_per_mm", "width_dots"):
        put("printer_profile", f"[paper]\n{key} = 0\n")


def captures():
    kinds = {"bus": [], "printer": []}
    for file in sorted((ROOT / "tests/captures").glob("*.capture")):
        lines = file.read_text().splitlines()
        put("capture", "\n".join(lines[:40]) + "\n")
        for line in lines:
            words = line.split()
            if len(words) > 2 and words[1] in "<>":
                kinds[file.name.split("-")[0]].append((words[1], bytes.fromhex("".join(words[2:]))))
    heard = b"".join(data for way, data in kinds["bus"] if way == "<")[:400]
    for place in range(2):
        put("frames", bytes([place, 0]) + heard)
        put("meanings", bytes([place]) + heard)
    put("printer_replies", b"\x01" + b"".join(data for way, data in kinds["printer"] if way == "<")[:400])
    printed = b"".join(data for way, data in kinds["printer"] if way == ">")
    for start in range(0, min(len(printed), 6000), 1200):
        put("escpos", b"\x00" + printed[start:start + 1200])
    put("escpos", b"\x01\x1b@\x1dv0\x00\x02\x00\x03\x00abcdef\x1dk\x49\x06{BA027\x1d(k\x03\x001C\x06"
        b"\x1d(k\x05\x001P0ab\x1d(k\x03\x001Q0\x1b t\x10\xe9\x1dV\x42\x03\x1d(H\x06\x0000ABCD\x1dr1\x1dI\x43")


def files():
    for target, paths in {"hall_config": [ROOT / "config/kiosk.toml", *sorted((ROOT / "config/halls").glob("*.toml"))],
                          "office_config": [ROOT / "config/headoffice.toml"]}.items():
        for path in paths:
            put(target, lean(path.read_text()))
    put("hall_config", "".join(f"x{place} = 1\n" for place in range(60)))
    head = ("hall,date,queue_id,letter,ticket,issued_min,called_min,ahead_at_issue,open_counters_at_issue,"
            "configured_service_min\n")
    day = head + "H,2020-01-07,168,K,4,490.5,495,1,2,10\nH,2020-01-07,168,K,3,479.31,480,0,1,10\n" \
        'X,2020-01-07,"1,6""8",K,6,479,480,0,1,10\nH,2020-01-08,168,K,5,479,480,0,1,10\n'
    put("recorded_day", day)
    put("recorded_day", gzip.compress(day.encode(), mtime=0))
    put("recorded_day", head)
    # Refused: accepted only when a bound is gone. So are those below that are as large as is allowed, and one more.
    put("recorded_day", head + "H,2020-01-07,168,K,4,490.5,479,1,2,10\n")


def wire():
    samples = sorted((ROOT / "kiosk/wire/samples/v1").glob("*.json"))
    compact = [json.dumps(json.loads(f.read_text()), separators=(",", ":"), sort_keys=True) for f in samples]
    for text in compact:
        put("event", text)
    body = {"hall": {"zh_CN": "大厅", "en": "Hall"}, "services": {"a": {"en": "Cards"}},
            "counters": {"c1": {"en": "1"}}}
    put("contact", json.dumps(body, ensure_ascii=False))
    put("contact", json.dumps({"hall": {"en": "x" * 201, "zh_CN": "a\u0007"}, "services": {"": 5}, "more": []}))
    messages = [
        {"t": "hello", "v": 1, "client": "touch", "token": "k", "roles": ["terminal"]},
        {"t": "cmd", "id": "1", "name": "ticket.issue", "args": {"service": "a"}},
        {"t": "cmd", "id": "2", "name": "counter.call_next", "args": {"counter": "c1"}},
        {"t": "cmd", "id": "3", "name": "session.sign_in", "args": {"clerk": "zhang", "pin": "1", "counter": "c1"}},
        {"t": "cmd", "id": "4", "name": "ticket.get", "args": {"ticket": "t1/e1/9"}},
        {"t": "cmd", "id": "5", "name": "day.open", "args": {"day": "2026-01-02"}},
        {"t": "cmd", "id": "6", "name": "no.such", "args": {}},
        {"t": "ping"}, {"t": "pong"},
        {"t": "done", "id": "1", "ok": True, "data": {"ticket": "t1/e1/9"}},
        {"t": "done", "id": "1", "ok": False, "error": {"code": "bad_arguments", "params": {"argument": "x"}}},
        {"t": "snapshot", "n": 1, "rows": {}}, {"t": "event", "n": 2}, {"t": "bye", "code": "slow"},
    ]
    for size in (64, 65):
        messages.append({"t": "cmd", "id": "a" * size, "name": "status", "args": {}})
    for depth in (32, 33):
        put("event", "[" * depth + "]" * depth)
        put("contact", "[" * depth + "]" * depth)
    for message in messages:
        put("api_message", json.dumps(message, separators=(",", ":")))
    for target in ["/", "/v1/terminals/t1/epochs/e1/events/17", "/v1/terminals/t1/contact",
                   "/v1/feeds/waits/day?from=2026-01-01&to=2026-01-31&by=service%2Ccounter&from=x", "/%00", "/%e5%8f%ab?a",
                   "/../%2e%2e/x", "http://h/x", "/a?&&=&b=%zz"]:
        put("request_target", target)


def batches():
    text = (ROOT / "kiosk/wire/PROTOCOL.md").read_text()
    bodies = [line for line in text.splitlines() if line.startswith("{") and '"events":[{' in line]
    for body in bodies:
        first = json.loads(body)["first"]
        put("batch", f"/v1/terminals/t1/epochs/e1/events/{first}\n{body}")
        put("content_coding", b"\x01" + gzip.compress(body.encode(), mtime=0))
        packed = subprocess.run(["zstd", "-c"], input=body.encode(), capture_output=True, check=True).stdout
        put("content_coding", b"\x00" + packed)
    put("content_coding", b"\x02plain")
    put("content_coding", b"\x03plain")
    put("content_coding", b"\x01" + gzip.compress(b"a" * 60000, mtime=0))


def snapshots():
    at = 1767323045678
    ticket = {"id": 9, "number": "A027", "service": "a", "class": "vip", "language": "en", "issued_at": at, "line_at": at,
              "status": "parked", "counter": "c1", "clerk": "zhang", "called_at": at, "recalls": 2, "ahead_at_issue": 3,
              "promised": {"p50_s": 60, "p90_s": 120}, "reference": "r", "rating_asked": True, "reasons": ["waiting"],
              "paper": {"state": "unknown", "copies": 2, "pending_copy": 1}}
    wait = {"wait_sum": 31.5, "wait_n": 4.25, "cycle": 9.75, "last_wait": 2.5, "last_call_ms": at, "log_q90": 0.625,
            "scored": 12}
    counter = {"status": "paused", "pause_reason": "lunch", "clerk": "zhang", "ticket": 9, "parked": [9, "t2/e0/4"],
               "rating": {"ticket": "t2/e0/4", "asked_at": at, "scale": "five_levels", "label_set": 7},
               "last_rated": "t2/e0/4", "idle_since": at, "call_unconfirmed_since": at}
    state = {"v": 1, "terminal": "t1", "epoch": "e1", "seq": 17, "last_at": at, "day": "2026-01-02", "day_open": True,
             "last_ordinal": {"a": 27}, "other_days": [{"day": "2035-04-05", "last_ordinal": {"a": 12}}],
             "services": {"a": {"open": True, "line": [{"id": 9, "line_at": at}], "wait": wait}},
             "counters": {"c1": counter}, "tickets": [ticket, {**ticket, "id": "t2/e0/4"}],
             "devices": {"printer": {"kind": "printer", "state": "fault", "fault": "paper_out", "since": at}},
             "alerts": {"1": {"code": "paper_out", "subject": "printer", "params": {"k": "v"}, "at": at}},
             "recent_calls": [{"ticket": 9, "counter": "c1", "at": at}]}
    put("snapshot", json.dumps(state, separators=(",", ":")))
    put("snapshot", json.dumps({"v": 1, "terminal": "t1", "epoch": "e1"}, separators=(",", ":")))
    put("snapshot", json.dumps({"v": 1, "ticket": "t1/e1/9", "number": "A027", "counter": "c1", "ahead": 3,
                                "promised": {"p50_s": 60, "p90_s": 120}, "printing": True, "copy": 1}))


def small_files():
    def record(kind, code, value):
        return (12).to_bytes(8, "little") + (345).to_bytes(8, "little") + kind.to_bytes(2, "little") + \
            code.to_bytes(2, "little") + (value & 0xFFFFFFFF).to_bytes(4, "little")
    report = record(0, 0, 0)
    press = record(4, 4, 0x70059) + record(1, 79, 1) + report + record(1, 79, 2) + report + record(1, 79, 0) + report
    put("keypad_events", b"\x17" + press)
    put("keypad_events", b"\x05" + press + record(0, 3, 0) + record(1, 80, 1) + report + record(1, 69, 1) + press)
    put("keypad_events", b"\x2f" + record(1, 80, 1) + record(1, 0xFFFF, 7) + record(9, 80, -1) + press[:31])

    def png(width, height, kind, body):
        def chunk(name, data):
            return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")
        head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, kind, 0, 0, 0])
        return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b"")
    put("logo", png(9, 3, 0, b"\x00\x00\xff\x00\xff\x00\xff\x00\xff\x00" * 3))
    put("logo", png(2, 2, 6, b"\x00\x10\x20\x30\xff\xff\xff\xff\x00" * 2))
    put("logo", png(1025, 1, 0, b"\x00" * 1026))
    for file in sorted((ROOT / "drivers/sim").glob("*/*.seq")):
        put("sim_script", lean(file.read_text()))
    put("sim_script", "TIMER 0.5\nfault silent # for a while\nTIMER -1\n")
    put("sim_script", "TIMER 1e300\nbad\n")
    counter = {"line": "bus", "address": 3, "profile": "p", "rule": "r", "place": 0, "value": 17}
    for at, boot in ((999_000, "boot"), (1, "boot"), (999_000, "other"), (2**62, "boot"), (-(2**62), "boot")):
        put("counter_file", json.dumps({"version": 1, "boot": boot, "boot_ms": at, "counters": [counter, counter]}))


def appointments():
    zone = ("BEGIN:VTIMEZONE\nTZID:Mitte\nBEGIN:DAYLIGHT\nDTSTART:19810329T020000\nTZOFFSETFROM:+0100\n"
            "TZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEND:DAYLIGHT\nBEGIN:STANDARD\n"
            "DTSTART:19961027T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
            "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\nEND:VTIMEZONE\n")

    def calendar(*events):
        bodies = "".join(f"BEGIN:VEVENT\n{event}END:VEVENT\n" for event in events)
        return "\0BEGIN:VCALENDAR\nVERSION:2.0\n" + zone + bodies + "END:VCALENDAR\n"
    put("appointments", calendar(
        "UID:1\nDTSTART;TZID=Mitte:20260302T093000\nCATEGORIES:Golf,pay\nX-JIAOHAO-CODE:4711\nSUMMARY:x\n",
        "UID:2\nDTSTART:20260302T093000Z\nX-JIAOHAO-SERVICE:open\nX-JIAOHAO-REFERENCE:crm:7\nSTATUS:CANCELLED\n"))
    put("appointments", calendar(
        "UID:3\nDTSTART:20260105T090000\nCATEGORIES:pay\nRRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260301T010000Z\n"
        "EXDATE:20260107T090000\nRDATE:20260108T090000\n",
        "UID:3\nRECURRENCE-ID:20260112T090000\nDTSTART:20260112T110000\nCATEGORIES:pay\nSEQUENCE:2\n"))
    put("appointments", calendar("UID:4\nDTSTART;VALUE=DATE:20260105\n", "DTSTART;TZID=Nowhere:20260105T090000\n"))
    put("appointments", "\1id,start,service,code,reference,status\na,2026-01-02 09:30,pay,1234,crm:7,\n"
                        "\"b\",2026-01-02T09:30:00+08:00,\"交费\",,,cancelled\n")
    put("appointments", "\1\ufeffid;start\r\na;2026-01-02T09:30Z\r\n\r\nb;\"2026-\n02\"\r\n\"c")


if __name__ == "__main__":
    for old in CORPUS.glob("*/seed-*"):
        old.unlink()
    devices()
    printers()
    captures()
    files()
    wire()
    batches()
    snapshots()
    small_files()
    appointments()
    size = sum(f.stat().st_size for f in CORPUS.glob("*/*"))
    print(f"{sum(1 for _ in CORPUS.glob('*/*'))} inputs, {size} bytes")
