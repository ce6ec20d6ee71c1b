"""Job types for these tests, and where on the cluster they run."""
import json
import pathlib

HERE = pathlib.Path(__file__).resolve().parent


def description(name, argv, parameter, pattern, **more):
    command = {"argv": argv} | ({"resumes": True} if more.pop("resumes", False) else {})
    return {"name": name, "version": "1", "title": name, "kind": "Test", "parameters": [parameter],
            "outputs": [{"name": "made", "pattern": pattern, "content_type": "text/plain"}], "command": command,
            "resources": {"processes": 1, "threads": 1, "memory_bytes": 100 << 20, "time_s": 600} | more}


def sleeper(name):
    return description(name, ["sh", "-c", "sleep \"$1\" && echo slept > \"$2/slept.txt\"", "--", "{seconds}", "{output}"],
                       {"name": "seconds", "type": "real", "default": 1, "text": "How long it sleeps."}, "slept.txt")


def counter(name):
    return description(name, ["sh", str(HERE / "counting.sh"), "{to}", "{output}"],
                       {"name": "to", "type": "integer", "default": 20, "text": "Ten a second."}, "counted.txt", resumes=True)


HUNGRY = description("hungry", ["/usr/bin/python3", "-c", "import sys, time; held = b'x' * (int(sys.argv[1]) << 20); time.sleep(60)",
                                "{megabytes}", "{output}"],
                     {"name": "megabytes", "type": "integer", "default": 900, "text": "What it takes."}, "never.txt")

TYPES = [HUNGRY, *(sleeper(name) for name in ("sleep", "lowly", "brief", "nowhere", "shut", "small", "unpaid")),
         *(counter(name) for name in ("counting", "yielding", "hasty"))]
RULES = ["type=lowly: partition=low", "type=brief,hasty: partition=short time_max=60s", "type=nowhere: partition=no-such",
         "type=shut: partition=closed", "type=small: partition=tiny qos=tiny account=science", "type=yielding: partition=grace",
         "type=unpaid: account=no-such"]


def write_types(folder):
    folder.mkdir(exist_ok=True)
    for one in TYPES:
        (folder / f"{one['name']}.json").write_text(json.dumps(one))
    return folder
